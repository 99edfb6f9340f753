import type { Cluster } from 'kafkajs'
import type { Access } from './cluster-access.ts'
import { isLostMembership } from './errors.ts'

/** By partition. */
export type Offsets = ReadonlyMap<number, number>

async function partitionsOf(cluster: Cluster, topic: string): Promise<number[]> {
  await cluster.addTargetTopic(topic)
  await cluster.refreshMetadataIfNecessary()
  return cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId)
}

/** The oldest offsets that are kept, or the next that will be given. */
export async function edgeOffsets({ cluster }: Access, topic: string, edge: 'oldest' | 'next'): Promise<Offsets> {
  const partitions = (await partitionsOf(cluster, topic)).map((partition) => ({ partition }))
  const [found] = await cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning: edge === 'oldest' }])
  return new Map((found?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)]))
}

/** The next offsets that the group will handle; partitions of which it never committed are left out. */
export async function committedOffsets({ cluster, coordinators }: Access, topic: string, group: string): Promise<Offsets> {
  const partitions = await partitionsOf(cluster, topic)
  const coordinator = coordinators.get(group) ?? (await cluster.findGroupCoordinator({ groupId: group }))
  coordinators.set(group, coordinator)
  const { responses } = await coordinator.offsetFetch({
    groupId: group,
    // The type asks for offsets, which a question does not have.
    topics: [{ topic, partitions: partitions.map((partition) => ({ partition, offset: '' })) }]
  })
  const known = (responses[0]?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)] as const)
  return new Map(known.filter(([, offset]) => offset >= 0))
}

/** Records that the group has not committed. What was committed is asked first: so the answer is never too small. */
export async function lagOf(access: Access, topic: string, group: string): Promise<number> {
  const committed = await committedOffsets(access, topic, group)
  const next = await edgeOffsets(access, topic, 'next')
  const all = [...next.keys()].every((partition) => committed.has(partition))
  const oldest = all ? new Map<number, number>() : await edgeOffsets(access, topic, 'oldest')
  return [...next].reduce((sum, [partition, end]) => sum + Math.max(0, end - (committed.get(partition) ?? oldest.get(partition) ?? end)), 0)
}

/** Lets a group that never committed begin with what comes from now on. A group with members has its offsets already. */
export async function commitAtEnd(access: Access, topic: string, group: string): Promise<void> {
  const committed = await committedOffsets(access, topic, group)
  const fresh = [...(await edgeOffsets(access, topic, 'next'))].filter(([partition]) => !committed.has(partition))
  const coordinator = access.coordinators.get(group)
  if (fresh.length === 0 || coordinator === undefined) return
  const partitions = fresh.map(([partition, offset]) => ({ partition, offset: String(offset) }))
  try {
    await coordinator.offsetCommit({ groupId: group, groupGenerationId: -1, memberId: '', topics: [{ topic, partitions }] })
  } catch (error) {
    if (!isLostMembership(error)) throw error
  }
}
