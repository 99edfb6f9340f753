import type { Features } from './features.ts'
import { isRare } from './link.ts'
import { waysOf } from './signs.ts'
import { bandsOf, hashOf } from './sketch.ts'

export interface CandidateSettings {
  /**
   * Rows of a MinHash band. Two find what is three tenths alike, and little else; one finds a tenth, and much else.
   */
  readonly bandRows: number
}

/** A mention that can be found; what it has in common with the one that is asked for is counted here. */
interface Entry {
  readonly features: Features
  readonly keys: readonly number[]
  common: number
}

/**
 * Finds the few mentions worth comparing with: those that share a band of wording, a road or a building, or two of their
 * districts, names, figures and terms.
 */
export class Candidates {
  readonly #settings: CandidateSettings
  /** Of most keys one mention: a list of its own for each would be half of what all of this takes. */
  readonly #postings = new Map<number, Entry | Entry[]>()
  readonly #entries = new Map<Features, Entry>()
  readonly #longest: number
  /** Who is looked for is mostly added next. */
  #asked: { readonly features: Features; readonly bands: readonly number[] } | null = null

  constructor(settings: CandidateSettings) {
    this.#settings = settings
    this.#longest = settings.bandRows === 1 ? longestOfUnlike : longestOfAlike
  }

  get size(): number {
    return this.#entries.size
  }

  add(features: Features): void {
    const keys = [...this.#bandsOf(features), ...foundBy(features), ...namesOf(features)]
    const entry: Entry = { features, keys, common: 0 }
    this.#entries.set(features, entry)
    for (const key of keys) {
      const found = this.#postings.get(key)
      if (found === undefined) this.#postings.set(key, entry)
      else if (!Array.isArray(found)) this.#postings.set(key, [found, entry])
      else {
        found.push(entry)
        // A piece that stands everywhere tells nothing; the newest are enough.
        if (found.length > this.#longest) found.shift()
      }
    }
  }

  remove(features: Features): void {
    const entry = this.#entries.get(features)
    if (entry === undefined) return
    for (const key of entry.keys) {
      const found = this.#postings.get(key)
      if (found === entry) this.#postings.delete(key)
      if (!Array.isArray(found)) continue
      const at = found.indexOf(entry)
      if (at < 0) continue
      if (found.length === 1) this.#postings.delete(key)
      else found.splice(at, 1)
    }
    this.#entries.delete(features)
  }

  /** Oldest added first, for those who make room. */
  *all(): Iterable<Features> {
    yield* this.#entries.keys()
  }

  /** By wording first, the most bands in common first; then, for who still asks, by what they name. */
  *near(features: Features): Iterable<Features> {
    const found: Entry[] = []
    this.#count(found, this.#bandsOf(features), this.#settings.bandRows, mostVisited)
    const worded = this.#mostOf(found, features, none)
    const counts = found.map(({ common }) => common)
    clear(found)
    yield* worded
    for (const [index, entry] of found.entries()) entry.common = counts[index] ?? 0
    this.#count(found, lookedForBy(features), fewestCommon, mostVisited)
    this.#count(found, namesOf(features), 1, mostNamed)
    const named = this.#mostOf(found, features, new Set(worded))
    clear(found)
    yield* named
  }

  /** Rare pieces first: once they named enough, what stands everywhere adds nothing but time. */
  #count(found: Entry[], keys: Iterable<number>, weight: number, most: number): void {
    const lists: (readonly Entry[])[] = []
    for (const key of keys) {
      const posted = this.#postings.get(key)
      if (posted !== undefined) lists.push(Array.isArray(posted) ? posted : [posted])
    }
    lists.sort((a, b) => a.length - b.length)
    let visited = 0
    for (const list of lists) {
      if ((visited += list.length) > most) break
      for (const entry of list) {
        if (entry.common === 0) found.push(entry)
        entry.common += weight
      }
    }
  }

  /** Those with enough in common, the most first; neither itself nor those that are known already. */
  #mostOf(found: readonly Entry[], itself: Features, known: ReadonlySet<Features>): Features[] {
    const enough = found.filter(({ common, features }) => common >= fewestCommon && features !== itself && !known.has(features))
    enough.sort((a, b) => b.common - a.common || (a.features.id < b.features.id ? -1 : 1))
    return enough.slice(0, mostCandidates).map(({ features }) => features)
  }

  #bandsOf(features: Features): readonly number[] {
    if (this.#asked?.features !== features) this.#asked = { features, bands: bandsOf(features.sketch, this.#settings.bandRows) }
    return this.#asked.bands
  }
}

/** Between two questions nobody has anything in common with anybody. */
function clear(found: readonly Entry[]): void {
  for (const entry of found) entry.common = 0
}

/** Who share two rows are mostly alike, and a few of them name their incident. */
const longestOfAlike = 24
const longestOfUnlike = 400
const mostCandidates = 48
const mostVisited = 3000
const mostNamed = 400
const fewestCommon = 2

const none: ReadonlySet<Features> = new Set()

/**
 * People name a spot shorter and longer: 滨河路 and 云港市滨河路. Such a pair meets where the one is found by the whole of its
 * name and the other looks for an end of its own, or the other way round; two that only end alike (人民医院) never meet.
 */
function foundBy(features: Features): number[] {
  const { spots } = features
  const keys = rareIn(features)
  for (const spot of spots) {
    keys.push(hashOf(spot))
    for (const end of endsOf(spot)) keys.push(hashOf(`…${end}`))
  }
  return keys
}

function lookedForBy(features: Features): Set<number> {
  const { spots } = features
  const keys = new Set(rareIn(features))
  for (const spot of spots) {
    keys.add(hashOf(spot)).add(hashOf(`…${spot}`))
    for (const end of endsOf(spot)) keys.add(hashOf(end))
  }
  return keys
}

/**
 * A district has an explosion once in years: 王串场爆炸 and 王串场炸了, which name no road, need nothing else in common to be
 * compared; nor do accidents of one line.
 */
function rareIn(features: Features): number[] {
  const keys = waysOf(features.signs).map(hashOf)
  if (features.spots.size === 0 && isRare(features))
    for (const district of features.districts) keys.push(hashOf(`!${district}/${features.eventType ?? ''}`))
  return keys
}

const shortestEnd = 3
const longestEnd = 8

function endsOf(spot: string): string[] {
  const ends: string[] = []
  for (let length = shortestEnd; length < spot.length && length <= longestEnd; length++) ends.push(spot.slice(-length))
  return ends
}

function namesOf({ spots, organisations, figures, terms, districts, eventType, signs }: Features): Set<number> {
  const keys = new Set<number>()
  for (const names of [organisations, figures, terms, signs.landmarks]) for (const name of names) if (!spots.has(name)) keys.add(hashOf(name))
  for (const district of districts) keys.add(hashOf(`${district}/${eventType ?? ''}`))
  return keys
}
