import type { Instant } from './instant.ts'
import type { Source } from './source.ts'

/** What a first look at an address showed. */
export interface SourceTrial {
  /** 家族 and by what it was recognised; null: nothing fits. */
  readonly family: string | null
  readonly because: string
  /** Why it could not be looked at; null: it could. */
  readonly fault: string | null
  /** What a person has to add in the file before it can run; null: nothing. */
  readonly missing: string | null
  /** What would be added; null: this program cannot read it. */
  readonly source: Source | null
  /** The same as lines for the configuration; empty where there is none. */
  readonly stanza: string
  /** Pages fetched, items listed; null: no visit was made. */
  readonly visited: { readonly fetched: number; readonly parsed: number } | null
  readonly items: readonly { readonly title: string; readonly at: Instant | null; readonly text: string }[]
  readonly refused: readonly string[]
}

/** What adds sources from the screen. */
export interface SourceDesk {
  /** One polite visit; private addresses are never opened for it. */
  look(url: string): Promise<SourceTrial>
  /** Sources that come with the program, to begin with. */
  templates(): Promise<readonly Source[]>
}
