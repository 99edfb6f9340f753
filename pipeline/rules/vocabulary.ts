import type { Segmenter } from '../../core/ports.ts'
import { Automaton } from './automaton.ts'
import { isDisguise, WordVeto } from './word-veto.ts'

/** One place of a term in a document; offsets count in the normalised text. */
export interface Hit {
  readonly term: number
  readonly start: number
  readonly end: number
  /** Begins and ends where the segmenter's words do: 电影 on its own, not in 电影院. */
  readonly whole: boolean
}

/** Hits of a document by term. */
export type Hits = ReadonlyMap<number, readonly Hit[]>

/** Collects the terms of every list before the one automaton is built over all of them. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>()

  /** The term's number; the same words always get the same. */
  add(term: string): number {
    const plain = term.normalize('NFKC').toLowerCase()
    const known = this.#numbers.get(plain)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(plain, number)
    return number
  }

  addAll(terms: readonly string[]): number[] {
    return terms.map((term) => this.add(term))
  }

  /** Fixed from here on: terms added later are not found. */
  finder(segmenter: Segmenter): (plain: string) => { hits: Hits; words: readonly string[] } {
    const automaton = new Automaton([...this.#numbers.keys()])
    const veto = new WordVeto(segmenter)
    return function findTerms(plain) {
      const tokens = segmenter.cut(plain)
      // Index of the word that each character belongs to.
      const wordAt = new Uint32Array(plain.length + 1)
      for (const [index, token] of tokens.entries()) wordAt.fill(index, token.offset, token.offset + token.word.length)
      wordAt[plain.length] = tokens.length
      const hits = new Map<number, Hit[]>()
      automaton.scan(plain, (term, start, end, gaps) => {
        const whole = gaps === 0 && isWhole(start, end)
        if (!whole && (gaps > 0 ? !isDisguise(plain, start, end) : isTorn(start, end))) return
        const found = hits.get(term)
        if (found === undefined) hits.set(term, [{ term, start, end, whole }])
        else found.push({ term, start, end, whole })
      })
      return { hits, words: tokens.map((token) => token.word) }

      function isWhole(start: number, end: number): boolean {
        return wordAt[start] !== wordAt[start - 1] && wordAt[end] !== wordAt[end - 1]
      }

      function isTorn(start: number, end: number): boolean {
        const first = wordAt[start] ?? 0
        const last = wordAt[end - 1] ?? 0
        const from = tokens[first]?.offset ?? start
        const to = (tokens[last]?.offset ?? start) + (tokens[last]?.word.length ?? 0)
        const firstEnd = (tokens[first]?.word.length ?? 0)
        return veto.tears(plain.slice(from, to), last - first + 1, start - from, end - from, firstEnd, (tokens[last]?.offset ?? from) - from)
      }
    }
  }
}
