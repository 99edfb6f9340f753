import { normalise } from '../steps/normalise.ts'

/** The smallest hashes of a text's character pairs: enough to tell how alike two texts are without keeping them. */
export interface Sketch {
  /** Ascending; all of them when the text has no more than `kept`. */
  readonly grams: Uint32Array
  /** Distinct pairs of the whole text. */
  readonly size: number
}

const kept = 384
/** Nobody reads beyond this to tell one story from another, and a 10 MB page must not hold up the line. */
const longest = 4000

export const emptySketch: Sketch = { grams: new Uint32Array(), size: 0 }

export function sketchOf(title: string | null, text: string | null): Sketch {
  const letters = lettersOf(title, text)
  const all = new Uint32Array(Math.max(0, letters.length - 1))
  for (let at = 0; at < all.length; at++) all[at] = pairHash(letters[at] as number, letters[at + 1] as number)
  all.sort()
  let size = 0
  for (let at = 0; at < all.length; at++) if (at === 0 || all[at] !== all[at - 1]) all[size++] = all[at] as number
  return { grams: all.slice(0, Math.min(size, kept)), size }
}

/** What is left without addresses, forwarding marks, [emoticons], blanks and punctuation. */
function lettersOf(title: string | null, text: string | null): Uint16Array {
  const body = text ?? ''
  const opening = title === null || body.startsWith(title) ? body : `${title}\n${body}`
  const { plain } = normalise({ title: null, text: opening.slice(0, longest) })
  const letters = new Uint16Array(plain.length)
  let count = 0
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at)
    const end = code < 0x80 ? markEnd(plain, at, code) : at
    if (end > at) at = end - 1
    else if (isLetter[code] === 1) letters[count++] = code
  }
  return letters.subarray(0, count)
}

