import type { Segmenter, Token } from '../../core/ports.ts'
import { Automaton } from './automaton.ts'
import { clausesAround } from './clauses.ts'
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

/** A list of terms that is asked for as a whole: words of a drill, names of places. */
export type TermList = number & { readonly brand: unique symbol }

/** What was found in a document. */
export interface Findings {
  readonly hits: Hits
  /** Words of the clauses that anything was found in. */
  readonly tokens: readonly Token[]
  /** Literals that stand in the document, as words or not. */
  readonly literals: ReadonlySet<number>
  /** Hits of a list, in the order of their ends. */
  of(list: TermList): readonly Hit[]
}

const mostLists = 31

/** Collects the terms of every list before the one automaton is built over all of them. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>()
  readonly #literals = new Set<number>()
  /** One bit a list, by term. */
  readonly #lists: number[] = []
  /** Terms that count only where the segmenter's words allow it. */
  readonly #strict = new Set<number>()
  #listCount = 0

  /** The term's number; the same words always get the same. */
  add(term: string): number {
    const number = this.#numberOf(term)
    this.#strict.add(number)
    return number
  }

  /** Characters whose mere presence is asked for: found in the middle of words too, and no reason to cut words around them. */
  literal(characters: string): number {
    const number = this.#numberOf(characters)
    this.#literals.add(number)
    return number
  }

  #numberOf(term: string): number {
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

  /** Terms that are asked for together; at most 31 lists. */
  list(terms: readonly string[]): TermList {
    return this.#listOf(this.addAll(terms))
  }

  /**
   * A list whose terms stand for themselves wherever their characters do: ends of names, emoticons, words that no other word
   * hides. They are never `whole`, and no text is cut into words for their sake, which is what costs most.
   */
  looseList(terms: readonly string[]): TermList {
    return this.#listOf(terms.map((term) => this.#numberOf(term)))
  }

  #listOf(terms: readonly number[]): TermList {
    const list = this.#listCount++
    if (list >= mostLists) throw new RangeError('too many lists for one integer of bits')
    for (const term of terms) this.#lists[term] = (this.#lists[term] ?? 0) | (1 << list)
    return list as TermList
  }

  /** Fixed from here on: terms added later are not found. */
  finder(segmenter: Segmenter): (plain: string) => Findings {
    const bits = Int32Array.from({ length: this.#numbers.size }, (_, term) => this.#lists[term] ?? 0)
    const strict = Uint8Array.from({ length: this.#numbers.size }, (_, term) => (this.#strict.has(term) ? 1 : 0))
    const listCount = this.#listCount
    const automaton = new Automaton([...this.#numbers.keys()])
    const isLiteral = Uint8Array.from({ length: this.#numbers.size }, (_, term) => Number(this.#literals.has(term)))
    const veto = new WordVeto(segmenter)
    const cutAround = (plain: string, places: readonly { start: number; end: number }[]): { tokens: Token[]; starts: Uint8Array } => {
      const tokens: Token[] = []
      const starts = new Uint8Array(plain.length + 1)
      for (const { from, to } of clausesAround(plain, places)) {
        for (const { word, offset } of segmenter.cut(plain.slice(from, to))) {
          tokens.push({ word, offset: from + offset })
          starts[from + offset] = 1
        }
        starts[to] = 1
      }
      return { tokens, starts }
    }
    return function findTerms(plain) {
      const places: { term: number; start: number; end: number; gaps: number }[] = []
      const literals = new Set<number>()
      automaton.scan(plain, (term, start, end, gaps) => {
        if (isLiteral[term] === 1) literals.add(term)
        if (strict[term] === 1 || bits[term] !== 0) places.push({ term, start, end, gaps })
      })
      const { tokens, starts } = cutAround(
        plain,
        places.filter(({ term }) => strict[term] === 1)
      )
      const hits = new Map<number, Hit[]>()
      const lists = Array.from({ length: listCount }, (): Hit[] => [])
      for (const { term, start, end, gaps } of places) {
        const vetoes = strict[term] === 1
        const whole = vetoes && gaps === 0 && isWhole(start, end)
        if (!whole && (gaps > 0 ? !isDisguise(plain, start, end) : vetoes && isTorn(start, end))) continue
        const hit = { term, start, end, whole }
        const found = hits.get(term)
        if (found === undefined) hits.set(term, [hit])
        else found.push(hit)
        for (let rest = bits[term] ?? 0; rest !== 0; rest &= rest - 1) lists[31 - Math.clz32(rest & -rest)]?.push(hit)
      }
      return { hits, tokens, literals, of: (list) => lists[list] ?? [] }

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
        return veto.tears(plain.slice(from, to), {
          pieces,
          from: start - from,
          to: end - from,
          firstEnd: firstEnd - from,
          lastStart: lastStart - from
        })
      }
    }
  }
}
