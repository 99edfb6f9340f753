/** A partition held without a break; a new object once there was one. */
export interface Hold {
  readonly partition: number
  /** Somebody else may have it: nothing of it may be committed any more. */
  lost: boolean
}

/**
 * Which partitions one member holds, and since when without a break. A partition is kept over a rebalance only by the same
 * member in the very next generation: in one between, it may have been another's.
 */
export class Holds {
  #memberId: string | null = null
  #generation = 0
  #held = new Map<number, Hold>()

  /** The group agreed on this. Returns the partitions that were not held without a break until now. */
  joined(memberId: string, generation: number, partitions: readonly number[]): readonly number[] {
    const unbroken = memberId === this.#memberId && generation - this.#generation <= 1
    const before = this.#held
    const kept = (partition: number): Hold | undefined => (unbroken ? before.get(partition) : undefined)
    this.#held = new Map(partitions.map((partition) => [partition, kept(partition) ?? { partition, lost: false }]))
    for (const [partition, hold] of before) hold.lost = this.#held.get(partition) !== hold
    this.#memberId = memberId
    this.#generation = generation
    return partitions.filter((partition) => !unbroken || !before.has(partition))
  }

  of(partition: number): Hold | undefined {
    return this.#held.get(partition)
  }

  partitions(): readonly number[] {
    return [...this.#held.keys()]
  }

  /** The member is gone for good. */
  dropAll(): void {
    for (const hold of this.#held.values()) hold.lost = true
    this.#held = new Map()
  }
}
