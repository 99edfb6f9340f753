import type { Admin, ITopicConfig, ITopicMetadata } from 'kafkajs'
import { UnreachableError } from '../../core/errors.ts'
import type { Logger } from '../../core/ports.ts'
import { Topic } from '../../core/records.ts'
import { topicName, type KafkaOptions } from './options.ts'

/** A page with everything about it, well above any mention. */
const maxMessageBytes = 8 * 1024 * 1024
const appearsWithinMs = 15_000
const lookEveryMs = 100

/**
 * Makes the topics that are missing; several processes may do so at once. A topic that exists is left as it is, also when the
 * configured number of partitions differs: more partitions would move keys, and two consumers could then work on one key.
 */
export async function ensureTopics(admin: Admin, options: KafkaOptions, logger: Logger): Promise<void> {
  const existing = new Set(await admin.listTopics())
  const missing = Topic.options.filter((topic) => !existing.has(topicName(options.prefix, topic)))
  const { brokers } = await admin.describeCluster()
  if (missing.length > 0 && options.replication !== 'auto' && options.replication > brokers.length) {
    const wanted = `配置的主题要 ${options.replication} 个副本，而只有 ${brokers.length} 个节点`
    throw new UnreachableError(`kafka ${options.brokers.join(', ')}: ${wanted}`)
  }
  // One by one: with several, kafkajs tells "exists already" apart only when all of them do.
  for (const topic of missing) await admin.createTopics({ waitForLeaders: false, topics: [configOf(topic, options, brokers.length)] })
  for (const { name, partitions } of await whenLed(admin, options)) {
    const topic = Topic.options.find((one) => topicName(options.prefix, one) === name)
    const wanted = topic === undefined ? partitions.length : options.partitions[topic]
    if (partitions.length !== wanted) {
      logger.warn(
        { topic: name, partitions: partitions.length, configured: wanted },
        'topic keeps its number of partitions; to change it, drain the topic, stop every process, and alter or delete the topic'
      )
    }
  }
}

function configOf(topic: Topic, options: KafkaOptions, brokers: number): ITopicConfig {
  const replicationFactor = options.replication === 'auto' ? Math.min(3, brokers) : options.replication
  const entries = {
    'cleanup.policy': 'delete',
    // By the brokers' clocks: a crawler whose own is wrong must not have its records refused or deleted early.
    'message.timestamp.type': 'LogAppendTime',
    'retention.ms': topic === 'dead-letters' ? '-1' : String(options.retentionMs),
    'max.message.bytes': String(maxMessageBytes),
    'min.insync.replicas': replicationFactor >= 3 ? '2' : '1'
  }
  return {
    topic: topicName(options.prefix, topic),
    numPartitions: options.partitions[topic],
    replicationFactor,
    configEntries: Object.entries(entries).map(([name, value]) => ({ name, value }))
  }
}

/** A new topic is known to a broker some time after it was made, and led some time after that. */
async function whenLed(admin: Admin, options: KafkaOptions): Promise<ITopicMetadata[]> {
  const names = Topic.options.map((topic) => topicName(options.prefix, topic))
  const until = performance.now() + appearsWithinMs
  for (;;) {
    const topics = await admin.fetchTopicMetadata({ topics: names }).then(
      (found) => found.topics,
      (error: unknown) => {
        if (performance.now() > until) throw error
        return []
      }
    )
    const led = topics.filter(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0))
    if (led.length === names.length) return led
    if (performance.now() > until) {
      const waiting = names.filter((name) => !led.some((topic) => topic.name === name))
      throw new UnreachableError(`kafka ${options.brokers.join(', ')}: no broker leads every partition of ${waiting.join(', ')}`)
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

/** Deletes topics and groups of the prefix, with all that is in them. Groups that somebody is in stay. */
export async function deleteTopics(admin: Admin, prefix: string): Promise<void> {
  const own = (name: string): boolean => name.startsWith(`${prefix}.`)
  const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter(own)
  if (groups.length > 0) await admin.deleteGroups(groups).catch(() => {})
  const topics = (await admin.listTopics()).filter(own)
  if (topics.length > 0) await admin.deleteTopics({ topics })
}
