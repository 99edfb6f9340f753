/** Where a term stands in the text given to `scan`: `end` is exclusive. `gaps` counts separators that were skipped inside. */
export type OnHit = (term: number, start: number, end: number, gaps: number) => void

const beginningBits = 18

/**
 * All terms found in one pass (Aho–Corasick), with transitions in one hash table of integers. Blanks and ornaments between
 * two Chinese characters are stepped over, so that 火*灾 is found; the hit tells how many there were.
 */
export class Automaton {
  readonly #symbols = new Uint16Array(0x10000)
  readonly #terms: readonly string[]
  #mask = 0
  #keys = new Int32Array(0)
  #targets = new Int32Array(0)
  #fail = new Int32Array(0)
  /** Term that ends in the state, or -1; and the next state on the way of suffixes that ends a term, or 0. */
  #ends = new Int32Array(0)
  #more = new Int32Array(0)
  #stride = 1
  /** Where the terms that end in a state begin to be told: itself, or the first of its suffixes that ends one; 0: nowhere. */
  #told = new Int32Array(0)
  /** Transitions of the root, where most characters lead back to. */
  #root = new Int32Array(0)
  /** States up to this one are one character deep. */
  #shallow = 0
  /** One bit a hash of the first two characters of a term: most pairs of a text begin none, and need no look at the large table. */
  readonly #beginnings = new Uint32Array(2 ** (beginningBits - 5))

  constructor(terms: readonly string[]) {
    this.#terms = terms
    this.#build()
  }

  /** Calls back for every term that stands in the text, overlapping ones too. */
  scan(text: string, onHit: OnHit): void {
    const kept = new Int32Array(text.length)
    let count = 0
    let state = 0
    let last = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (state !== 0 && isOrnament(code) && isBetweenChinese(text, at)) continue
      kept[count++] = at
      const symbol = this.#symbols[code] as number
      state = state <= this.#shallow && !this.#begins(last, symbol) ? (this.#root[symbol] as number) : this.#step(state, symbol)
      last = symbol
      for (let end = this.#told[state] as number; end !== 0; end = this.#more[end] as number) {
        const term = this.#ends[end] ?? -1
        const length = this.#terms[term]?.length ?? 0
        const start = kept[count - length] ?? at
        onHit(term, start, at + 1, at + 1 - start - length)
      }
    }
  }

  /** False only where no term begins with the two. */
  #begins(first: number, second: number): boolean {
    const bit = Math.imul(first * this.#stride + second, 0x9e3779b1) >>> (32 - beginningBits)
    return ((this.#beginnings[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
  }

  #step(from: number, symbol: number): number {
    if (symbol === 0) return 0
    let state = from
    while (state !== 0) {
      const next = this.#next(state, symbol)
      if (next !== 0) return next
      state = this.#fail[state] ?? 0
    }
    return this.#root[symbol] ?? 0
  }

  #next(state: number, symbol: number): number {
    const key = state * this.#stride + symbol
    let slot = Math.imul(key, 0x9e3779b1) >>> this.#mask
    for (;;) {
      const found = this.#keys[slot]
      if (found === key) return this.#targets[slot] ?? 0
      if (found === 0) return 0
      slot = slot + 1 === this.#keys.length ? 0 : slot + 1
    }
  }

  #build(): void {
    let symbols = 0
    let units = 1
    for (const term of this.#terms) {
      units += term.length
      for (let at = 0; at < term.length; at++) {
        const code = term.charCodeAt(at)
        if (this.#symbols[code] === 0) this.#symbols[code] = ++symbols
      }
    }
    this.#stride = symbols + 1
    const bits = Math.max(4, Math.ceil(Math.log2(units * 2)))
    this.#mask = 32 - bits
    this.#keys = new Int32Array(2 ** bits)
    this.#targets = new Int32Array(2 ** bits)
    this.#fail = new Int32Array(units)
    this.#ends = new Int32Array(units).fill(-1)
    this.#more = new Int32Array(units)
    const states = this.#insertAll()
    this.#root = new Int32Array(this.#stride)
    for (const { state, parent, symbol } of states) if (parent === 0) this.#root[symbol] = state
    this.#link(states)
    this.#told = this.#ends.map((end, state) => (end === -1 ? (this.#more[state] ?? 0) : state))
    this.#told[0] = 0
    this.#noteBeginnings(states)
  }

  #noteBeginnings(states: readonly { state: number; parent: number; symbol: number }[]): void {
    const symbolOf = new Map(states.map(({ state, symbol }) => [state, symbol]))
    for (const { parent, symbol } of states) {
      if (parent === 0 || parent > this.#shallow) continue
      const first = symbolOf.get(parent) ?? 0
      const bit = Math.imul(first * this.#stride + symbol, 0x9e3779b1) >>> (32 - beginningBits)
      this.#beginnings[bit >>> 5] = (this.#beginnings[bit >>> 5] as number) | (1 << (bit & 31))
    }
  }

  /** The states in the order of their depth, each with its parent and symbol. */
  #insertAll(): { state: number; parent: number; symbol: number }[] {
    const made: { state: number; parent: number; symbol: number; depth: number }[] = []
    for (const term of this.#terms) {
      const symbol = this.#symbols[term.charCodeAt(0)] ?? 0
      if (term === '' || this.#next(0, symbol) !== 0) continue
      made.push({ state: made.length + 1, parent: 0, symbol, depth: 0 })
      this.#put(0, symbol, made.length)
    }
    this.#shallow = made.length
    for (const [index, term] of this.#terms.entries()) {
      let state = 0
      for (let at = 0; at < term.length; at++) {
        const symbol = this.#symbols[term.charCodeAt(at)] ?? 0
        let next = this.#next(state, symbol)
        if (next === 0) {
          next = made.length + 1
          made.push({ state: next, parent: state, symbol, depth: at })
          this.#put(state, symbol, next)
        }
        state = next
      }
      if (state !== 0) this.#ends[state] = index
    }
    return made.sort((a, b) => a.depth - b.depth)
  }

  #put(state: number, symbol: number, target: number): void {
    const key = state * this.#stride + symbol
    let slot = Math.imul(key, 0x9e3779b1) >>> this.#mask
    while (this.#keys[slot] !== 0) slot = slot + 1 === this.#keys.length ? 0 : slot + 1
    this.#keys[slot] = key
    this.#targets[slot] = target
  }

  #link(states: readonly { state: number; parent: number; symbol: number }[]): void {
    for (const { state, parent, symbol } of states) {
      const fail = parent === 0 ? 0 : this.#step(this.#fail[parent] ?? 0, symbol)
      this.#fail[state] = fail
      this.#more[state] = this.#ends[fail] === -1 ? (this.#more[fail] ?? 0) : fail
    }
  }
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
