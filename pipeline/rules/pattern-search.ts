import type { NumberedPattern } from './pattern-book.ts'
import type { Hit } from './vocabulary.ts'

/** Characters of a text that patterns look at: title, opening and what follows; a book is not read by pattern. */
const longestText = 10_000
/** What the patterns that are run on one text may cost together for each of its characters: the same text always gets as far. */
const mostCost = 300
const mostPlaces = 20

/** Patterns on one text: each is run at most once, when the first rule asks, and all of them within a fixed amount of work. */
export class PatternSearch {
  readonly #patterns: readonly NumberedPattern[]
  readonly #text: string
  readonly #literals: ReadonlySet<number>
  readonly #found = new Map<number, readonly Hit[]>()
  #cost = 0
  #skipped = 0

  constructor(patterns: readonly NumberedPattern[], plain: string, literals: ReadonlySet<number>) {
    this.#patterns = patterns
    this.#literals = literals
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

  /** Whether the words that the pattern cannot do without are there; it need not stand there for it. */
  mayFind(index: number): boolean {
    const pattern = this.#patterns[index]
    if (pattern === undefined) return false
    for (const group of pattern.literals) if (!hasAny(this.#literals, group)) return false
    return true
  }

  /** How many patterns were not run because the others had used up the work. */
  get skipped(): number {
    return this.#skipped
  }

  #search(index: number): readonly Hit[] {
    const pattern = this.#patterns[index]
    if (pattern === undefined || !this.mayFind(index)) return []
    if (this.#cost + pattern.cost > mostCost) {
      this.#skipped++
      return []
    }
    this.#cost += pattern.cost
    return pattern.find(this.#text, mostPlaces).map(({ start, end }) => ({ term: -1, start, end, whole: true }))
  }
}

function hasAny(literals: ReadonlySet<number>, group: readonly number[]): boolean {
  for (const literal of group) if (literals.has(literal)) return true
  return false
}
