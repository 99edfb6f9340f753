import type { Features } from './features.ts'
import { bandsOf, hashOf } from './sketch.ts'

export interface CandidateSettings {
  /**
   * Rows of a MinHash band. Two find what is three tenths alike, and little else; one finds a tenth, and much else.
   */
  readonly bandRows: number
}

/**
 * Finds the few mentions worth comparing with: those that share a band of wording, a road or a building, or two of their
 * districts, names, figures and terms.
 */
export class Candidates {
  readonly #settings: CandidateSettings
  readonly #postings = new Map<number, Features[]>()
  readonly #keysOf = new Map<Features, readonly number[]>()

  readonly #longest: number

  constructor(settings: CandidateSettings) {
    this.#settings = settings
    this.#longest = settings.bandRows === 1 ? longestOfUnlike : longestOfAlike
  }

  get size(): number {
    return this.#keysOf.size
  }

  add(features: Features): void {
    const keys = [...this.#bandsOf(features), ...spotsOf(features), ...namesOf(features)]
    this.#keysOf.set(features, keys)
    for (const key of keys) {
      const list = this.#postings.get(key)
      if (list === undefined) this.#postings.set(key, [features])
      else {
        list.push(features)
        // A piece that stands everywhere tells nothing; the newest are enough.
        if (list.length > this.#longest) list.shift()
      }
    }
  }

  remove(features: Features): void {
    for (const key of this.#keysOf.get(features) ?? []) {
      const list = this.#postings.get(key)
      const at = list?.indexOf(features) ?? -1
      if (list === undefined || at < 0) continue
      if (list.length === 1) this.#postings.delete(key)
      else list.splice(at, 1)
    }
    this.#keysOf.delete(features)
  }

  /** Oldest added first, for those who make room. */
  *all(): Iterable<Features> {
    yield* this.#keysOf.keys()
  }

  /** By wording first, the most bands in common first; then, for who still asks, by what they name. */
  *near(features: Features): Iterable<Features> {
    const counts = new Map<Features, number>()
    this.#count(counts, this.#bandsOf(features), this.#settings.bandRows, mostVisited)
    const worded = mostOf(counts, features, none)
    yield* worded
    this.#count(counts, spotsOf(features), fewestCommon, mostVisited)
    this.#count(counts, namesOf(features), 1, mostNamed)
    yield* mostOf(counts, features, new Set(worded))
  }

  /** Rare pieces first: once they named enough, what stands everywhere adds nothing but time. */
  #count(counts: Map<Features, number>, keys: Iterable<number>, weight: number, most: number): void {
    const lists: Features[][] = []
    for (const key of keys) {
      const list = this.#postings.get(key)
      if (list !== undefined) lists.push(list)
    }
    lists.sort((a, b) => a.length - b.length)
    let visited = 0
    for (const list of lists) {
      if ((visited += list.length) > most) break
      for (const other of list) counts.set(other, (counts.get(other) ?? 0) + weight)
    }
  }

  #bandsOf({ sketch }: Features): number[] {
    return bandsOf(sketch, this.#settings.bandRows)
  }
}

/** Who share two rows are mostly alike, and a few of them name their incident. */
const longestOfAlike = 24
const longestOfUnlike = 400
const mostCandidates = 48
const mostVisited = 3000
const mostNamed = 400
const fewestCommon = 2

const none: ReadonlySet<Features> = new Set()

/** Those with enough in common, the most first; neither itself nor those that are known already. */
function mostOf(counts: ReadonlyMap<Features, number>, itself: Features, known: ReadonlySet<Features>): Features[] {
  const enough: [Features, number][] = []
  for (const entry of counts) if (entry[1] >= fewestCommon && entry[0] !== itself && !known.has(entry[0])) enough.push(entry)
  enough.sort(([a, n], [b, m]) => m - n || (a.id < b.id ? -1 : 1))
  return enough.slice(0, mostCandidates).map(([other]) => other)
}

function spotsOf({ spots }: Features): number[] {
  return [...spots].map((spot) => hashOf(spot))
}

function namesOf({ spots, organisations, figures, terms, districts, eventType }: Features): Set<number> {
  const keys = new Set<number>()
  for (const names of [organisations, figures, terms]) for (const name of names) if (!spots.has(name)) keys.add(hashOf(name))
  for (const district of districts) keys.add(hashOf(`${district}/${eventType ?? ''}`))
  return keys
}
