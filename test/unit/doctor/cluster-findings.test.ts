import { describe, expect, test } from 'vitest'
import type { ElasticsearchReport } from '../../../adapters/elasticsearch/describe.ts'
import type { KafkaDescription } from '../../../adapters/kafka/describe.ts'
import { judgeClock, judgeElasticsearch } from '../../../doctor/elasticsearch.ts'
import type { Finding } from '../../../doctor/finding.ts'
import { judgeKafka } from '../../../doctor/kafka.ts'

const gb = 1024 ** 3

describe('what doctor says of an Elasticsearch', () => {
  test('is nothing but good of a cluster in good health', () => {
    expect(unwell(judgeElasticsearch(report({})))).toEqual([])
  })

  test.each([
    ['yellow', 'note'],
    ['red', 'bad']
  ])('tells a %s cluster', (status, verdict) => {
    expect(unwell(judgeElasticsearch(report({ status })))).toEqual([[verdict, expect.stringContaining(status) as string]])
  })

  test('says plainly when server and client do not fit, with both versions', () => {
    const [finding] = unwell(judgeElasticsearch(report({ version: '8.19.4', fits: false })))
    expect(finding?.[0]).toBe('bad')
    expect(finding?.[1]).toMatch(/8\.19\.4.*9\.5\.1.*不相配/)
  })

  test.each([
    ['90%', '95%', 11 * gb, []],
    ['90%', '95%', 9 * gb, ['note']],
    ['90%', '95%', 4 * gb, ['bad']],
    ['0.9', '0.95', 9 * gb, ['note']],
    ['20gb', '5gb', 9 * gb, ['note']],
    ['20gb', '5gb', 4 * gb, ['bad']],
    [null, null, 1, []]
  ])('holds the disk against watermarks %s and %s', (high, floodStage, free, verdicts) => {
    const findings = unwell(judgeElasticsearch(report({ high, floodStage, free })))
    expect(findings.map(([verdict]) => verdict)).toEqual(verdicts)
  })

  test('names an index that takes no writes, and one that an upgrade left', () => {
    const index = { name: 'w-a-v2', version: 2, isRead: true, block: null, fault: null, documents: 3, storeBytes: 10 }
    const old = { ...index, name: 'w-a-v1', version: 1, isRead: false, block: 'write' }
    expect(unwell(judgeElasticsearch(report({ indices: [index] })))).toEqual([])
    expect(unwell(judgeElasticsearch(report({ indices: [index, old] })))).toEqual([['note', expect.stringContaining('w-a-v1') as string]])
    expect(unwell(judgeElasticsearch(report({ indices: [{ ...index, block: 'read_only_allow_delete' }] })))).toEqual([
      ['bad', expect.stringContaining('read_only_allow_delete') as string]
    ])
  })

  test('never calls an index of the present version left over, and says what is wrong with it', () => {
    const index = { name: 'w-a-v2-2031.04', version: 2, isRead: false, block: null, fault: '不在别名之后', documents: 3, storeBytes: 10 }
    const [finding] = unwell(judgeElasticsearch(report({ indices: [index] })))
    expect(finding).toEqual(['bad', expect.stringContaining('w-a-v2-2031.04 不在别名之后')])
    expect(finding?.[1]).not.toContain('可以删除')
    expect(unwell(judgeElasticsearch(report({ foreignTemplates: ['theirs（优先级 5）'] })))).toEqual([['bad', 'theirs（优先级 5）']])
  })

  test.each([
    [500, 'ok'],
    [-500, 'ok'],
    [3_000, 'note'],
    [-15_000, 'bad']
  ])('judges a clock that is %d ms ahead as %s, unless the answer took as long', (aheadMs, verdict) => {
    expect(judgeClock({ node: 'n', aheadMs, uncertainMs: 5 }).verdict).toBe(verdict)
    expect(judgeClock({ node: 'n', aheadMs, uncertainMs: 20_000 }).verdict).toBe('ok')
  })
})

