import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Archives } from './archives.ts'

const run = promisify(execFile)
const tools = 'org.apache.kafka.tools'
const largestAnswerBytes = 1024 * 1024 * 1024

/** Kafka's own command-line tools on a cluster: a witness that shares no code with our client. Each call costs a start of Java, 1–2 s. */
export interface WitnessedCluster {
  readonly brokers: readonly string[]
  readonly archives: Archives
}

export interface WitnessedRecord {
  readonly partition: number
  readonly offset: number
  readonly key: string
  readonly value: string
}

export interface WitnessedOffset {
  readonly topic: string
  readonly partition: number
  /** Null when the group never committed here. */
  readonly committed: number | null
  readonly end: number
  readonly lag: number | null
  /** Of the member that holds the partition; null when none does. */
  readonly consumerId: string | null
}

/** Every record that the console consumer prints of a topic from its start, as it comes. Values must not hold line ends. */
export async function consumeAll(cluster: WitnessedCluster, topic: string, idleMs = 10_000): Promise<readonly WitnessedRecord[]> {
  const total = await recordCount(cluster, topic)
  if (total === 0) return []
  const properties = ['print.partition=true', 'print.offset=true', 'print.key=true'].flatMap((property) => ['--property', property])
  const until = ['--from-beginning', '--max-messages', String(total), '--timeout-ms', String(idleMs)]
  const printed = await tool(cluster, 'consumer.ConsoleConsumer', ['--topic', topic, ...until, ...properties])
  return lines(printed).map(recordOf)
}

/** Records of a topic by its offsets: end less begin, over all partitions. Exact where nothing is compacted or transactional. */
export async function recordCount(cluster: WitnessedCluster, topic: string): Promise<number> {
  const [begin, end] = await Promise.all([offsetSum(cluster, topic, 'earliest'), offsetSum(cluster, topic, 'latest')])
  return end - begin
}

/** What `kafka-consumer-groups --describe` says of a group. */
export async function describeGroup(cluster: WitnessedCluster, group: string): Promise<readonly WitnessedOffset[]> {
  const said = await tool(cluster, 'consumer.group.ConsumerGroupCommand', ['--describe', '--group', group])
  return lines(said)
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first === group)
    .map(([, topic = '', partition, committed, end, lag, consumerId]) => ({
      topic,
      partition: Number(partition),
      committed: numberOrNull(committed),
      end: Number(end),
      lag: numberOrNull(lag),
      consumerId: consumerId === '-' || consumerId === undefined ? null : consumerId
    }))
}

export async function createTopic(cluster: WitnessedCluster, topic: string, partitions: number): Promise<void> {
  await tool(cluster, 'TopicCommand', ['--create', '--topic', topic, '--partitions', String(partitions)])
}

export async function deleteTopic(cluster: WitnessedCluster, topic: string): Promise<void> {
  await tool(cluster, 'TopicCommand', ['--delete', '--topic', topic])
}

export async function listTopics(cluster: WitnessedCluster): Promise<readonly string[]> {
  return lines(await tool(cluster, 'TopicCommand', ['--list']))
}

/** What `kafka-topics --describe` prints of a topic: partitions, leader, replicas, those in sync. */
export function describeTopic(cluster: WitnessedCluster, topic: string): Promise<string> {
  return tool(cluster, 'TopicCommand', ['--describe', '--topic', topic])
}

/** Writes `key value` pairs through the console producer, acknowledged by every replica in sync. */
export async function produce(
  cluster: WitnessedCluster,
  topic: string,
  records: readonly { readonly key: string; readonly value: string }[]
): Promise<void> {
  const properties = ['parse.key=true', 'key.separator=\t'].flatMap((property) => ['--property', property])
  const input = records.map(({ key, value }) => `${key}\t${value}\n`).join('')
  await tool(cluster, 'ConsoleProducer', ['--topic', topic, '--request-required-acks', 'all', ...properties], input)
}

async function offsetSum(cluster: WitnessedCluster, topic: string, time: 'earliest' | 'latest'): Promise<number> {
  const said = await tool(cluster, 'GetOffsetShell', ['--topic', topic, '--time', time])
  return lines(said).reduce((sum, line) => sum + Number(line.split(':')[2]), 0)
}

/** What a tool prints on stdout. @throws an Error with what it said on stderr when it fails */
async function tool({ brokers, archives }: WitnessedCluster, name: string, args: readonly string[], input?: string): Promise<string> {
  const { java, classPath } = archives.kafka
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'
  const quick = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dfile.encoding=UTF-8', quiet]
  const all = [...quick, '-cp', classPath, `${tools}.${name}`, '--bootstrap-server', brokers.join(','), ...args]
  const running = run(java.command, all, { maxBuffer: largestAnswerBytes, encoding: 'utf8' })
  running.child.stdin?.end(input ?? '')
  return (await running).stdout
}

function recordOf(line: string): WitnessedRecord {
  const [partition = '', offset = '', key = '', ...value] = line.split('\t')
  return { partition: Number(partition.replace('Partition:', '')), offset: Number(offset.replace('Offset:', '')), key, value: value.join('\t') }
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === '-' ? null : Number(text)
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}
