import type { Clause } from './clauses.ts'

/** Each three letters that stand together, as one hash (FNV-1a over UTF-16 units); figures are left out, since a copy changes them. */
export function triplesOf(text: string): Set<number> {
  const letters = text.replaceAll(/[^\p{L}]/gu, '').toLowerCase()
  const triples = new Set<number>()
  for (let at = 0; at + 3 <= letters.length; at++) {
    let hash = 0x811c9dc5
    for (let next = at; next < at + 3; next++) hash = Math.imul(hash ^ letters.charCodeAt(next), 0x01000193)
    triples.add(hash >> 1)
  }
  return triples
}

/** A text with so many letters has at most as many triples: whether it can still be that much alike one that has `size`. */
export function mayBeAlike(size: number, letters: number, share: number): boolean {
  return letters >= size * share
}

/** Share of the triples of both that stand in both (Jaccard), 0..1. */
export function alike(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let both = 0
  for (const triple of a) if (b.has(triple)) both++
  const union = a.size + b.size - both
  return union === 0 ? 0 : both / union
}

/** From here on a clause stands in the other text. */
const clauseShare = 0.75

/** The clauses of a text that stand in another. */
export function copiedClauses(clauses: readonly Clause[], other: ReadonlySet<number>): Clause[] {
  return clauses.filter(({ text }) => {
    const triples = triplesOf(text)
    if (triples.size === 0) return false
    let both = 0
    for (const triple of triples) if (other.has(triple)) both++
    return both / triples.size >= clauseShare
  })
}
