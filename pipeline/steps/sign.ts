const permutations = 64
export const mostTerms = 24

export interface Signature {
  readonly minhash: number[]
  readonly terms: string[]
  readonly shingles: number
}

/**
 * MinHash (64 permutations, unsigned 32 bit) over the distinct character 3-grams of Chinese characters and Latin letters;
 * digits and marks are left out, so that a changed toll or time does not hide a repost. Equal values at equal places
 * estimate the Jaccard similarity. `terms` are the words that name the happening.
 */
export function sign(plain: string, salient: readonly string[]): Signature {
  const { hashes, count } = distinctShingles(plain)
  // Permutation i of a shingle is first + i * step, from two independent hashes (Kirsch and Mitzenmacher): an addition each.
  const steps = new Int32Array(count)
  for (let at = 0; at < count; at++) {
    let mixed = Math.imul((hashes[at] as number) ^ 0x5bd1e995, 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    steps[at] = mixed | 1
  }
  const minhash = Array.from({ length: permutations }, () => 0)
  // Four at a time: most of the cost is reading and writing the arrays.
  for (let index = 0; index < permutations; index += 4) {
    let [a, b, c, d] = [0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff]
    for (let at = 0; at < count; at++) {
      const step = steps[at] as number
      const first = ((hashes[at] as number) + step) | 0
      const second = (first + step) | 0
      const third = (second + step) | 0
      const fourth = (third + step) | 0
      hashes[at] = fourth
      if (first < a) a = first
      if (second < b) b = second
      if (third < c) c = third
      if (fourth < d) d = fourth
    }
    minhash[index] = a >>> 0
    minhash[index + 1] = b >>> 0
    minhash[index + 2] = c >>> 0
    minhash[index + 3] = d >>> 0
  }
  return { minhash, terms: [...salient], shingles: count }
}

/** Hashes of the distinct 3-grams, packed at the front of `hashes`. */
function distinctShingles(plain: string): { hashes: Int32Array; count: number } {
  const hashes = new Int32Array(plain.length)
  const size = 1 << Math.ceil(Math.log2(Math.max(8, plain.length * 2)))
  const seen = new Int32Array(size)
  let count = 0
  let before = 0
  let last = 0
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at)
    if (!((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x61 && code <= 0x7a))) continue
    if (before !== 0) {
      let hash = Math.imul(Math.imul(before, 0x01000193) ^ last, 0x01000193) ^ code
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
      hash = (hash ^ (hash >>> 12)) | 0
      if (isNew(seen, hash === 0 ? 1 : hash)) hashes[count++] = hash
    }
    before = last
    last = code
  }
  return { hashes, count }
}

function isNew(seen: Int32Array, hash: number): boolean {
  const mask = seen.length - 1
  let slot = hash & mask
  for (;;) {
    const found = seen[slot]
    if (found === hash) return false
    if (found === 0) {
      seen[slot] = hash
      return true
    }
    slot = (slot + 1) & mask
  }
}
