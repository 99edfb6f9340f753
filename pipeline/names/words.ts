import type { Segmenter } from '../../core/ports.ts'
import { isBoundary } from '../rules/clauses.ts'

/** What is longer is no word, and looking for its ends would take its time again for every character. */
export const longestWord = 32
/** Windows up to this length are remembered; longer ones are rare, and their text would be kept alive by them. */
const longestRemembered = 12
const mostRemembered = 50_000

/** Flags of a place: whether it is known if a word may cross it, whether one may, whether a word begins, whether its window is cut. */
const known = 1
const crossed = 2
const begun = 4
const cut = 8

/** Cuts stretches into words and remembers the short ones: a city's texts consist of the same ones over and over. */
export class WordCutter {
  readonly segmenter: Segmenter
  /** One bit a character that a word begins with. */
  readonly #remembered = new Map<string, number>()

  constructor(segmenter: Segmenter) {
    this.segmenter = segmenter
  }

  /** Calls back with the beginning of every word but the first. */
  cut(stretch: string, onBegin: (offset: number) => void): void {
    if (stretch.length > longestRemembered) {
      for (const { offset } of this.segmenter.cut(stretch)) if (offset > 0) onBegin(offset)
      return
    }
    for (let rest = this.#beginsOf(stretch); rest !== 0; rest &= rest - 1) onBegin(31 - Math.clz32(rest & -rest))
  }

  #beginsOf(stretch: string): number {
    const remembered = this.#remembered.get(stretch)
    if (remembered !== undefined) return remembered
    let begins = 0
    for (const { offset } of this.segmenter.cut(stretch)) if (offset > 0) begins |= 1 << offset
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear()
    this.#remembered.set(stretch, begins)
    return begins
  }
}

/**
 * The segmenter's words of a text by their place. Only what is asked for is cut, and of that only the window around it: up to
 * where no word of the dictionary crosses. There the most likely cut of the whole is made of the most likely cuts of its parts.
 * Characters that are no part of any word are kept together, since the segmenter guesses unknown words from them.
 */
export class Words {
  readonly plain: string
  readonly #cutter: WordCutter
  readonly #flags: Uint8Array

  constructor(plain: string, cutter: WordCutter) {
    this.plain = plain
    this.#cutter = cutter
    this.#flags = new Uint8Array(plain.length + 1)
  }

  /** Where the word that the character belongs to begins. */
  startOf(at: number): number {
    let start = at
    while (at - start < longestWord && !this.begins(start)) start--
    return start
  }

  /** Where it ends, exclusive. */
  endOf(at: number): number {
    let end = at + 1
    while (end - at < longestWord && !this.begins(end)) end++
    return end
  }

  /** Whether a word begins here, or the text ends. */
  begins(at: number): boolean {
    if (((this.#flags[at] as number) & cut) === 0) {
      if (this.#isHard(at)) return true
      this.#cutAt(at)
    }
    return ((this.#flags[at] as number) & begun) !== 0
  }

  /** Whether no word of the dictionary crosses either end of the stretch: then it is whole words, whatever the cut of the rest. */
  isApart(start: number, end: number): boolean {
    return !this.#isCrossed(start) && !this.#isCrossed(end)
  }

  #cutAt(at: number): void {
    const flags = this.#flags
    let from = at
    while (!this.#isHard(from)) from--
    let to = at + 1
    while (!this.#isHard(to)) to++
    flags[from] = (flags[from] as number) | begun
    if (to - from > 1) {
      this.#cutter.cut(this.plain.slice(from, to), (offset) => {
        flags[from + offset] = (flags[from + offset] as number) | begun
      })
    }
    for (let place = from; place < to; place++) flags[place] = (flags[place] as number) | cut
  }

  /** Whether nothing joins the characters before and behind: neither a word of the dictionary nor the guess at an unknown one. */
  #isHard(at: number): boolean {
    const { plain } = this
    if (at <= 0 || at >= plain.length || isBoundary(plain.charCodeAt(at - 1)) || isBoundary(plain.charCodeAt(at))) return true
    return !this.#isCrossed(at) && (this.#isCrossed(at - 1) || this.#isCrossed(at + 1))
  }

  #isCrossed(at: number): boolean {
    if (at <= 0 || at >= this.plain.length) return false
    const flag = this.#flags[at] as number
    if ((flag & known) !== 0) return (flag & crossed) !== 0
    const answer = this.#cutter.segmenter.mayCross(this.plain, at)
    this.#flags[at] = flag | known | (answer ? crossed : 0)
    return answer
  }
}
