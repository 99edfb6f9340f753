import { fold } from './fold-wording.ts'
import type { Instant } from './instant.ts'
import { nearestAmong } from './nearest-passage.ts'
import type { PublicClaim } from './public-claims.ts'

/** One public text of a unit: an approved wording in force, or a recorded page that stands. */
export interface PublicText {
  /** Who speaks; the texts of one unit are not held against each other, its newest word counts. */
  readonly unit: string
  /** 口径第2版, 发布《…》. */
  readonly what: string
  readonly at: Instant
  readonly url: string | null
  readonly claims: readonly PublicClaim[]
}

export interface ConflictSide {
  readonly unit: string
  readonly what: string
  readonly at: Instant
  readonly url: string | null
  readonly passage: string
}

/** Two units that say different things of one matter. */
export interface PublicConflict {
  /** The same as long as both say the same. */
  readonly id: string
  readonly sort: PublicClaim['sort']
  readonly about: string
  readonly sides: readonly [ConflictSide, ConflictSide]
}

interface Stand {
  readonly text: PublicText
  readonly claims: readonly PublicClaim[]
}

/** Every pair of units whose newest words of one thing exclude each other. */
export function publicConflicts(texts: readonly PublicText[]): PublicConflict[] {
  const found: PublicConflict[] = []
  for (const stands of standsByThing(texts).values()) {
    for (const [index, one] of stands.entries()) {
      for (const other of stands.slice(index + 1)) {
        const pair = excludingPair(one.claims, other.claims)
        if (pair !== null) found.push(conflictOf({ text: one.text, claim: pair[0] }, { text: other.text, claim: pair[1] }))
      }
    }
  }
  return found
}

/** By what is spoken of: of each unit the newest text that speaks of it. */
function standsByThing(texts: readonly PublicText[]): Map<string, Stand[]> {
  const things = new Map<string, Stand[]>()
  for (const text of [...texts].sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0))) {
    for (const claims of Map.groupBy(text.claims, ({ sort, about }) => `${sort} ${about}`).entries()) {
      const stands = things.get(claims[0]) ?? []
      if (!stands.some((stand) => stand.text.unit === text.unit)) stands.push({ text, claims: claims[1] })
      things.set(claims[0], stands)
    }
  }
  return things
}

/** Null where any two of them agree: a text may tell several figures. */
function excludingPair(one: readonly PublicClaim[], other: readonly PublicClaim[]): [PublicClaim, PublicClaim] | null {
  if (one.some((a) => other.some((b) => agree(a, b)))) return null
  const [first] = one
  const [second] = other
  return first === undefined || second === undefined ? null : [first, second]
}

function agree(a: PublicClaim, b: PublicClaim): boolean {
  switch (a.sort) {
    case 'figure':
      return a.value === b.value
    case 'place':
      return a.value.endsWith(b.value) || b.value.endsWith(a.value)
    case 'time':
      return momentsMeet(a.value, b.value)
    case 'cause':
      return a.value === '' || b.value === '' ? a.value === b.value : isAlike(a.value, b.value)
    default:
      return a.sort satisfies never
  }
}

function momentsMeet(a: string, b: string): boolean {
  const [[at = 0, slack = 0] = [], [otherAt = 0, otherSlack = 0] = []] = [a, b].map((text) => text.split('±').map(Number))
  return Math.abs(at - otherAt) < Math.max(slack, otherSlack)
}

/** Two sentences tell one cause when they have at least this share of letter pairs of the shorter in common. */
const alikeFrom = 0.5

function isAlike(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  return (nearestAmong([long])(fold(short).letters)?.common ?? 0) >= alikeFrom
}

interface Said {
  readonly text: PublicText
  readonly claim: PublicClaim
}

function conflictOf(one: Said, other: Said): PublicConflict {
  const [first, second] = one.text.unit <= other.text.unit ? [one, other] : [other, one]
  const { sort, about } = first.claim
  const key = ({ text, claim }: Said): string => `${text.unit}=${claim.value}`
  return { id: [sort, about, key(first), key(second)].join('|'), sort, about, sides: [sideOf(first), sideOf(second)] }
}

function sideOf({ text: { unit, what, at, url }, claim: { passage } }: Said): ConflictSide {
  return { unit, what, at, url, passage }
}
