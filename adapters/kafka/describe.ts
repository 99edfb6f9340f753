import type { Access } from './cluster-access.ts'
import { Topic } from '../../core/records.ts'
import { topicName } from './options.ts'

export interface KafkaDescription {
  readonly clusterId: string
  readonly controller: number | null
  readonly brokers: readonly { readonly id: number; readonly address: string }[]
  readonly topics: readonly TopicDescription[]
  /** Topics of ours that nobody has made yet. */
  readonly missing: readonly string[]
  /** Protocol versions that the brokers speak, of the requests that matter here. */
  readonly protocols: Readonly<Record<string, { readonly min: number; readonly max: number }>>
}

export interface TopicDescription {
  readonly name: string
  readonly partitions: number
  readonly replication: number
  /** Partitions with a replica that is behind or away. */
  readonly underReplicated: number
  readonly leaderless: number
}

/** Numbers of Kafka's protocol: https://kafka.apache.org/protocol#protocol_api_keys */
const requests = { Produce: 0, Fetch: 1, ListOffsets: 2, Metadata: 3, OffsetCommit: 8, OffsetFetch: 9, JoinGroup: 11 }

/** What the cluster says of itself and of the prefix's topics. */
export async function describeKafka({ admin, cluster }: Access, prefix: string): Promise<KafkaDescription> {
  const about = await admin.describeCluster()
  const existing = new Set(await admin.listTopics())
  const names = Topic.options.map((topic) => topicName(prefix, topic))
  const found = names.filter((name) => existing.has(name))
  // Asked for none, kafkajs answers with all.
  const { topics } = found.length === 0 ? { topics: [] } : await admin.fetchTopicMetadata({ topics: found })
  await cluster.refreshMetadata()
  const broker = await cluster.findBroker({ nodeId: cluster.getNodeIds().map(String)[0] ?? '' })
  const versions = await broker.apiVersions()
  return {
    clusterId: about.clusterId,
    controller: about.controller,
    brokers: about.brokers.map(({ nodeId, host, port }) => ({ id: nodeId, address: `${host}:${port}` })),
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.length,
      replication: Math.max(0, ...partitions.map(({ replicas }) => replicas.length)),
      underReplicated: partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length,
      leaderless: partitions.filter(({ leader }) => leader < 0).length
    })),
    missing: names.filter((name) => !existing.has(name)),
    protocols: Object.fromEntries(
      Object.entries(requests).flatMap(([name, key]) => {
        const found = versions[key]
        return found === undefined ? [] : [[name, { min: found.minVersion, max: found.maxVersion }]]
      })
    )
  }
}
