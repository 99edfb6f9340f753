import type { Segmenter, Token } from '../../core/ports.ts'
import { clausesAround } from '../rules/clauses.ts'

/** What is longer is no word, and looking for its ends would take its time again for every character. */
const longestWord = 32

/** The segmenter's words by their place. A clause that nothing was found in is cut when its words are first asked for. */
export class Words {
  readonly plain: string
  readonly #segmenter: Segmenter
  /** 1 where a word begins or a cut clause has ended. */
  readonly #begins: Uint8Array
  readonly #isCut: Uint8Array

  constructor(plain: string, tokens: readonly Token[], segmenter: Segmenter) {
    this.plain = plain
    this.#segmenter = segmenter
    this.#begins = new Uint8Array(plain.length + 1)
    this.#isCut = new Uint8Array(plain.length + 1)
    this.#note(tokens, 0)
  }

  /** Where the word that the character belongs to begins. */
  startOf(at: number): number {
    if (this.#isCut[at] === 0) this.#cutAt(at)
    let start = at
    while (start > 0 && at - start < longestWord && this.#begins[start] === 0) start--
    return start
  }

  /** Where it ends, exclusive. */
  endOf(at: number): number {
    if (this.#isCut[at] === 0) this.#cutAt(at)
    let end = at + 1
    while (end < this.plain.length && end - at < longestWord && this.#begins[end] === 0) end++
    return end
  }

  #cutAt(at: number): void {
    for (const { from, to } of clausesAround(this.plain, [{ start: at, end: at + 1 }])) {
      this.#note(this.#segmenter.cut(this.plain.slice(from, to)), from)
      this.#isCut.fill(1, from, to)
    }
  }

  /** Runs of words that touch are one stretch that is cut. */
  #note(tokens: readonly Token[], from: number): void {
    let runStart = 0
    let runEnd = 0
    for (const { word, offset } of tokens) {
      const start = from + offset
      if (start !== runEnd) {
        this.#isCut.fill(1, runStart, runEnd)
        this.#begins[runEnd] = 1
        runStart = start
      }
      this.#begins[start] = 1
      runEnd = start + word.length
    }
    this.#isCut.fill(1, runStart, runEnd)
    this.#begins[runEnd] = 1
  }
}
