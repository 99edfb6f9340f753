const permutations = 64
const seeds = Int32Array.from({ length: permutations }, (_, index) => Math.imul(index + 1, 0x9e3779b1) ^ 0x5bd1e995)
const factors = Int32Array.from({ length: permutations }, (_, index) => (Math.imul(index + 7, 0x85ebca6b) | 1) >>> 0)
const mostTerms = 24

export interface Signature {
  readonly minhash: number[]
  readonly terms: string[]
  readonly shingles: number
}

/**
 * MinHash (64 permutations, unsigned 32 bit) over the distinct character 3-grams of Chinese characters and Latin letters;
 * digits and marks are left out, so that a changed toll or time does not hide a repost. Equal shares of equal places
 * estimate the Jaccard similarity. `terms` are the words that name the happening.
 */
export function sign(plain: string, salient: readonly string[]): Signature {
  const letters = new Uint16Array(plain.length)
  let length = 0
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at)
    if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x61 && code <= 0x7a)) letters[length++] = code
  }
  const shingles = new Set<number>()
  for (let at = 0; at + 2 < length; at++) {
    const hash = Math.imul(Math.imul(letters[at] ?? 0, 0x01000193) ^ (letters[at + 1] ?? 0), 0x01000193) ^ (letters[at + 2] ?? 0)
    shingles.add(Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d))
  }
  const least = new Uint32Array(permutations).fill(0xffffffff)
  for (const shingle of shingles) {
    for (let index = 0; index < permutations; index++) {
      let mixed = Math.imul(shingle ^ (seeds[index] as number), factors[index] as number)
      mixed = (mixed ^ (mixed >>> 15)) >>> 0
      if (mixed < (least[index] as number)) least[index] = mixed
    }
  }
  return { minhash: [...least], terms: [...new Set(salient)].slice(0, mostTerms), shingles: shingles.size }
}
