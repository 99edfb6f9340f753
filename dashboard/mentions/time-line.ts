import { dayMs, hourMs, instantFromMs, msOf, type Instant } from '../../core/instant.ts'
import type { FacetView } from '../../dashboard-api/contract-search.ts'
import type { Span } from './search-state.ts'

export interface Bar {
  readonly at: Instant
  /** Where the next begins. */
  readonly end: Instant
  readonly count: number
}

/** More would be thinner than a hair. */
export const mostDrawn = 168

/** Every hour or day of the span, those without any too; of a longer one the newest. */
export function barsOf(
  { bars, unit }: Pick<FacetView, 'bars' | 'unit'>,
  span: Span,
  nowMs: number
): { readonly bars: readonly Bar[]; readonly older: number } {
  const stepMs = unit === 'hour' ? hourMs : dayMs
  const [first] = bars
  const last = bars.at(-1)
  const counts = new Map(bars.map(({ at, count }) => [msOf(at), count]))
  const from = span.from === null ? (first === undefined ? null : msOf(first.at)) : startOf(msOf(span.from), unit)
  // What says it was published tomorrow has its bar too.
  const until = Math.max(
    last === undefined ? 0 : msOf(last.at),
    startOf(span.to === null ? (span.from === null ? 0 : nowMs) : msOf(span.to) - 1, unit)
  )
  if (from === null || until < from) return { bars: [], older: 0 }
  const begin = Math.max(from, until - (mostDrawn - 1) * stepMs)
  const drawn: Bar[] = []
  for (let ms = begin; ms <= until; ms += stepMs) drawn.push({ at: instantFromMs(ms), end: instantFromMs(ms + stepMs), count: counts.get(ms) ?? 0 })
  const older = bars.filter(({ at }) => msOf(at) < begin).reduce((sum, { count }) => sum + count, 0)
  return { bars: drawn, older }
}

function startOf(ms: number, unit: FacetView['unit']): number {
  return unit === 'hour' ? Math.floor(ms / hourMs) * hourMs : Math.floor((ms + 8 * hourMs) / dayMs) * dayMs - 8 * hourMs
}

/** `11-24 14时` or `11-24`. */
export function barWords({ at }: Pick<Bar, 'at'>, unit: FacetView['unit']): string {
  const wall = new Date(msOf(at) + 8 * hourMs).toISOString()
  return unit === 'hour' ? `${wall.slice(5, 10)} ${wall.slice(11, 13)}时` : wall.slice(5, 10)
}
