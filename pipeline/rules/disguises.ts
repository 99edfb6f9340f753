import type { Disguises } from '../../core/lexicon.ts'
import { Automaton, isChinese } from './automaton.ts'
import { syllableOf } from './pinyin.ts'

/** A place where a term stands in disguise; offsets count in the normalised text. */
export interface DisguisedPlace {
  readonly term: number
  readonly start: number
  readonly end: number
  /** The written form could be a word of its own: another character stands in, nothing is split or spelled out. */
  readonly byHomophone: boolean
}

/** How a unit of the folded text came about. */
type Kind = 0 | 1 | 2
const asWritten: Kind = 0
const spelled: Kind = 1
const drawn: Kind = 2

const shortest = 2
const longest = 8
const shortestOfAnySound = 3
const firstSyllable = 0xe000
const longestRun = 24

/**
 * Finds rule terms written with other characters of the same sound (火宰), characters taken apart (弓虽拆), letters (火zai)
 * or emoji (🔥灾). Text and terms are folded to one symbol a sound and compared by one automaton; what differs must then be
 * allowed by the tables, and something must stand as the term writes it.
 */
export class DisguiseFinder {
  readonly #terms: readonly (readonly [number, string])[]
  readonly #automaton: Automaton
  readonly #symbols = new Uint16Array(0x10000)
  /** Parts of a split character, by their first unit. */
  readonly #splits = new Map<number, { readonly parts: string; readonly whole: number }[]>()
  readonly #isSplitStart = new Uint8Array(0x10000)
  readonly #emoji = new Map<number, number>()
  readonly #standIns: ReadonlyMap<string, string>
  readonly #everyday: ReadonlySet<string>
  readonly #syllables = new Map<string, number>()
  readonly #writer = new FoldWriter()

  /** @param terms numbers and words; those that are not of two to eight Chinese characters have no disguises */
  constructor(terms: readonly (readonly [number, string])[], tables: Disguises) {
    this.#terms = terms.filter(([, word]) => word.length >= shortest && word.length <= longest && isAllChinese(word))
    this.#standIns = new Map(Object.entries(tables.homophones))
    this.#everyday = new Set(tables.everyday)
    this.#numberSyllables()
    this.#foldStandIns(new Set(this.#terms.flatMap(([, word]) => Array.from(word))))
    for (const [whole, forms] of Object.entries(tables.splits)) for (const parts of forms) this.#addSplit(whole, parts)
    for (const [picture, character] of Object.entries(tables.emoji)) {
      this.#emoji.set(picture.codePointAt(0) ?? 0, character.charCodeAt(0))
    }
    this.#automaton = new Automaton(this.#terms.map(([, word]) => this.#folded(word)))
  }

  /** Calls back for every place that the tables allow; whether the words around it do is the segmenter's to say. */
  scan(text: string, onPlace: (place: DisguisedPlace) => void): void {
    const folded = this.#fold(text)
    this.#automaton.scan(folded.text, (index, from, to) => {
      const [term, word] = this.#terms[index] ?? [0, '']
      let homophones = 0
      let others = 0
      let exact = 0
      let isSpelled = false
      for (let at = from; at < to; at++) {
        const wanted = word.charCodeAt(at - from)
        const kind = folded.kinds[at]
        const written = folded.written[at] ?? 0
        if (kind === asWritten) {
          if (written === wanted) exact++
          else if (this.#isListed(written, wanted)) homophones++
          else if (word.length >= shortestOfAnySound && this.#isUnusual(written)) homophones++
          else return
        } else if (kind === spelled) {
          others++
          isSpelled = true
        } else if (written === wanted) others++
        else return
      }
      if (homophones + others === 0) return
      // Spelled or sounded out in full it could be anything: something must stand as it is, or be taken apart.
      if (exact === 0 && (homophones > 0 || isSpelled)) return
      if (homophones > (word.length >= 4 ? 2 : 1)) return
      onPlace({
        term,
        start: folded.starts[from] ?? 0,
        end: folded.ends[to - 1] ?? 0,
        byHomophone: others === 0
      })
    })
  }

