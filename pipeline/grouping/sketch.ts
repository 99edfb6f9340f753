import { normalise } from '../steps/normalise.ts'

/** The smallest hashes of a text's character pairs: enough to tell how alike two texts are without keeping them. */
export interface Sketch {
  /** Ascending; all of them when the text has no more than `kept`. */
  readonly grams: Uint32Array
  /** Distinct pairs of the whole text. */
  readonly size: number
}

const gramLength = 2
const kept = 384
/** Nobody reads beyond this to tell one story from another, and a 10 MB page must not hold up the line. */
const longest = 4000

export const emptySketch: Sketch = { grams: new Uint32Array(), size: 0 }

export function sketchOf(title: string | null, text: string | null): Sketch {
  const letters = lettersOf(title, text)
  const hashes = new Set<number>()
  for (let at = 0; at + gramLength <= letters.length; at++) hashes.add(hashAt(letters, at))
  const sorted = Uint32Array.from(hashes).sort()
  return { grams: sorted.length > kept ? sorted.slice(0, kept) : sorted, size: sorted.length }
}

/** What is left without addresses, forwarding marks, [emoticons], blanks and punctuation. */
function lettersOf(title: string | null, text: string | null): string {
  const body = text ?? ''
  const opening = title === null || body.startsWith(title) ? body : `${title}\n${body}`
  const { plain } = normalise({ title: null, text: opening.slice(0, longest) })
  return plain.replaceAll(/https?:\/\/[\w./?=&%#-]+|\/\/@[^:]{1,30}:|@[\w\u4e00-\u9fff-]{1,20}|\[[^\]]{1,6}\]|[^\p{L}\p{N}]+/gu, '')
}

/** FNV-1a over the UTF-16 units, then mixed so that the smallest hashes are a fair sample. */
function hashAt(letters: string, at: number): number {
  let hash = 0x811c9dc5
  for (let index = at; index < at + gramLength; index++) hash = Math.imul(hash ^ letters.charCodeAt(index), 0x01000193)
  return mix(hash)
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
  const wholes = a.size === a.grams.length && b.size === b.grams.length
  const limit = wholes ? Number.POSITIVE_INFINITY : kept
  let [i, j, both, union] = [0, 0, 0, 0]
  while (i < a.grams.length && j < b.grams.length && union < limit) {
    const [left, right] = [a.grams[i] ?? 0, b.grams[j] ?? 0]
    if (left === right) both++
    if (left <= right) i++
    if (right <= left) j++
    union++
  }
  if (wholes) union += a.grams.length - i + b.grams.length - j
  const jaccard = union === 0 ? 0 : both / union
  const shared = wholes ? both : (jaccard * (a.size + b.size)) / (1 + jaccard)
  return { jaccard, containment: shared / Math.max(1, Math.min(a.size, b.size)), shared }
}
