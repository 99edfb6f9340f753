import type { Features } from './features.ts'
import { hashOf } from './sketch.ts'

/**
 * Finds the few mentions worth comparing with: those that share rare pieces of wording, places, names or terms. Keys are
 * the smallest of a text's pair hashes, which alike texts have in common, and hashes of its names.
 */
export class Candidates {
  readonly #postings = new Map<number, Features[]>()
  readonly #keysOf = new Map<Features, readonly number[]>()

  get size(): number {
    return this.#keysOf.size
  }

  add(features: Features): void {
    const keys = keysOf(features)
    this.#keysOf.set(features, keys)
    for (const key of keys) {
      const list = this.#postings.get(key)
      if (list === undefined) this.#postings.set(key, [features])
      else {
        list.push(features)
        // A piece that stands everywhere tells nothing; the newest are enough.
        if (list.length > longestPosting) list.shift()
      }
    }
  }

  remove(features: Features): void {
    for (const key of this.#keysOf.get(features) ?? []) {
      const left = (this.#postings.get(key) ?? []).filter((other) => other !== features)
      if (left.length === 0) this.#postings.delete(key)
      else this.#postings.set(key, left)
    }
    this.#keysOf.delete(features)
  }

  /** Oldest added first, for those who make room. */
  *all(): Iterable<Features> {
    yield* this.#keysOf.keys()
  }

  /** Most pieces in common first. */
  near(features: Features): Features[] {
    const counts = new Map<Features, number>()
    const lists = keysOf(features)
      .flatMap((key) => [this.#postings.get(key) ?? []])
      .sort((a, b) => a.length - b.length)
    let visited = 0
    for (const list of lists) {
      // Rare pieces first: once they named enough, what stands everywhere adds nothing but time.
      if ((visited += list.length) > mostVisited) break
      for (const other of list) counts.set(other, (counts.get(other) ?? 0) + 1)
    }
    counts.delete(features)
    const enough = [...counts].filter(([, count]) => count >= fewestCommon)
    if (enough.length > mostCandidates) enough.sort(([, a], [, b]) => b - a)
    return enough.slice(0, mostCandidates).map(([other]) => other)
  }
}

const wordingKeys = 64
const longestPosting = 400
const mostCandidates = 96
const mostVisited = 6000
const fewestCommon = 2

function keysOf(features: Features): number[] {
  const names = [...features.spots, ...features.organisations, ...features.figures, ...features.terms].map((name) => hashOf(name))
  const where = [...features.districts].map((district) => hashOf(`${district}/${features.eventType ?? ''}`))
  return [...features.sketch.grams.subarray(0, wordingKeys), ...new Set([...names, ...where])]
}
