import type { Pattern } from './pattern.ts'
import type { Hit } from './vocabulary.ts'

/** Characters of a text that patterns look at: title, opening and what follows; a book is not read by pattern. */
const longestText = 20_000
/** What patterns may cost in one text, in characters times program size: the same text always gets as far. */
const mostWork = 1_000_000
const mostPlaces = 20

/** Patterns on one text: each is run at most once, when the first rule asks, and all of them within a fixed amount of work. */
export class PatternSearch {
  readonly #patterns: readonly Pattern[]
  readonly #text: string
  readonly #found = new Map<number, readonly Hit[]>()
  #work = 0
  #skipped = 0

  constructor(patterns: readonly Pattern[], plain: string) {
    this.#patterns = patterns
    this.#text = plain.length > longestText ? plain.slice(0, longestText) : plain
  }

  /** Places of the pattern of that number, as hits of no term. */
  hitsOf(index: number): readonly Hit[] {
    const known = this.#found.get(index)
    if (known !== undefined) return known
    const hits = this.#search(index)
    this.#found.set(index, hits)
    return hits
  }

  /** How many patterns were not run because the others had used up the work. */
  get skipped(): number {
    return this.#skipped
  }

  #search(index: number): readonly Hit[] {
    const pattern = this.#patterns[index]
    if (pattern === undefined) return []
    const work = this.#text.length * pattern.cost
    if (this.#work + work > mostWork) {
      this.#skipped++
      return []
    }
    this.#work += work
    return pattern.find(this.#text, mostPlaces).map(({ start, end }) => ({ term: -1, start, end, whole: true }))
  }
}
