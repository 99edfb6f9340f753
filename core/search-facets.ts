import type { Grade } from './grade.ts'
import type { Instant } from './instant.ts'
import type { SourceKind } from './mention.ts'
import type { SearchFilter, TextQuery } from './search.ts'

/** 分面与时间线: what all hits of a query are, not only those of a page. */
export interface MentionFacets {
  /** All of them; not capped. */
  readonly total: number
  readonly relevant: number
  /** Without a moment of publication: in no bar. */
  readonly undated: number
  /** Most first, then by name; only what there is. */
  readonly kinds: readonly { readonly kind: SourceKind; readonly count: number }[]
  /** The first `facetSources`. */
  readonly sources: readonly { readonly source: string; readonly count: number }[]
  /** Null: no grade. */
  readonly grades: readonly { readonly grade: Grade | null; readonly count: number }[]
  readonly polarities: readonly { readonly polarity: Polarity; readonly count: number }[]
  /** Oldest first, the newest `mostBars`, only those that have any. */
  readonly bars: readonly FacetBar[]
}

export type Polarity = -1 | 0 | 1
export type BarUnit = 'hour' | 'day'

/** `at`: where the hour, or the day in China, begins. */
interface FacetBar {
  readonly at: Instant
  readonly count: number
}

export interface FacetQuery {
  readonly query: TextQuery
  readonly filter: SearchFilter
  readonly unit: BarUnit
}

export const facetSources = 20
export const mostBars = 400

// The thread that reads loads no schemas, so moments are taken apart and put together here.
const hourMs = 3_600_000
const chinaOffsetMs = 8 * hourMs
const dayMs = 24 * hourMs

/** Where the bar begins that a moment falls into. */
export function barOf(at: Instant, unit: BarUnit): Instant {
  const ms = Date.parse(at)
  const begins = unit === 'hour' ? Math.floor(ms / hourMs) * hourMs : Math.floor((ms + chinaOffsetMs) / dayMs) * dayMs - chinaOffsetMs
  return new Date(begins).toISOString() as Instant
}

/** Hours folded into bars of the unit: oldest first, the newest ones. */
export function barsOf(counted: readonly FacetBar[], unit: BarUnit): FacetBar[] {
  const bars = new Map<Instant, number>()
  for (const { at, count } of counted) bars.set(barOf(at, unit), (bars.get(barOf(at, unit)) ?? 0) + count)
  return [...bars]
    .map(([at, count]) => ({ at, count }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(-mostBars)
}

/** Most first, then by name: the order of every facet on every engine. */
export function mostFirst<Key extends string | number | null>(counts: ReadonlyMap<Key, number>): [Key, number][] {
  return [...counts].filter(([, count]) => count > 0).sort(([a, one], [b, other]) => other - one || (String(a ?? '') < String(b ?? '') ? -1 : 1))
}
