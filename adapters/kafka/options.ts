import type { Topic } from '../../core/records.ts'

export interface KafkaOptions {
  /** `host:port` of brokers to ask first; the others are learnt from them. */
  readonly brokers: readonly string[]
  /** Topics are named `prefix.topic`, groups `prefix.group`, so that several systems can share a cluster. */
  readonly prefix: string
  readonly clientId: string
  /** PEM texts; null: the connection is not encrypted. */
  readonly tls: { readonly ca: string | null; readonly cert: string | null; readonly key: string | null } | null
  readonly sasl: { readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; readonly username: string; readonly password: string } | null
  /** Used when a topic is made; a topic that exists keeps its own number. */
  readonly partitions: Readonly<Record<Topic, number>>
  /** `auto`: three, or as many as there are brokers. */
  readonly replication: number | 'auto'
  /** Of mentions, assessed and incidents; dead letters are kept for ever. */
  readonly retentionMs: number
  readonly compression: 'none' | 'gzip'
}

export function topicName(prefix: string, topic: Topic): string {
  return `${prefix}.${topic}`
}

export function groupName(prefix: string, group: string): string {
  return `${prefix}.${group}`
}
