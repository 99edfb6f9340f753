import type { Grade } from '../grade.ts'
import type { Instant } from '../instant.ts'
import type { SourceKind } from '../mention.ts'

/** Whole hours, since every bucket is one. `from` is inclusive, `to` exclusive, both of the moment of publication. */
export interface TallyRange {
  readonly from: Instant
  readonly to: Instant
}

/**
 * Mentions published in a range, counted by the store; what has no moment of publication is in none. All but `total` speak of those
 * that are relevant.
 */
export interface MentionTally {
  readonly total: number
  readonly relevant: number
  readonly negative: number
  readonly byKind: readonly { readonly kind: SourceKind; readonly count: number }[]
  /** Null: no grade. */
  readonly byGrade: readonly { readonly grade: Grade | null; readonly count: number }[]
  /** Most first, at most `tallySources` of them. */
  readonly bySource: readonly { readonly source: string; readonly count: number }[]
  /** Only hours that have any, oldest first. */
  readonly byHour: readonly { readonly at: Instant; readonly count: number }[]
}

export const tallySources = 20
