/**
 * Up to this size a body is handled sooner than another thread is asked for it. What is larger would hold the main thread up: it lies in memory that all
 * threads share, so that none of them needs a copy.
 */
export const smallBodyBytes = 128_000
const growBy = 262_144

/** Collects a body piece by piece, so that putting a large one together takes no moment of its own. */
export interface BodyBytes {
  readonly length: number
  add(piece: Uint8Array): void
  /** Everything so far. */
  whole(): Uint8Array
}

/** @param most bytes that it will be asked to hold */
export function collectBody(most: number): BodyBytes {
  const pieces: Uint8Array[] = []
  let shared: SharedArrayBuffer | null = null
  let length = 0
  const append = (to: SharedArrayBuffer, piece: Uint8Array): void => {
    if (length + piece.byteLength > to.byteLength) to.grow(Math.min(to.maxByteLength, Math.max(length + piece.byteLength, to.byteLength + growBy)))
    new Uint8Array(to, length, piece.byteLength).set(piece)
    length += piece.byteLength
  }
  return {
    get length() {
      return length
    },
    add(piece) {
      if (shared === null && length + piece.byteLength > smallBodyBytes) {
        shared = new SharedArrayBuffer(0, { maxByteLength: most })
        length = 0
        for (const before of pieces.splice(0)) append(shared, before)
      }
      if (shared !== null) return append(shared, piece)
      pieces.push(piece)
      length += piece.byteLength
    },
    whole: () => (shared === null ? Buffer.concat(pieces) : Buffer.from(shared, 0, length))
  }
}
