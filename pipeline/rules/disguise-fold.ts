import type { Disguises } from '../../core/lexicon.ts'
import { isChinese } from './automaton.ts'
import { PairSet } from './pair-set.ts'
import { syllableOf } from './pinyin.ts'

/** How a unit of the folded text came about: as written, from letters, from parts or a picture. */
export const asWritten = 0
export const spelled = 1
export const drawn = 2
type Kind = typeof asWritten | typeof spelled | typeof drawn

/** A text in symbols of sound. The arrays are used again for the next text. */
export interface Folded {
  readonly text: string
  readonly kinds: Uint8Array
  /** The character as written or as drawn; 0 for letters. */
  readonly written: Uint16Array
  readonly starts: Int32Array
  readonly ends: Int32Array
}

const firstSyllable = 0xe000
const longestRun = 24
const longestSyllable = 6

/** Brings characters of one sound, taken apart, spelled out or drawn to one symbol. */
export class DisguiseFold {
  readonly #symbols = new Uint16Array(0x10000)
  readonly #syllables = new Map<string, number>()
  /** The first two letters of the syllables: most rows of letters are none. */
  readonly #openings = new Uint8Array(0x10000)
  /** Parts of split characters, by their first unit; and their first two units. */
  readonly #splits = new Map<number, { readonly parts: string; readonly whole: number }[]>()
  readonly #splitPairs = new PairSet(13)
  readonly #pictures = new Map<number, number>()
  readonly #writer = new FoldWriter()

  /** @param own characters that the terms are written with */
  constructor(own: ReadonlySet<string>, tables: Disguises) {
    this.#numberSyllables()
    this.#foldStandIns(own, tables.homophones)
    for (const [whole, forms] of Object.entries(tables.splits)) for (const parts of forms) this.#addSplit(whole, parts)
    for (const [picture, character] of Object.entries(tables.emoji)) this.#pictures.set(picture.codePointAt(0) ?? 0, character.charCodeAt(0))
  }

  folded(word: string): string {
    return String.fromCharCode(...Array.from(word, (character) => this.#symbols[character.charCodeAt(0)] ?? 0))
  }

  fold(text: string): Folded {
    const writer = this.#writer.begin(text.length)
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      const split = this.splitAt(text, at)
      if (split !== null) {
        writer.add(this.#symbols[split.whole] ?? 0, drawn, split.whole, at, at + split.parts.length)
        at += split.parts.length - 1
      } else if (isLetter(code)) at = this.#foldLetters(text, at, writer)
      else if (isPictureStart(code)) at = this.#foldPicture(text, at, writer)
      else writer.add(this.#symbols[code] ?? 0, asWritten, code, at, at + 1)
    }
    return writer.done()
  }

  /** The character whose parts stand here. */
  splitAt(text: string, at: number): { readonly parts: string; readonly whole: number } | null {
    if (!this.#splitPairs.has(text.charCodeAt(at), text.charCodeAt(at + 1))) return null
    return this.#splits.get(text.charCodeAt(at))?.find(({ parts }) => text.startsWith(parts, at)) ?? null
  }

  isSplitStart(code: number): boolean {
    return this.#splits.has(code)
  }

  /** The character that the picture stands for; undefined for all other pictures. */
  drawnBy(point: number): number | undefined {
    return this.#pictures.get(point)
  }

  /**
   * Letters that touch Chinese characters and are syllables of pinyin (火zai, bao炸), the longest first; null where they are not.
   * A single letter is an abbreviation, a name or a size, but hardly ever a syllable.
   */
  syllablesIn(text: string, start: number, end: number): string[] | null {
    if (end - start < 2 || this.#openings[openingAt(text, start)] === 0) return null
    if (end - start > longestRun || (!isChinese(text.charCodeAt(start - 1)) && !isChinese(text.charCodeAt(end)))) return null
    const run = text.slice(start, end)
    const cut: string[] = []
    for (let from = 0; from < run.length;) {
      let length = Math.min(longestSyllable, run.length - from)
      while (length > 1 && !this.#syllables.has(run.slice(from, from + length))) length--
      if (length === 1) return null
      cut.push(run.slice(from, from + length))
      from += length
    }
    return cut
  }

  /** One symbol a sound; a character of unknown sound is its own symbol. */
  #numberSyllables(): void {
    for (let code = 0; code < 0x10000; code++) this.#symbols[code] = code
    for (const [character, syllable] of syllableOf) {
      let symbol = this.#syllables.get(syllable)
      if (symbol === undefined) {
        symbol = firstSyllable + this.#syllables.size
        this.#syllables.set(syllable, symbol)
        if (syllable.length > 1) this.#openings[openingAt(syllable, 0)] = 1
      }
      this.#symbols[character.charCodeAt(0)] = symbol
    }
  }

  /** A character that only looks alike (菅 for 管) is folded as what it stands for, unless terms are written with it. */
  #foldStandIns(own: ReadonlySet<string>, homophones: Disguises['homophones']): void {
    for (const [character, standIns] of Object.entries(homophones)) {
      for (const other of standIns) {
        if (!own.has(other)) this.#symbols[other.charCodeAt(0)] = this.#symbols[character.charCodeAt(0)] ?? 0
      }
    }
  }

  #addSplit(whole: string, parts: string): void {
    const first = parts.charCodeAt(0)
    this.#splitPairs.add(first, parts.charCodeAt(1))
    const known = [...(this.#splits.get(first) ?? []), { parts, whole: whole.charCodeAt(0) }]
    this.#splits.set(
      first,
      known.sort((a, b) => b.parts.length - a.parts.length)
    )
  }

  #foldPicture(text: string, at: number, writer: FoldWriter): number {
    const point = text.codePointAt(at) ?? 0
    const length = point > 0xffff ? 2 : 1
    const character = this.drawnBy(point)
    if (character === undefined) writer.add(0, asWritten, 0, at, at + length)
    else writer.add(this.#symbols[character] ?? 0, drawn, character, at, at + length)
    return at + length - 1
  }

  #foldLetters(text: string, at: number, writer: FoldWriter): number {
    const end = runEnd(text, at)
    const syllables = this.syllablesIn(text, at, end)
    if (syllables === null) writer.add(0, asWritten, 0, at, end)
    let from = at
    for (const syllable of syllables ?? []) {
      writer.add(this.#syllables.get(syllable) ?? 0, spelled, 0, from, from + syllable.length)
      from += syllable.length
    }
    return end - 1
  }
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

function openingAt(letters: string, at: number): number {
  return ((letters.charCodeAt(at) & 0xff) << 8) | (letters.charCodeAt(at + 1) & 0xff)
}

export function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

export function isPictureStart(code: number): boolean {
  return (code >= 0xd800 && code <= 0xdbff) || (code >= 0x2600 && code <= 0x27ff)
}

/** Where a row of letters that begins here ends. */
export function runEnd(text: string, at: number): number {
  let end = at + 1
  while (end < text.length && isLetter(text.charCodeAt(end))) end++
  return end
}
