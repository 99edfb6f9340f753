import type { SourceKind } from '../../core/mention.ts'

/** What a source may be, as somebody would write it into the configuration. */
export interface Guess {
  /** 家族: what it was recognised as, for a person. */
  readonly family: string
  /** What it was recognised by. */
  readonly because: string
  /** Name of the crawler that reads it. */
  readonly crawler: string
  readonly kind: SourceKind
  readonly url: string
  readonly name: string | null
  readonly mediaTier?: 'official' | 'self'
  readonly settings: Readonly<Record<string, unknown>>
  /** What a person has to add before it can be switched on; null: nothing. */
  readonly missing: string | null
}

/** A page as it was fetched. */
export interface Seen {
  readonly url: string
  readonly finalUrl: string
  readonly contentType: string | null
  readonly text: string
}
