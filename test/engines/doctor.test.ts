import { createServer, type AddressInfo } from 'node:net'
import { describe, test } from 'vitest'
import { systemClock } from '../../adapters/clock.ts'
import { describeElasticsearch } from '../../adapters/elasticsearch/describe.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { removeTopics } from '../../adapters/kafka/event-log.ts'
import { inspectKafka } from '../../adapters/kafka/inspection.ts'
import { clusterOptions } from '../../cluster.ts'
import { openCluster } from '../../engine.ts'
import { loadProductConfig } from '../../system.ts'
import { clusterDesk } from '../support/cluster-desk.ts'
import { jsonLines, wanglouWith } from '../support/command-line.ts'
import { kafkaBrokers } from '../support/kafka-place.ts'
import { silent } from '../support/running-system.ts'

// Side by side: the last waits most of the time.
describe.skipIf(kafkaBrokers.length === 0)('doctor --engine cluster', { concurrent: true }, () => {
  test('tells what is there and how it is, and makes nothing', async ({ expect, onTestFinished }) => {
    const { config, name, options } = await desk(onTestFinished)
    const fresh = await doctor(config)
    expect(fresh.code).toBe(0)
    expect(fresh.findings.get(`主题 ${name}.mentions`)).toMatchObject({ verdict: 'note' })
    expect(fresh.findings.get('索引')).toMatchObject({ verdict: 'note' })
    const inspection = inspectKafka(options.kafka, { logger: silent })
    onTestFinished(() => inspection.close())
    expect((await inspection.describe()).topics).toEqual([])
    expect((await describeElasticsearch(options.elasticsearch)).aliases).toEqual([])

    const stores = await openCluster(options, { clock: systemClock, logger: silent })
    await stores.log.append('mentions', [{ key: 'a', value: '{}' }])
    await stores.crawl.setCursor('s', 'a', '1')
    await stores.close()
    const used = await doctor(config)
    expect(used.code).toBe(0)
    expect(used.findings.get(`主题 ${name}.mentions`)?.words).toMatch(/12 个分区，1 个副本/)
    expect(used.findings.get(`消费组 ${name}.assess`)).toMatchObject({ verdict: 'note', words: expect.stringContaining('积压 1 条') as string })
    expect(used.findings.get(`索引 ${name}-crawl-cursors`)?.words).toMatch(/1 份文档/)
    expect([...used.findings].some(([about, { words }]) => about.startsWith('节点') && /服务器 9\.\S+，客户端 9\.\S+：相配/.test(words))).toBe(true)
    expect([...used.findings].some(([about, { verdict }]) => about.endsWith('的时钟') && verdict === 'ok')).toBe(true)
  })

  test('with one half gone tells of the other all the same', async ({ expect, onTestFinished }) => {
    const { config } = await desk(onTestFinished)
    const ended = await doctor(config, { WANGLOU_ELASTICSEARCH_NODES: 'http://127.0.0.1:9' })
    expect(ended.code).toBe(3)
    expect(ended.findings.get('Kafka')).toMatchObject({ verdict: 'ok' })
    expect(ended.findings.get('Elasticsearch')).toMatchObject({ verdict: 'bad', words: expect.stringContaining('127.0.0.1:9') as string })
  })

  test('of servers that take a connection and never answer it says so before long', async ({ expect, onTestFinished }) => {
    const address = await deafServer(onTestFinished)
    const { config } = await desk(onTestFinished)
    const begun = performance.now()
    const ended = await doctor(config, { WANGLOU_KAFKA_BROKERS: address, WANGLOU_ELASTICSEARCH_NODES: `http://${address}` })
    expect(ended.code).toBe(3)
    expect(ended.findings.get('Kafka')).toMatchObject({ verdict: 'bad', words: expect.stringContaining(address) as string })
    expect(ended.findings.get('Elasticsearch')).toMatchObject({ verdict: 'bad' })
    expect(performance.now() - begun).toBeLessThan(45_000)
  })
})

type Finished = (work: () => void | Promise<void>) => void

async function desk(finished: Finished) {
  const made = await clusterDesk({ elasticsearch: { replicas: 0 } })
  const { config, name } = made
  const options = clusterOptions((await loadProductConfig(config)).cluster, process.env, 'wanglou-test')
  finished(async () => {
    await removeTopics(options.kafka, { logger: silent })
    await removeIndices(options.elasticsearch)
    await made.remove()
  })
  return { config, name, options }
}

async function doctor(config: string, env: Readonly<Record<string, string>> = {}) {
  const { code, stdout } = await wanglouWith(env, 'doctor', '--engine', 'cluster', '--config', config, '--json')
  return { code, findings: new Map(jsonLines(stdout).map(({ about, verdict, words }) => [String(about), { verdict, words: String(words) }])) }
}

async function deafServer(finished: Finished): Promise<string> {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  finished(() => {
    server.close()
    server.unref()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
