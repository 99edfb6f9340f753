import { compilePattern, type Pattern } from './pattern.ts'
import { PatternSearch } from './pattern-search.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A pattern with the numbers that its literals have in the vocabulary. */
export interface NumberedPattern extends Pick<Pattern, 'cost' | 'find'> {
  readonly literals: readonly (readonly number[])[]
}

/** The patterns of all rules, each once, with the words that must be there before it is run. */
export class PatternBook {
  readonly #vocabulary: Vocabulary
  readonly #numbers = new Map<string, number>()
  readonly #patterns: NumberedPattern[] = []

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
  }

  /** The pattern's number; the same pattern always gets the same. */
  add(source: string): number {
    const known = this.#numbers.get(source)
    if (known !== undefined) return known
    const number = this.#patterns.length
    const pattern = compilePattern(source)
    this.#patterns.push({ ...pattern, literals: pattern.literals.map((group) => group.map((words) => this.#vocabulary.literal(words))) })
    this.#numbers.set(source, number)
    return number
  }

  literalsOf(number: number): NumberedPattern['literals'] {
    return this.#patterns[number]?.literals ?? []
  }

  /** The patterns on one text, in which these literals stand. */
  search(plain: string, literals: ReadonlySet<number>): PatternSearch {
    return new PatternSearch(this.#patterns, plain, literals)
  }
}
