import type { KafkaDescription, TopicDescription } from '../adapters/kafka/describe.ts'
import { inspectKafka, type KafkaInspection } from '../adapters/kafka/inspection.ts'
import { topicName, type KafkaOptions } from '../adapters/kafka/options.ts'
import { UnreachableError } from '../core/errors.ts'
import type { Logger } from '../core/ports.ts'
import { Topic } from '../core/records.ts'
import { bad, note, ok, type Finding } from './finding.ts'

/** Newest protocol versions that kafkajs 2.2.4 speaks, of the requests that matter. */
const newestOfOurs: Readonly<Record<string, number>> = {
  Produce: 7,
  Fetch: 11,
  ListOffsets: 3,
  Metadata: 6,
  OffsetCommit: 5,
  OffsetFetch: 4,
  JoinGroup: 5
}

const groups = [
  { topic: 'mentions', group: 'assess', words: '研判' },
  { topic: 'assessed', group: 'group', words: '归并' },
  { topic: 'incidents', group: 'alerting', words: '预警' }
] as const

const patienceMs = 15_000

/** What it would say stands in the findings. */
const silent: Logger = { info: () => {}, warn: () => {}, error: () => {} }

/** Brokers, our topics, and how far their groups are. @throws UnreachableError, AccessRefusedError */
export async function checkKafka(options: KafkaOptions): Promise<Finding[]> {
  const inspection = inspectKafka(options, { logger: silent })
  try {
    const cluster = await soon(inspection.describe(), options)
    return [...judgeKafka(cluster, options), ...(await checkGroups(inspection, cluster, options))]
  } finally {
    await inspection.close()
  }
}

/** kafkajs tries long where a server takes a connection and does not answer. */
async function soon<T>(work: Promise<T>, { brokers }: KafkaOptions): Promise<T> {
  const limit = Promise.withResolvers<never>()
  const late = new UnreachableError(`kafka ${brokers.join(', ')}: ${patienceMs / 1000} 秒内没有应答`)
  const timer = setTimeout(() => limit.reject(late), patienceMs)
  work.catch(() => {})
  try {
    return await Promise.race([work, limit.promise])
  } finally {
    clearTimeout(timer)
  }
}

type JudgedOptions = Pick<KafkaOptions, 'prefix' | 'partitions' | 'replication'>

export function judgeKafka(cluster: KafkaDescription, options: JudgedOptions): Finding[] {
  const addresses = cluster.brokers.map(({ address }) => address).join('、')
  return [
    ok('Kafka', `集群 ${cluster.clusterId}，${cluster.brokers.length} 个节点：${addresses}`),
    checkProtocols(cluster),
    ...Topic.options.map((topic) => checkTopic(topic, cluster, options))
  ]
}

function checkProtocols({ protocols }: KafkaDescription): Finding {
  const about = 'Kafka 协议'
  const tooNew = Object.entries(newestOfOurs).filter(([request, newest]) => (protocols[request]?.min ?? 0) > newest)
  if (tooNew.length === 0) return ok(about, '服务器与客户端 kafkajs 相配')
  return bad(
    about,
    `服务器太新，客户端 kafkajs 说不到：${tooNew.map(([request, newest]) => `${request} ${protocols[request]?.min} > ${newest}`).join('、')}`
  )
}

function checkTopic(topic: Topic, cluster: KafkaDescription, options: JudgedOptions): Finding {
  const name = topicName(options.prefix, topic)
  const about = `主题 ${name}`
  const found = cluster.topics.find((one) => one.name === name)
  if (found === undefined) return checkMissing(about, cluster.brokers.length, options.replication)
  const words = `${found.partitions} 个分区，${found.replication} 个副本`
  if (found.leaderless > 0) return bad(about, `${words}；${found.leaderless} 个分区没有主节点，读写不了`)
  const notes = notesOn(found, options.partitions[topic], options.replication, cluster.brokers.length)
  return notes.length === 0 ? ok(about, words) : note(about, [words, ...notes].join('；'))
}

function checkMissing(about: string, brokers: number, replication: KafkaOptions['replication']): Finding {
  if (replication === 'auto' || replication <= brokers) return note(about, '尚未建立；首次启动时建立')
  return bad(about, `建立不了：配置为 ${replication} 个副本，而只有 ${brokers} 个节点；启动会一直等`)
}

function notesOn(
  { partitions, replication, underReplicated }: TopicDescription,
  configured: number,
  wanted: KafkaOptions['replication'],
  brokers: number
): string[] {
  const notes: string[] = []
  if (underReplicated > 0) notes.push(`${underReplicated} 个分区缺副本`)
  if (partitions !== configured) notes.push(`配置为 ${configured} 个分区，已有的主题不改`)
  if (wanted !== 'auto' && replication !== wanted) notes.push(`配置为 ${wanted} 个副本，已有的主题不改`)
  if (wanted === 'auto' && replication < Math.min(3, brokers)) notes.push(`有 ${brokers} 个节点，副本可以更多`)
  return notes
}

async function checkGroups(inspection: KafkaInspection, { topics }: KafkaDescription, { prefix }: KafkaOptions): Promise<Finding[]> {
  const living = new Map((await inspection.livingGroups()).map(({ group, members }) => [group, members]))
  const findings: Finding[] = []
  for (const { topic, group, words } of groups) {
    if (!topics.some(({ name }) => name === topicName(prefix, topic))) continue
    const lag = await inspection.lag(topic, group)
    const members = living.get(`${prefix}.${group}`) ?? 0
    const about = `消费组 ${prefix}.${group}`
    const state = `${words}积压 ${lag} 条，${members} 个成员`
    findings.push(lag > 0 && members === 0 ? note(about, `${state}：没有进程在处理，或正由一个进程接手`) : ok(about, state))
  }
  return findings
}
