const mostInTable = 4

/**
 * Words and what is known of each, asked for by their place in a text: nothing is cut out of the text for the question. Those of
 * up to four characters, which nearly all are, stand in one table of integers.
 */
export class WordTable<Value> {
  readonly #values: readonly Value[]
  /** A word of up to four characters in two cells a slot; 0 where there is none. */
  readonly #keys: Int32Array
  /** By slot, where its value stands. */
  readonly #valueAt: Uint8Array
  readonly #mask: number
  readonly #long: ReadonlyMap<string, Value>

  /** @param entries with at most 255 different values */
  constructor(entries: ReadonlyMap<string, Value>) {
    this.#values = [...new Set(entries.values())]
    this.#mask = 2 ** Math.ceil(Math.log2(entries.size * 2 + 2)) - 1
    this.#keys = new Int32Array((this.#mask + 1) * 2)
    this.#valueAt = new Uint8Array(this.#mask + 1)
    const long = new Map<string, Value>()
    for (const [word, value] of entries) {
      if (word.length > mostInTable) long.set(word, value)
      else if (word !== '') this.#put(word, this.#values.indexOf(value))
    }
    this.#long = long
  }

  /** Undefined where the table has no such word; `end` is exclusive and behind `start`. */
  of(text: string, start: number, end: number): Value | undefined {
    const length = end - start
    if (length > mostInTable) return this.#long.get(text.slice(start, end))
    const first = length > 1 ? pairAt(text, start) : text.charCodeAt(start)
    const second = length > 3 ? pairAt(text, start + 2) : length > 2 ? text.charCodeAt(start + 2) : 0
    const slot = this.#slotOf(first, second)
    return this.#keys[slot * 2] === 0 ? undefined : this.#values[this.#valueAt[slot] as number]
  }

  #put(word: string, value: number): void {
    const first = word.length > 1 ? pairAt(word, 0) : word.charCodeAt(0)
    const second = word.length > 3 ? pairAt(word, 2) : word.length > 2 ? word.charCodeAt(2) : 0
    const slot = this.#slotOf(first, second)
    this.#keys[slot * 2] = first
    this.#keys[slot * 2 + 1] = second
    this.#valueAt[slot] = value
  }

  /** Where the word stands, or the empty slot where it would. */
  #slotOf(first: number, second: number): number {
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)
    hash ^= hash >>> 15
    let slot = hash & this.#mask
    while (this.#keys[slot * 2] !== 0 && (this.#keys[slot * 2] !== first || this.#keys[slot * 2 + 1] !== second)) slot = (slot + 1) & this.#mask
    return slot
  }
}

function pairAt(text: string, at: number): number {
  return text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16)
}
