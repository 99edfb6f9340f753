import type { Topic } from '../../core/records.ts'

/**
 * Partitions of each topic. `mentions` is worked on side by side; the others keep one order, because the grouper of a
 * single machine is one anyway. The numbers are part of the stored data: to change one, write a migration.
 */
export const partitionCounts = { mentions: 4, assessed: 1, incidents: 1, 'dead-letters': 1 } as const satisfies Record<Topic, number>

export interface Partition {
  readonly topic: Topic
  readonly partition: number
}

export function partitionsOf(topic: Topic): Partition[] {
  return Array.from({ length: partitionCounts[topic] }, (_, partition) => ({ topic, partition }))
}

export const allPartitions: readonly Partition[] = (Object.keys(partitionCounts) as Topic[]).flatMap(partitionsOf)

/** Records of one partition are one table, so that an append is an append to a B-tree and reading is a range. */
export function tableOf({ topic, partition }: Partition): string {
  return `log_${topic.replace('-', '_')}_${partition}`
}

export function slotOf({ topic, partition }: Partition): string {
  return `${topic}/${partition}`
}

/** FNV-1a over UTF-16 units: the same key always lands in the same partition. */
export function partitionOfKey(topic: Topic, key: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  return (hash >>> 0) % partitionCounts[topic]
}