const isLetter = Uint8Array.from({ length: 0x10000 }, (_, code) => (/[\p{L}\p{N}]/u.test(String.fromCharCode(code)) ? 1 : 0))
const marks = /https?:\/\/[\w./?=&%#-]+|\/\/@[^:]{1,30}:|@[\w\u4e00-\u9fff-]{1,20}|\[[^\]]{1,6}\]/uy
const openings = new Set(['h', '/', '@', '['].map((character) => character.charCodeAt(0)))

/** Where the mark that begins here ends; the place itself where none does. */
function markEnd(plain: string, at: number, code: number): number {
  if (!openings.has(code)) return at
  marks.lastIndex = at
  return marks.test(plain) ? marks.lastIndex : at
}

/** FNV-1a over two UTF-16 units, then mixed so that the smallest hashes are a fair sample. */
function pairHash(first: number, second: number): number {
  return mix(Math.imul(Math.imul(0x811c9dc5 ^ first, 0x01000193) ^ second, 0x01000193))
}

export function hashOf(words: string): number {
  let hash = 0x9747b28c
  for (let index = 0; index < words.length; index++) hash = Math.imul(hash ^ words.charCodeAt(index), 0x01000193)
  return mix(hash)
}

function mix(value: number): number {
  let hash = value ^ (value >>> 16)
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const bins = 64

/**
 * Keys that alike texts have in common: MinHash by one permutation (Li, Owen and Zhang 2012), a hash falling into one of 64
 * bins by its low bits and the smallest of each bin counting, in bands of so many rows. Two texts share a given band with
 * probability J ** rows. An empty bin borrows from others in an order of its own (Shrivastava 2017), so that short texts have
 * as many bands as long ones.
 */
export function bandsOf({ grams }: Sketch, rows: number): number[] {
  if (grams.length === 0) return []
  const minima = minimaOf(grams)
  const bands: number[] = []
  for (let from = 0; from + rows <= bins; from += rows) {
    let key = from + 1
    for (let row = from; row < from + rows; row++) key = mix(Math.imul(key, 0x01000193) ^ (minima[row] ?? 0))
    bands.push(key)
  }
  return bands
}

function minimaOf(grams: Uint32Array): Uint32Array {
  const minima = new Uint32Array(bins)
  const filled = new Uint8Array(bins)
  let left = bins
  for (let at = 0; at < grams.length && left > 0; at++) {
    const hash = grams[at] ?? 0
    const bin = hash & (bins - 1)
    if (filled[bin] === 1) continue
    filled[bin] = 1
    minima[bin] = hash
    left--
  }
  if (left === 0) return minima
  for (let bin = 0; bin < bins; bin++) {
    if (filled[bin] === 1) continue
    let lender = bin
    for (let attempt = 1; filled[lender] !== 1; attempt++) lender = mix(bin * 4096 + attempt) & (bins - 1)
    minima[bin] = minima[lender] ?? 0
  }
  return minima
}

export interface Likeness {
  /** Share of the pairs of both that stand in both (Jaccard), 0..1. */
  readonly jaccard: number
  /** Share of the shorter text that stands in the longer, 0..1. */
  readonly containment: number
  /** Pairs in both, estimated where a text is longer than its sketch. */
  readonly shared: number
}

/** Exact where both sketches are whole; else estimated from the smallest hashes of the union (bottom-k, Cohen 1997). */
export function likeness(a: Sketch, b: Sketch): Likeness {
  const [one, other] = [a.grams, b.grams]
  const [length, otherLength] = [one.length, other.length]
  const wholes = areWholes(a, b)
  const limit = wholes ? Number.MAX_SAFE_INTEGER : kept
  let i = 0
  let j = 0
  let steps = 0
  while (i < length && j < otherLength && steps < limit) {
    const left = one[i] as number
    const right = other[j] as number
    // Numbers rather than branches: which of the two is smaller nothing can foretell.
    i += Number(left <= right)
    j += Number(right <= left)
    steps++
  }
  const both = i + j - steps
  const union = wholes ? length + otherLength - both : steps
  const jaccard = union === 0 ? 0 : both / union
  const shared = wholes ? both : (jaccard * (a.size + b.size)) / (1 + jaccard)
  return { jaccard, containment: shared / Math.max(1, Math.min(a.size, b.size)), shared }
}

function areWholes(a: Sketch, b: Sketch): boolean {
  return a.size === a.grams.length && b.size === b.grams.length
}

/** Steps between two looks whether the rest can still make up for what is missing. */
const stride = 32
const rounding = 1e-9

/** Whether `likeness` has at least this Jaccard, without going on where it cannot any more. */
export function reaches(a: Sketch, b: Sketch, jaccard: number): boolean {
  const [one, other] = [a.grams, b.grams]
  const [length, otherLength] = [one.length, other.length]
  const wholes = areWholes(a, b)
  const limit = wholes ? length + otherLength : kept
  const fewest = (wholes ? (jaccard * limit) / (1 + jaccard) : jaccard * limit) - rounding
  let i = 0
  let j = 0
  let steps = 0
  while (i < length && j < otherLength && steps < limit) {
    const left = Math.min(limit - steps, length - i, otherLength - j)
    if (wholes && i + j - steps + left < fewest) return false
    if (!wholes && i + j + limit - 2 * steps < fewest) return false
    for (const end = Math.min(limit, steps + stride); steps < end && i < length && j < otherLength; steps++) {
      const mine = one[i] as number
      const theirs = other[j] as number
      i += Number(mine <= theirs)
      j += Number(theirs <= mine)
    }
  }
  const both = i + j - steps
  const union = wholes ? length + otherLength - both : steps
  return (union === 0 ? 0 : both / union) >= jaccard
}

/** The Jaccard that two texts have where this share of the shorter stands in the longer; a little less, for rounding. */
export function jaccardOf(containment: number, a: Sketch, b: Sketch): number {
  const shared = containment * Math.min(a.size, b.size)
  return shared / Math.max(1, a.size + b.size - shared) - rounding
}
