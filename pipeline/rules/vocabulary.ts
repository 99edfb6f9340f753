import type { Disguises } from '../../core/lexicon.ts'
import type { Segmenter } from '../../core/ports.ts'
import { tableOf } from '../names/character-table.ts'
import { WordCutter, Words } from '../names/words.ts'
import { plainTerm } from '../steps/normalise.ts'
import { Automaton } from './automaton.ts'
import { DisguiseFinder } from './disguises.ts'
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
  /** The words of the text. */
  readonly words: Words
  /** Places of the terms that count as words, whether they are or not. */
  strict(): readonly { readonly start: number; readonly end: number }[]
  /** Literals that stand in the document, as words or not. */
  readonly literals: ReadonlySet<number>
  /** Where a term stands in other characters than its own, and the term. */
  readonly disguised: readonly { readonly word: string; readonly start: number; readonly end: number }[]
  /** There was more to be found than is looked at. */
  readonly cut: boolean
  /** Hits of a list, in the order of their ends. */
  of(list: TermList): readonly Hit[]
}

const mostLists = 31
/** Of one term in one document: what says the same ten thousand times says no more, and everything behind this compares places. */
const mostOfOne = 50
const mostPlaces = 6000
const longestWord = 24

interface Found {
  readonly term: number
  readonly start: number
  readonly end: number
  readonly gaps: number
  readonly disguise: 'none' | 'homophone' | 'other'
}

/** Collects the terms of every list before the one automaton is built over all of them. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>()
  readonly #literals = new Set<number>()
  readonly #disguisable = new Map<number, string>()
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
    const plain = plainTerm(term)
    const known = this.#numbers.get(plain)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(plain, number)
    return number
  }

  /** The same, and it is seen through in other characters too (火宰, 弓虽拆). */
  addDisguisable(term: string): number {
    const number = this.add(term)
    this.#disguisable.set(number, plainTerm(term))
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

  /** Fixed from here on: terms added later are not found. Without tables of disguises there are none. */
  finder(segmenter: Segmenter, tables?: Disguises): (plain: string) => Findings {
    const bits = Int32Array.from({ length: this.#numbers.size }, (_, term) => this.#lists[term] ?? 0)
    const strict = Uint8Array.from({ length: this.#numbers.size }, (_, term) => (this.#strict.has(term) ? 1 : 0))
    const listCount = this.#listCount
    const automaton = new Automaton([...this.#numbers.keys()])
    const isLiteral = Uint8Array.from({ length: this.#numbers.size }, (_, term) => Number(this.#literals.has(term)))
    const counts = new Uint16Array(this.#numbers.size)
    const disguises = tables === undefined ? null : new DisguiseFinder([...this.#disguisable], tables)
    const words = [...this.#numbers.keys()]
    const veto = new WordVeto(segmenter)
    const cutter = new WordCutter(segmenter)
    const placesIn = (plain: string): { places: Found[]; literals: Set<number>; cut: boolean } => {
      const places: Found[] = []
      const literals = new Set<number>()
      let cut = false
      let added = false
      counts.fill(0)
      const put = (place: Found): void => {
        const count = (counts[place.term] ?? 0) + 1
        if (count > mostOfOne || places.length >= mostPlaces) cut = true
        else if (!splitsLetters(plain, place.start, place.end)) {
          counts[place.term] = count
          places.push(place)
        }
      }
      automaton.scan(plain, (term, start, end, gaps) => {
        if (isLiteral[term] === 1) literals.add(term)
        if (strict[term] === 1 || bits[term] !== 0) put({ term, start, end, gaps, disguise: 'none' })
      })
      disguises?.scan(plain, ({ term, start, end, byHomophone }) => {
        added = true
        put({ term, start, end, gaps: 0, disguise: byHomophone ? 'homophone' : 'other' })
      })
      if (added) places.sort((a, b) => a.end - b.end)
      return { places, literals, cut }
    }
    return function findTerms(plain) {
      const { places, literals, cut } = placesIn(plain)
      const textWords = new Words(plain, cutter)
      const disguised: { word: string; start: number; end: number }[] = []
      const hits = new Map<number, Hit[]>()
      const lists = Array.from({ length: listCount }, (): Hit[] => [])
      for (const { term, start, end, gaps, disguise } of places) {
        const vetoes = strict[term] === 1
        const whole = vetoes && gaps === 0 && isWhole(start, end)
        if (!whole && (gaps > 0 ? !isDisguise(plain, start, end) : vetoes && isTorn(start, end))) continue
        if (disguise !== 'none') {
          if (disguise === 'homophone' && veto.isWord(plain.slice(start, end))) continue
          disguised.push({ word: words[term] ?? '', start, end })
        }
        const hit = { term, start, end, whole }
        const found = hits.get(term)
        if (found === undefined) hits.set(term, [hit])
        else found.push(hit)
        for (let rest = bits[term] ?? 0; rest !== 0; rest &= rest - 1) lists[31 - Math.clz32(rest & -rest)]?.push(hit)
      }
      return {
        hits,
        words: textWords,
        strict: () => places.filter(({ term }) => strict[term] === 1),
        literals,
        disguised,
        cut,
        of: (list) => lists[list] ?? []
      }

      function isWhole(start: number, end: number): boolean {
        return textWords.isApart(start, end) || (textWords.begins(start) && textWords.begins(end))
      }

      function isTorn(start: number, end: number): boolean {
        let from = start
        while (!textWords.begins(from) && start - from < longestWord) from--
        let to = end
        while (!textWords.begins(to) && to - end < longestWord) to++
        // No word is so long: what the segmenter did not cut it did not understand.
        if (!textWords.begins(from) || !textWords.begins(to)) return false
        let pieces = 1
        let firstEnd = to
        let lastStart = from
        for (let at = from + 1; at < to; at++) {
          if (!textWords.begins(at)) continue
          if (pieces === 1) firstEnd = at
          lastStart = at
          pieces++
        }
        if (start === from + 1 && to === end && isClockAt(plain, from)) return false
        const torn = veto.tears(plain.slice(from, to), {
          pieces,
          from: start - from,
          to: end - from,
          firstEnd: firstEnd - from,
          lastStart: lastStart - from
        })
        return torn && !isRejoined(from, end, to, start === from && pieces === 2 && firstEnd === from + 1)
      }

      /** 西|青工|地 for 西青|工地: what the hit leaves of the last word makes one with the character behind, so that there are fewer words. */
      function isRejoined(from: number, end: number, to: number, mayBe: boolean): boolean {
        return mayBe && to - from === 3 && end === from + 2 && textWords.begins(to + 1) && veto.isWord(plain.slice(end, to + 1))
      }
    }
  }
}

const clocks = tableOf('点时分日号')
const numerals = tableOf('0123456789一二三四五六七八九十两半')

/** 1点|着火 and not 点着|火: behind a number the character ends a time. */
function isClockAt(plain: string, at: number): boolean {
  return clocks[plain.charCodeAt(at)] === 1 && numerals[plain.charCodeAt(at - 1)] === 1
}

/** Whether the place begins or ends inside a row of letters or of digits: zf is not in zfb, 110 not in 1100. */
function splitsLetters(plain: string, start: number, end: number): boolean {
  return isSameRow(plain.charCodeAt(start - 1), plain.charCodeAt(start)) || isSameRow(plain.charCodeAt(end - 1), plain.charCodeAt(end))
}

function isSameRow(a: number, b: number): boolean {
  return (a >= 0x61 && a <= 0x7a && b >= 0x61 && b <= 0x7a) || (a >= 0x30 && a <= 0x39 && b >= 0x30 && b <= 0x39)
}
