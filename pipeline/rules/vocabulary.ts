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

/** Hits of any of the terms. A text has few terms and a list many, so the text's are gone through. */
export function hitsOf(terms: ReadonlySet<number>, hits: Hits): Hit[] {
  const found: Hit[] = []
  for (const [term, places] of hits) if (terms.has(term)) found.push(...places)
  return found
}

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
      const starts = new Uint8Array(plain.length + 1)
      for (const token of tokens) starts[token.offset] = 1
      starts[plain.length] = 1
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
        return starts[start] === 1 && starts[end] === 1
      }

      function isTorn(start: number, end: number): boolean {
        let from = start
        while (from > 0 && starts[from] === 0) from--
        let to = end
        while (starts[to] === 0) to++
        let pieces = 1
        let firstEnd = to
        let lastStart = from
        for (let at = from + 1; at < to; at++) {
          if (starts[at] === 0) continue
          if (pieces === 1) firstEnd = at
          lastStart = at
          pieces++
        }
        return veto.tears(plain.slice(from, to), { pieces, from: start - from, to: end - from, firstEnd: firstEnd - from, lastStart: lastStart - from })
      }
    }
  }
}
