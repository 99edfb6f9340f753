import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Kafka, logLevel, type KafkaConfig, type SASLOptions } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKafkaLog, removeTopics } from '../../adapters/kafka/event-log.ts'
import { AccessRefusedError } from '../../core/errors.ts'
import { provideArchives, type Archives } from '../../tools/engines/archives.ts'
import { makeCertificate, type ServerCertificate } from '../../tools/engines/certificates.ts'
import { askElasticsearch } from '../../tools/engines/elasticsearch-http.ts'
import { ElasticsearchNode } from '../../tools/engines/elasticsearch-node.ts'
import { KafkaCluster } from '../../tools/engines/kafka-cluster.ts'
import { elasticsearchAccessContract } from '../contract/elasticsearch-access.ts'
import { kafkaTestOptions, silentLogger } from '../support/kafka-place.ts'

const provided = await provideArchives()
const folder = mkdtempSync(path.join(tmpdir(), 'wanglou-secured-test-'))
const username = 'wanglou'
const password = 'gold-Watch.tower_7'

/** Only where the suites below are not skipped. */
function archives(): Archives {
  if (!provided.ok) throw new Error(provided.reason)
  return provided.archives
}

/** Number of brokers that the cluster tells a client of that configuration. */
async function brokersSeen(config: KafkaConfig): Promise<number> {
  const admin = new Kafka({ logLevel: logLevel.NOTHING, retry: { retries: 0 }, ...config }).admin()
  try {
    await admin.connect()
    return (await admin.describeCluster()).brokers.length
  } finally {
    await admin.disconnect()
  }
}

let tls: ServerCertificate
beforeAll(async () => {
  tls = await makeCertificate(path.join(folder, 'tls'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!provided.ok)(`a secured broker ${provided.ok ? '' : `(${provided.reason})`}`, () => {
  const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const
  let kafka: KafkaCluster

  beforeAll(async () => {
    kafka = await KafkaCluster.start({
      directory: path.join(folder, 'kafka'),
      archives: archives(),
      heapMb: 256,
      secured: { sasl: { username, password }, tls }
    })
  })
  afterAll(() => kafka.remove())

  const secured = (mechanism: (typeof mechanisms)[number], word: string): KafkaConfig => ({
    brokers: [...kafka.securedBrokers],
    ssl: { ca: [readFileSync(tls.ca, 'utf8')] },
    sasl: { mechanism, username, password: word } as SASLOptions
  })

  test.each(mechanisms)('lets the right password in and a wrong one not, by %s', async (mechanism) => {
    expect(await brokersSeen(secured(mechanism, password))).toBe(1)
    await expect(brokersSeen(secured(mechanism, 'guessed'))).rejects.toThrow(/SASL .* authentication failed/)
  })

  test('shows a certificate that only who knows its authority trusts', async () => {
    await expect(brokersSeen({ ...secured('plain', password), ssl: true })).rejects.toThrow('unable to verify the first certificate')
  })

  test('lets our own log in with the right password, and says what was refused of a wrong one', async () => {
    const { brokers } = secured('plain', password)
    const own = (given: string) =>
      kafkaTestOptions({
        brokers: brokers as string[],
        sasl: { mechanism: 'scram-sha-512', username, password: given },
        tls: { ca: readFileSync(tls.ca, 'utf8'), cert: null, key: null }
      })
    const options = own(password)
    const log = await openKafkaLog(options, { logger: silentLogger })
    await log.append('mentions', [{ key: 'k', value: '密' }])
    expect((await log.read('mentions', null, 10)).map(({ value }) => value)).toEqual(['密'])
    await log.close()
    await removeTopics(options, { logger: silentLogger })
    await expect(openKafkaLog(own('guessed'), { logger: silentLogger })).rejects.toThrow(AccessRefusedError)
    await expect(openKafkaLog({ ...options, tls: { ca: null, cert: null, key: null } }, { logger: silentLogger })).rejects.toThrow(AccessRefusedError)
  })

  test('has its plain listener still', async () => {
    expect(await brokersSeen({ brokers: [...kafka.brokers] })).toBe(1)
  })
})

describe.skipIf(!provided.ok)('a secured Elasticsearch', () => {
  let node: ElasticsearchNode
  beforeAll(async () => {
    node = await ElasticsearchNode.start({ directory: path.join(folder, 'elasticsearch'), archives: archives(), security: { password, tls } })
  })
  afterAll(() => node.remove())

  const statusAs = async (authorization: string | null): Promise<number> =>
    (await askElasticsearch({ ...node.access, authorization }, 'GET', '/_cluster/health')).status

  elasticsearchAccessContract(async () => ({
    node: node.url,
    ca: readFileSync(tls.ca, 'utf8'),
    username: 'elastic',
    password,
    apiKey: await node.createApiKey('access'),
    close: () => Promise.resolve()
  }))

  test('asks who is there', async () => {
    expect(await statusAs(null)).toBe(401)
    expect(await statusAs('ApiKey Z3Vlc3NlZDpndWVzc2Vk')).toBe(401)
  })

  test('lets a key in that it gave, also after a restart', async () => {
    const key = await node.createApiKey('test')
    expect(await statusAs(`ApiKey ${key}`)).toBe(200)
    await node.stop()
    await node.start()
    await node.waitReady()
    expect(await statusAs(`ApiKey ${key}`)).toBe(200)
  })

  test('shows a certificate that only who knows its authority trusts', async () => {
    await expect(askElasticsearch({ ...node.access, ca: null }, 'GET', '/_cluster/health')).rejects.toThrow('unable to verify')
  })
})
