import { z } from 'zod'
import { Grade } from './grade.ts'
import { Instant } from './instant.ts'
import { SourceKind, type MentionId } from './mention.ts'

/** A condition on text: substring of the normalised title or text. */
export type TextQuery =
  | { readonly op: 'term'; readonly text: string; readonly field: 'any' | 'title' | 'text' }
  | { readonly op: 'and'; readonly parts: readonly TextQuery[] }
  | { readonly op: 'or'; readonly parts: readonly TextQuery[] }
  | { readonly op: 'not'; readonly part: TextQuery }
  | { readonly op: 'equals'; readonly field: 'source' | 'kind' | 'author' | 'grade' | 'incident' | 'sentiment' | 'id'; readonly value: string }
  /** Published from (inclusive) to (exclusive); a mention of unknown publication is in no range. */
  | { readonly op: 'published'; readonly from: Instant | null; readonly to: Instant | null }
  | { readonly op: 'all' }

/** `from` is inclusive, `to` exclusive; either leaves out what has no publication time. */
export const SearchFilter = z.object({
  from: Instant.nullable().default(null),
  to: Instant.nullable().default(null),
  kinds: z.array(SourceKind).default([]),
  grades: z.array(Grade).default([]),
  incidentId: z.string().nullable().default(null),
  relevantOnly: z.boolean().default(false)
})
export type SearchFilter = z.infer<typeof SearchFilter>

export interface MentionQuery {
  readonly query: TextQuery
  readonly filter: SearchFilter
  readonly limit: number
  /** Opaque; from the page before. */
  readonly cursor: string | null
}

/** Newest publication first (unknown last), then id. */
export interface MentionPage<Row> {
  readonly rows: readonly Row[]
  /** Capped at 10,000. */
  readonly total: number
  readonly totalCapped: boolean
  readonly cursor: string | null
}

export const totalCap = 10_000

export type MentionRef = { readonly id: MentionId }
