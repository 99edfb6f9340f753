import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { clusterFaults, clusterOptions } from '../../../cluster.ts'
import { Cluster } from '../../../config/cluster.ts'

const somewhere = { WANGLOU_KAFKA_BROKERS: 'k1:9092, k2:9092', WANGLOU_ELASTICSEARCH_NODES: 'http://e1:9200' }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wanglou-cluster-config-'))
  await writeFile(path.join(folder, 'password'), 'geheim\n')
})
afterAll(() => rm(folder, { recursive: true }))

const read = (cluster: z.input<typeof Cluster>) => Cluster.parse(cluster)

/** All of them, a line each. */
const faultsOf = (cluster: z.input<typeof Cluster>): string =>
  clusterFaults(read(cluster), {})
    .map(({ field, reason }) => `${field} ${reason}`)
    .join('\n')

describe('what a cluster engine is told', () => {
  test('the environment goes before the configuration', () => {
    const { kafka, elasticsearch } = clusterOptions(read({ kafka: { brokers: ['other:9092'] } }), somewhere, 'me')
    expect([kafka.brokers, elasticsearch.nodes, kafka.prefix, kafka.clientId]).toEqual([['k1:9092', 'k2:9092'], ['http://e1:9200'], 'wanglou', 'me'])
  })

  test('a password is read from where the configuration says that it is', () => {
    const sasl = { mechanism: 'plain', username: 'w', passwordFile: path.join(folder, 'password') } as const
    const cluster = read({ kafka: { sasl }, elasticsearch: { username: 'w', passwordEnv: 'ES_PASSWORD' } })
    const { kafka, elasticsearch } = clusterOptions(cluster, { ...somewhere, ES_PASSWORD: 'auch' }, 'me')
    expect(kafka.sasl?.password).toBe('geheim')
    expect(elasticsearch.auth).toEqual({ username: 'w', password: 'auch' })
  })

  test.each([
    ['WANGLOU_KAFKA_BROKERS', 'notanaddress', '应为 主机:端口'],
    ['WANGLOU_KAFKA_BROKERS', 'kafka:99999', '端口应为 1 到 65535'],
    ['WANGLOU_ELASTICSEARCH_NODES', 'garbage', '应为 http(s)://主机:端口'],
    ['WANGLOU_ELASTICSEARCH_NODES', 'http://a:b@c:9200', '口令不写在地址里']
  ])('of %s=%s it says what is wrong, by the name of the variable', (variable, value, reason) => {
    const asked = () => clusterOptions(read({}), { ...somewhere, [variable]: value }, 'me')
    expect(asked).toThrow(variable)
    expect(asked).toThrow(reason)
  })

  test.each([
    [{ kafka: { sasl: { mechanism: 'plain', username: 'a', passwordFile: 'nope.txt' } } }, 'nope.txt'],
    [{ kafka: { tls: { ca: '/nonexistent.pem' } } }, '/nonexistent.pem'],
    [{ elasticsearch: { username: 'u' } }, 'cluster.elasticsearch.password'],
    [{ elasticsearch: { passwordEnv: 'ES_PASSWORD' } }, 'cluster.elasticsearch.username']
  ] as const)('a check of the configuration finds a secret that is not there: %o', (cluster, named) => {
    expect(faultsOf(cluster as z.input<typeof Cluster>)).toContain(named)
  })

  test.each([
    [(file: string) => ({ kafka: { tls: { ca: file } } }), 'cluster.kafka.tls.ca', '证书'],
    [(file: string) => ({ kafka: { tls: { cert: file, key: file } } }), 'cluster.kafka.tls.cert', '证书'],
    [(file: string) => ({ kafka: { tls: { cert: file, key: file } } }), 'cluster.kafka.tls.key', '私钥'],
    [(file: string) => ({ elasticsearch: { ca: file } }), 'cluster.elasticsearch.ca', '证书']
  ] as const)('a check of the configuration finds a file that is no certificate or key: %o', (settings, field, wanted) => {
    const file = path.join(folder, 'password')
    for (const word of [field, file, wanted]) expect(faultsOf(settings(file))).toContain(word)
  })

  test('every secret that is not there is told, not only the first', () => {
    const cluster = { kafka: { sasl: { mechanism: 'plain', username: 'a' }, tls: { ca: '/none.pem' } }, elasticsearch: { username: 'u' } } as const
    expect(clusterFaults(read(cluster), {}).map(({ field }) => field)).toEqual([
      'cluster.kafka.tls.ca',
      'cluster.kafka.sasl.password',
      'cluster.elasticsearch.password'
    ])
  })
})

describe('settings of a cluster that cannot be meant so', () => {
  test.each([
    [{ elasticsearch: { nodes: ['http://h:99999'] } }, ['应为 http(s)://主机:端口']],
    [{ kafka: { brokers: ['localhost'] } }, ['应为 主机:端口']],
    [{ kafka: { brokers: ['localhost:99999'] } }, ['端口应为 1 到 65535']],
    [{ kafka: { brokers: ['a:9092', 'a:9092'] } }, ['有地址写了两次']],
    [{ kafka: { tls: { cert: 'a.pem' } } }, ['cert 与 key 要么都写，要么都不写']],
    [{ elasticsearch: { apiKeyEnv: 'KEY', username: 'u', passwordEnv: 'P' } }, ['apiKey 与用户名、口令只能写一种']]
  ])('%j is refused with its one reason', (cluster, reasons) => {
    expect(Cluster.safeParse(cluster).error?.issues.map(({ message }) => message)).toEqual(reasons)
  })
})
