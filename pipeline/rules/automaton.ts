import { PairSet } from './pair-set.ts'
import { wordTree } from './word-tree.ts'

/** Where a term stands in the text given to `scan`: `end` is exclusive. `gaps` counts separators that were skipped inside. */
export type OnHit = (term: number, start: number, end: number, gaps: number) => void

const lastOrnament = 0xb7

/**
 * All terms found in one pass (Aho–Corasick). The states are the nodes of the terms' tree, level by level, the children of a
 * node side by side in the order of their codes: small arrays, since what a pass costs is the memory that it touches. Blanks
 * and ornaments between two Chinese characters are stepped over, so that 火*灾 is found; the hit tells how many there were.
 */
export class Automaton {
  /** By the first character's code: its state, or 0. */
  readonly #roots = new Uint16Array(0x10000)
  readonly #codes: Uint16Array
  /** Children of state n: from first[n] to first[n + 1]. */
  readonly #first: Int32Array
  readonly #fail: Int32Array
  /** Where the terms that end in a state begin to be told: itself, or the first of its suffixes that ends one; 0: nowhere. */
  readonly #told: Int32Array
  /** Of a state that ends a term: the next one on the way of suffixes that does, or 0. */
  readonly #more: Int32Array
  /** Term that ends in the state, or -1; and how long it is. */
  readonly #terms: Int32Array
  readonly #lengths: Uint16Array
  /** States up to this one are one character deep. */
  readonly #shallow: number
  /** States one character deep, with the characters that go on from them: most pairs of a text are none, and need no look at the tree. */
  readonly #beginnings = new PairSet(17)

  constructor(terms: readonly string[]) {
    const tree = wordTree(terms)
    const states = tree.codes.length
    this.#codes = tree.codes
    this.#first = tree.first
    this.#terms = tree.words
    this.#shallow = (tree.first[1] ?? 1) - 1
    this.#fail = new Int32Array(states)
    this.#told = new Int32Array(states)
    this.#more = new Int32Array(states)
    this.#lengths = new Uint16Array(states)
    for (let state = 1; state < states; state++) this.#link(state, tree.parents[state] as number)
  }

  /** Calls back for every term that stands in the text, overlapping ones too. */
  scan(text: string, onHit: OnHit): void {
    const roots = this.#roots
    const told = this.#told
    const shallow = this.#shallow
    let skipped: number[] | null = null
    let state = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code <= lastOrnament && state !== 0 && isOrnament(code) && isBetweenChinese(text, at)) {
        skipped ??= []
        skipped.push(at)
        continue
      }
      state = state <= shallow && !this.#beginnings.has(state, code) ? (roots[code] as number) : this.#step(state, code)
      for (let end = told[state] as number; end !== 0; end = this.#more[end] as number) {
        const length = this.#lengths[end] as number
        const start = skipped === null ? at + 1 - length : startOver(skipped, at + 1 - length)
        onHit(this.#terms[end] as number, start, at + 1, at + 1 - start - length)
      }
    }
  }

  #step(from: number, code: number): number {
    for (let state = from; state !== 0; state = this.#fail[state] as number) {
      if (state <= this.#shallow && !this.#beginnings.has(state, code)) break
      const next = this.#child(state, code)
      if (next !== 0) return next
    }
    return this.#roots[code] as number
  }

  #child(state: number, code: number): number {
    let low = this.#first[state] as number
    let high = this.#first[state + 1] as number
    while (low < high) {
      const middle = (low + high) >>> 1
      const found = this.#codes[middle] as number
      if (found === code) return middle
      if (found < code) low = middle + 1
      else high = middle
    }
    return 0
  }

  /** After all states that are less deep. */
  #link(state: number, parent: number): void {
    const code = this.#codes[state] as number
    if (parent === 0) this.#roots[code] = state
    else if (parent <= this.#shallow) this.#beginnings.add(parent, code)
    const fail = parent === 0 ? 0 : this.#step(this.#fail[parent] as number, code)
    this.#fail[state] = fail
    const more = this.#told[fail] as number
    this.#more[state] = more
    this.#told[state] = this.#terms[state] === -1 ? more : state
    this.#lengths[state] = (this.#lengths[parent] as number) + 1
  }
}

/** Where the term begins that would begin at `from` but for the separators stepped over since. */
function startOver(skipped: readonly number[], from: number): number {
  let start = from
  for (let last = skipped.length - 1; last >= 0 && (skipped[last] as number) >= start; last--) start--
  return start
}

/** What people put between the characters of a word to hide it; sentence marks are not among them. */
export function isOrnament(code: number): boolean {
  switch (code) {
    case 0x20:
    case 0x2a:
    case 0x2e:
    case 0x2d:
    case 0x5f:
    case 0xb7:
    case 0x2f:
    case 0x7c:
    case 0x7e:
    case 0x2b:
    case 0x5e:
    case 0x23:
      return true
    default:
      return false
  }
}

function isBetweenChinese(text: string, at: number): boolean {
  if (!isChinese(text.charCodeAt(at - 1)) && !isOrnament(text.charCodeAt(at - 1))) return false
  const next = text.charCodeAt(at + 1)
  return isChinese(next) || (isOrnament(next) && isChinese(text.charCodeAt(at + 2)))
}

export function isChinese(code: number): boolean {
  return code >= 0x4e00 && code <= 0x9fff
}