  #isListed(written: number, wanted: number): boolean {
    return this.#standIns.get(String.fromCharCode(wanted))?.includes(String.fromCharCode(written)) ?? false
  }

  /** A known character of the same sound that few texts have: 拉横副, 路面集水. In a word of two it would be chance too often. */
  #isUnusual(written: number): boolean {
    const character = String.fromCharCode(written)
    return syllableOf.has(character) && !this.#everyday.has(character)
  }

  /** One symbol a sound; a character of unknown sound is its own symbol. */
  #numberSyllables(): void {
    for (let code = 0; code < 0x10000; code++) this.#symbols[code] = code
    for (const [character, syllable] of syllableOf) {
      let symbol = this.#syllables.get(syllable)
      if (symbol === undefined) {
        symbol = firstSyllable + this.#syllables.size
        this.#syllables.set(syllable, symbol)
      }
      this.#symbols[character.charCodeAt(0)] = symbol
    }
  }

  /** A character that only looks alike (菅 for 管) is folded as what it stands for, unless terms are written with it. */
  #foldStandIns(own: ReadonlySet<string>): void {
    for (const [character, standIns] of this.#standIns) {
      for (const other of standIns) {
        if (!own.has(other)) this.#symbols[other.charCodeAt(0)] = this.#symbols[character.charCodeAt(0)] ?? 0
      }
    }
  }

  #addSplit(whole: string, parts: string): void {
    const first = parts.charCodeAt(0)
    this.#isSplitStart[first] = 1
    const known = this.#splits.get(first) ?? []
    this.#splits.set(
      first,
      [...known, { parts, whole: whole.charCodeAt(0) }].sort((a, b) => b.parts.length - a.parts.length)
    )
  }

  #folded(word: string): string {
    return String.fromCharCode(...Array.from(word, (character) => this.#symbols[character.charCodeAt(0)] ?? 0))
  }

  #fold(text: string): Folded {
    const writer = this.#writer.begin(text.length)
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (this.#isSplitStart[code] === 1) {
        const split = this.#splits.get(code)?.find(({ parts }) => text.startsWith(parts, at))
        if (split !== undefined) {
          writer.add(this.#symbols[split.whole] ?? 0, drawn, split.whole, at, at + split.parts.length)
          at += split.parts.length - 1
          continue
        }
      }
      if (code >= 0x61 && code <= 0x7a) at = this.#foldLetters(text, at, writer)
      else if ((code >= 0xd800 && code <= 0xdbff) || (code >= 0x2600 && code <= 0x27ff)) at = this.#foldPicture(text, at, writer)
      else writer.add(this.#symbols[code] ?? 0, asWritten, code, at, at + 1)
    }
    return writer.done()
  }

  #foldPicture(text: string, at: number, writer: FoldWriter): number {
    const point = text.codePointAt(at) ?? 0
    const length = point > 0xffff ? 2 : 1
    const character = this.#emoji.get(point)
    if (character === undefined) writer.add(0, asWritten, 0, at, at + length)
    else writer.add(this.#symbols[character] ?? 0, drawn, character, at, at + length)
    return at + length - 1
  }

  /** Letters that touch Chinese characters and are syllables of pinyin: 火zai, 爆zha, fang火. */
  #foldLetters(text: string, at: number, writer: FoldWriter): number {
    let end = at + 1
    while (end < text.length && isLetter(text.charCodeAt(end))) end++
    const touches = isChinese(text.charCodeAt(at - 1)) || isChinese(text.charCodeAt(end))
    const syllables = touches && end - at <= longestRun ? this.#syllablesOf(text.slice(at, end)) : null
    if (syllables === null) writer.add(0, asWritten, 0, at, end)
    else {
      let from = at
      for (const syllable of syllables) {
        writer.add(this.#syllables.get(syllable) ?? 0, spelled, 0, from, from + syllable.length)
        from += syllable.length
      }
    }
    return end - 1
  }

  /** The run cut into syllables, the longest first; null where that leaves letters over. */
  #syllablesOf(run: string): string[] | null {
    const cut: string[] = []
    let from = 0
    while (from < run.length) {
      let length = Math.min(6, run.length - from)
      while (length > 0 && !this.#syllables.has(run.slice(from, from + length))) length--
      if (length === 0) return null
      cut.push(run.slice(from, from + length))
      from += length
    }
    // A single letter is an abbreviation, a name or a size, but hardly ever a syllable.
    return cut.some((syllable) => syllable.length === 1) ? null : cut
  }
}

interface Folded {
  readonly text: string
  readonly kinds: Uint8Array
  readonly written: Uint16Array
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Kept from text to text: making five arrays costs as much as filling them. */
class FoldWriter {
  #symbols = new Uint16Array(0)
  #kinds = new Uint8Array(0)
  #written = new Uint16Array(0)
  #starts = new Int32Array(0)
  #ends = new Int32Array(0)
  #length = 0

  begin(most: number): this {
    this.#length = 0
    if (most <= this.#symbols.length) return this
    this.#symbols = new Uint16Array(most)
    this.#kinds = new Uint8Array(most)
    this.#written = new Uint16Array(most)
    this.#starts = new Int32Array(most)
    this.#ends = new Int32Array(most)
    return this
  }

  add(symbol: number, kind: Kind, written: number, start: number, end: number): void {
    const at = this.#length++
    this.#symbols[at] = symbol
    this.#kinds[at] = kind
    this.#written[at] = written
    this.#starts[at] = start
    this.#ends[at] = end
  }

  done(): Folded {
    const text = Buffer.from(this.#symbols.buffer, 0, this.#length * 2).toString('utf16le')
    return { text, kinds: this.#kinds, written: this.#written, starts: this.#starts, ends: this.#ends }
  }
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

function isAllChinese(word: string): boolean {
  for (let at = 0; at < word.length; at++) if (!isChinese(word.charCodeAt(at))) return false
  return true
}
