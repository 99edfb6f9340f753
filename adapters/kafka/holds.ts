/** A partition held without a break; a new object once there was one. */
export interface Hold {
  readonly partition: number
  /** Somebody else may have it: nothing of it may be committed any more. */
  lost: boolean
}

/**
 * Which partitions one member holds, and since when without a break. A partition is kept over a rebalance only by the same
 * member in the very next generation: when a join did not come to its end, a generation may have passed in which the
 * partition was another's.
 */
export class Holds {
  #memberId: string | null = null
  #joins = 0
  #held = new Map<number, Hold>()

  /** A join begins. Returns what is held now, for an assigner that likes to leave partitions where they are. */
  joining(): readonly number[] {
    this.#joins += 1
    return [...this.#held.keys()]
  }

  /** The join ended with this. Returns the partitions that were not held without a break until now. */
  joined(memberId: string, partitions: readonly number[]): readonly number[] {
    const unbroken = memberId === this.#memberId && this.#joins === 1
    const before = this.#held
    this.#held = new Map(partitions.map((partition) => [partition, (unbroken ? before.get(partition) : undefined) ?? { partition, lost: false }]))
    for (const [partition, hold] of before) hold.lost = this.#held.get(partition) !== hold
    this.#memberId = memberId
    this.#joins = 0
    return partitions.filter((partition) => !before.has(partition) || !unbroken)
  }

  of(partition: number): Hold | undefined {
    return this.#held.get(partition)
  }

  /** The member is gone for good. */
  dropAll(): void {
    for (const hold of this.#held.values()) hold.lost = true
    this.#held = new Map()
  }
}
