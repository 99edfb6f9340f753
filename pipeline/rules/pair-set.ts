/**
 * Pairs of numbers, such as neighbouring characters, by a hash that may err on the side of having them. One bit a pair: what
 * asking costs is the memory that it touches.
 */
export class PairSet {
  readonly #bits: Int32Array
  readonly #shift: number

  /** @param size of the hash, in bits */
  constructor(size: number) {
    this.#bits = new Int32Array(2 ** (size - 5))
    this.#shift = 32 - size
  }

  add(first: number, second: number): void {
    const bit = this.#bitOf(first, second)
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] as number) | (1 << (bit & 31))
  }

  has(first: number, second: number): boolean {
    const bit = this.#bitOf(first, second)
    return ((this.#bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
  }

  #bitOf(first: number, second: number): number {
    return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> this.#shift
  }
}
