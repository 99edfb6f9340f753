import type { Instant } from '../instant.ts'
import type { Month } from './month.ts'

/** What a row shows: 立案 (and with it 漏报), 时限执行 (and with it 迟报), 误报, 瞒报. */
export type MeasureKind = 'opened' | 'deadline' | 'judged' | 'concealed'

/** One thing that was counted, with what shows it. A figure is nothing but its rows. */
export interface MeasureRow {
  /** The same thing has the same id in every answer. */
  readonly id: string
  readonly kind: MeasureKind
  readonly month: Month
  /** Null: nobody's alone, as a report up, or nobody had the matter yet. */
  readonly department: { readonly id: string; readonly name: string } | null
  readonly incidentId: string
  readonly title: string
  readonly drill: boolean
  /** Which case within its kind: `by-hand`, `own-page`. */
  readonly reason: string
  readonly words: string
  readonly at: Instant
  /** Milliseconds too late, or known before; null where that is no matter of time or not known. */
  readonly delayMs: number | null
  /** Places in the timeline that show it. */
  readonly seqs: readonly number[]
}

/** A rate over rows. `rate` is null where nothing was counted: unknown is not nought. */
export interface Rate {
  readonly rate: number | null
  readonly part: number
  readonly of: number
  readonly partRows: readonly string[]
  readonly ofRows: readonly string[]
}

export function rateOf(part: readonly MeasureRow[], of: readonly MeasureRow[]): Rate {
  return {
    rate: of.length === 0 ? null : part.length / of.length,
    part: part.length,
    of: of.length,
    partRows: part.map(({ id }) => id),
    ofRows: of.map(({ id }) => id)
  }
}
