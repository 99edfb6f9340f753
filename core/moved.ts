/**
 * Stored things whole, as they go from one engine to another: also what no port shows. Terminology: a *source* gives pages of
 * them in a fixed order and goes on after any page; a *target* takes the same page any number of times to the same effect.
 */
import type { Assessment } from './assessment.ts'
import type { Instant } from './instant.ts'
import type { Mention, MentionId } from './mention.ts'
import type { NoticeRow } from './notice.ts'
import type { CountPoint } from './observed-counts.ts'
import type { FrontierItem } from './ports.ts'

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Place after which the next page begins. */
  readonly cursor: string
}

export interface MoveSource<Row> {
  /** Pages after a place; null: from the start. Never empty ones. */
  pages(after: string | null): AsyncIterable<Page<Row>> | Iterable<Page<Row>>
}

export interface MoveTarget<Row> {
  put(rows: readonly Row[]): Promise<void>
  /** What is stored in the place of each row, in the same order and the same form; null where nothing is. */
  find(rows: readonly Row[]): Promise<readonly (Row | null)[]>
  count(): Promise<number>
}

export interface MovedMention {
  readonly mention: Mention
  readonly assessment: Assessment | null
  readonly incidentId: string | null
  readonly firstSeenAt: Instant
  /** When the present text was first seen. */
  readonly contentSince: Instant
  /** Oldest first. */
  readonly series: readonly CountPoint[]
  /** Texts that another one followed, oldest first; the present one is among them when it came back. */
  readonly olderTexts: readonly {
    readonly observedAt: Instant
    readonly title: string | null
    readonly text: string | null
    readonly contentHash: string
  }[]
}

/** An incident that was given to a mention before the mention was stored. */
export interface MovedEarlyAssignment {
  readonly id: MentionId
  readonly incidentId: string
}

export interface MovedNotice {
  /** Grows in the order in which notices were asked for. */
  readonly order: number
  readonly row: NoticeRow
  readonly fence: number
  readonly holder: string | null
  readonly leaseUntilElapsedMs: number | null
}

export interface MovedEvidence {
  readonly key: string
  /** Null: the stored bytes are gone, or not those that were kept. */
  readonly content: { readonly bytes: Uint8Array; readonly url: string | null; readonly contentType: string | null; readonly at: Instant } | null
}

export interface MovedFrontierItem extends FrontierItem {
  readonly sourceId: string
  readonly notBeforeElapsedMs: number
  /** Seen for good; only its key is of use. */
  readonly done: boolean
  /** Grows in the order in which items were found. */
  readonly order: number
}

/** A series of 文号: its documents in the order of their numbers. */
export interface MovedNumbers {
  readonly series: string
  readonly documentIds: readonly string[]
}

export interface MovedCursor {
  readonly sourceId: string
  readonly name: string
  readonly value: string
}

export interface MovedOneTimeLink {
  readonly tokenHash: string
  readonly accountId: string | null
  readonly expiresElapsedMs: number
}

export interface MovedLease {
  readonly name: string
  readonly holder: string | null
  readonly fence: number
  readonly untilElapsedMs: number
}