describe('what doctor says of a Kafka', () => {
  const options = { prefix: 'w', replication: 'auto', partitions: { mentions: 12, assessed: 6, incidents: 6, 'dead-letters': 1 } } as const

  test('is nothing but good of a cluster in good health', () => {
    expect(unwell(judgeKafka(kafka({}), options))).toEqual([])
  })

  test('tells topics that are missing, lack replicas, have no leader, or other partitions than configured', () => {
    const told = (topic: Partial<KafkaDescription['topics'][number]> | null) => unwell(judgeKafka(kafka({ mentions: topic }), options))
    expect(told(null)).toEqual([['note', expect.stringContaining('尚未建立') as string]])
    expect(told({ underReplicated: 2 })).toEqual([['note', expect.stringContaining('2 个分区缺副本') as string]])
    expect(told({ leaderless: 1 })).toEqual([['bad', expect.stringContaining('没有主节点') as string]])
    expect(told({ partitions: 4 })).toEqual([['note', expect.stringContaining('配置为 12') as string]])
    expect(told({ replication: 1 })).toEqual([['note', expect.stringContaining('副本可以更多') as string]])
  })

  test('says that topics cannot be made with more replicas than there are brokers, and that those of existing topics stay', () => {
    const told = (replication: number, mentions: Partial<KafkaDescription['topics'][number]> | null) =>
      unwell(judgeKafka(kafka({ mentions }), { ...options, replication })).filter(([, words]) => /建立|副本/.test(words))
    expect(told(4, null)[0]).toEqual(['bad', expect.stringContaining('配置为 4 个副本，而只有 3 个节点')])
    expect(told(3, null)).toEqual([['note', expect.stringContaining('首次启动时建立')]])
    expect(told(3, { replication: 1 })).toEqual([['note', expect.stringContaining('配置为 3 个副本，已有的主题不改')]])
    expect(told(3, {})).toEqual([])
  })

  test('says when a server is too new for our client', () => {
    const findings = unwell(judgeKafka(kafka({ produceFrom: 8 }), options))
    expect(findings).toEqual([['bad', expect.stringContaining('Produce 8 > 7') as string]])
  })
})

function unwell(findings: readonly Finding[]): [string, string][] {
  return findings.filter(({ verdict }) => verdict !== 'ok').map(({ verdict, words }) => [verdict, words])
}

function report(more: {
  status?: string
  version?: string
  fits?: boolean
  high?: string | null
  floodStage?: string | null
  free?: number
  indices?: ElasticsearchReport['aliases'][number]['indices']
  foreignTemplates?: readonly string[]
}): ElasticsearchReport {
  const {
    status = 'green',
    version = '9.5.3',
    fits = true,
    high = '90%',
    floodStage = '95%',
    free = 50 * gb,
    indices = [],
    foreignTemplates = []
  } = more
  return {
    cluster: 'c',
    status,
    clientVersion: '9.5.1',
    nodes: [{ name: 'n', version, fits, diskTotalBytes: 100 * gb, diskFreeBytes: free }],
    watermarks: { high, floodStage },
    aliases: [{ alias: 'w-a', version: 2, indices }],
    foreignTemplates
  }
}

function kafka(more: { mentions?: Partial<KafkaDescription['topics'][number]> | null; produceFrom?: number }): KafkaDescription {
  const { mentions = {}, produceFrom = 0 } = more
  const topics = Object.entries({ mentions: 12, assessed: 6, incidents: 6, 'dead-letters': 1 }).map(([name, partitions]) => ({
    name: `w.${name}`,
    partitions,
    replication: 3,
    underReplicated: 0,
    leaderless: 0
  }))
  return {
    clusterId: 'id',
    controller: 1,
    brokers: [1, 2, 3].map((id) => ({ id, address: `broker-${id}:9092` })),
    topics: topics.flatMap((topic) => (topic.name !== 'w.mentions' ? [topic] : mentions === null ? [] : [{ ...topic, ...mentions }])),
    missing: [],
    protocols: { Produce: { min: produceFrom, max: 13 }, Fetch: { min: 4, max: 18 } }
  }
}
