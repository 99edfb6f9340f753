/** What brings items to a source that no crawler visits: a push, a file, a person at the form. */
import type { Instant } from '../instant.ts'
import type { MentionId, SourceKind } from '../mention.ts'

export interface IngestedItem {
  /** Place in the request, from 0. */
  readonly index: number
  /** Null where it was refused. */
  readonly id: string | null
  readonly outcome: 'accepted' | 'refused'
  /** Why it was refused; null where it was not. */
  readonly reason: string | null
}

export interface IngestReport {
  readonly accepted: number
  readonly refused: number
  readonly items: readonly IngestedItem[]
}

/** One call, broadcast or page as a person types it in. */
export interface TypedItem {
  /** Made by the form: the same one sent twice is one mention. */
  readonly key: string
  readonly title: string | null
  readonly text: string
  /** When the call came or the broadcast went out. */
  readonly publishedAt: Instant
  /** Who called; masked before it is kept. */
  readonly caller: string | null
  readonly place: string | null
  readonly url: string | null
}

/** A source that takes items. */
export interface IngestSource {
  readonly id: string
  readonly name: string
  readonly kind: SourceKind
  readonly push: boolean
  readonly form: boolean
}

export interface Ingest {
  readonly sources: readonly IngestSource[]
  /**
   * Appends what a body holds to the log; durable when it resolves. What cannot be taken is told item by item and kept as a dead letter.
   * @throws InvalidInputError for a body in which no items can be told apart
   */
  push(sourceId: string, body: unknown, observedAt: Instant): Promise<IngestReport>
  /** @throws InvalidInputError for a source that is not filled by hand */
  enter(sourceId: string, item: TypedItem): Promise<MentionId>
}
