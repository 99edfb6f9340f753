const pairBits = 18
/** Words of one character cross nothing. */
const shortest = 2

/**
 * Tells where words of a dictionary may lie across a place of a text, without cutting the text: most places lie between two
 * characters that stand side by side in no word at all. Answers are on the safe side: a `true` may be wrong, a `false` never.
 */
export class CrossingWords {
  /** One bit a pair of characters that stand side by side in a word. */
  readonly #pairs = new Uint32Array(2 ** (pairBits - 5))
  /** Hashes of all beginnings of words, open addressing; 0 is an empty place. */
  #beginnings = new Int32Array(2 ** 12)
  /** 1 where the beginning is a word. */
  #isWord = new Uint8Array(2 ** 12)
  #used = 0
  #longest = 0

  constructor(words: Iterable<string>) {
    for (const word of words) this.add(word)
  }

  add(word: string): void {
    if (word.length < shortest) return
    if (word.length > this.#longest) this.#longest = word.length
    let hash = hashOf(0, word.charCodeAt(0))
    for (let at = 1; at < word.length; at++) {
      const pair = pairOf(word.charCodeAt(at - 1), word.charCodeAt(at))
      this.#pairs[pair >>> 5] = (this.#pairs[pair >>> 5] as number) | (1 << (pair & 31))
      hash = hashOf(hash, word.charCodeAt(at))
      this.#put(hash, at === word.length - 1)
    }
  }

  /** Whether a word may stand in the text that begins before the place and ends behind it. */
  at(text: string, place: number): boolean {
    const earliest = Math.max(0, place - this.#longest + 1)
    for (let start = place - 1; start >= earliest; start--) {
      // What stands side by side in no word joins nothing on its two sides.
      if (!this.#joins(text, start)) return false
      if (this.#reaches(text, start, place)) return true
    }
    return false
  }

  #joins(text: string, at: number): boolean {
    const pair = pairOf(text.charCodeAt(at), text.charCodeAt(at + 1))
    return ((this.#pairs[pair >>> 5] as number) & (1 << (pair & 31))) !== 0
  }

  #reaches(text: string, start: number, place: number): boolean {
    const latest = Math.min(text.length, start + this.#longest)
    let hash = hashOf(0, text.charCodeAt(start))
    for (let at = start + 1; at < latest; at++) {
      hash = hashOf(hash, text.charCodeAt(at))
      const slot = this.#slotOf(hash)
      if (this.#beginnings[slot] === 0) return false
      if (at >= place && this.#isWord[slot] === 1) return true
    }
    return false
  }

  #put(hash: number, isWord: boolean): void {
    if (this.#used * 2 > this.#beginnings.length) this.#grow()
    const slot = this.#slotOf(hash)
    if (this.#beginnings[slot] === 0) {
      this.#beginnings[slot] = hash
      this.#used++
    }
    if (isWord) this.#isWord[slot] = 1
  }

  #slotOf(hash: number): number {
    const mask = this.#beginnings.length - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    while (this.#beginnings[slot] !== 0 && this.#beginnings[slot] !== hash) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const [beginnings, isWord] = [this.#beginnings, this.#isWord]
    this.#beginnings = new Int32Array(beginnings.length * 2)
    this.#isWord = new Uint8Array(beginnings.length * 2)
    for (const [old, hash] of beginnings.entries()) {
      if (hash === 0) continue
      const slot = this.#slotOf(hash)
      this.#beginnings[slot] = hash
      this.#isWord[slot] = isWord[old] ?? 0
    }
  }
}

/** Two words of one hash are taken for one another, which is on the safe side; never 0. */
function hashOf(before: number, code: number): number {
  return Math.imul(before ^ code, 0x9e3779b1) ^ (before >>> 7) || 1
}

function pairOf(first: number, second: number): number {
  return Math.imul(first * 0x10000 + second, 0x9e3779b1) >>> (32 - pairBits)
}
