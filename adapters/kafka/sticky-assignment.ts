export interface Member {
  readonly id: string
  readonly topics: readonly string[]
  /** What it holds now, by topic. */
  readonly held: Readonly<Record<string, readonly number[]>>
}

/** By member and topic. */
export type Assignment = Map<string, Record<string, number[]>>

/**
 * Shares the partitions of every topic evenly among the members that want it, and leaves with each what it holds as far as
 * that is fair: who keeps a partition keeps what it remembers of it.
 */
export function stickyAssignment(members: readonly Member[], partitionsOf: (topic: string) => readonly number[]): Assignment {
  const sorted = [...members].sort((a, b) => (a.id < b.id ? -1 : 1))
  const assignment: Assignment = new Map(sorted.map(({ id }) => [id, {}]))
  for (const topic of new Set(sorted.flatMap(({ topics }) => topics))) {
    const shares = shareTopic(
      sorted.filter((member) => member.topics.includes(topic)),
      topic,
      partitionsOf(topic)
    )
    for (const [id, partitions] of shares) {
      const ofMember = assignment.get(id)
      if (ofMember !== undefined && partitions.length > 0) ofMember[topic] = partitions
    }
  }
  return assignment
}

function shareTopic(members: readonly Member[], topic: string, partitions: readonly number[]): Map<string, number[]> {
  const least = Math.floor(partitions.length / members.length)
  let oneMore = partitions.length % members.length
  const free = new Set(partitions)
  const shares = new Map<string, number[]>()
  // Those who hold most come first, so that the partitions left over by an even division stay where they are.
  const heldBy = (member: Member): number => member.held[topic]?.length ?? 0
  for (const member of [...members].sort((a, b) => heldBy(b) - heldBy(a))) {
    const kept = [...new Set(member.held[topic])].filter((partition) => free.has(partition))
    const quota = kept.length > least && oneMore > 0 ? least + 1 : least
    if (quota > least) oneMore -= 1
    shares.set(member.id, kept.slice(0, quota))
    for (const partition of kept.slice(0, quota)) free.delete(partition)
  }
  const waiting = [...free]
  for (const { id } of members) {
    const share = shares.get(id) ?? []
    while (share.length < least && waiting.length > 0) share.push(...waiting.splice(0, 1))
    if (share.length === least && oneMore > 0 && waiting.length > 0) {
      share.push(...waiting.splice(0, 1))
      oneMore -= 1
    }
    shares.set(
      id,
      share.sort((a, b) => a - b)
    )
  }
  return shares
}
