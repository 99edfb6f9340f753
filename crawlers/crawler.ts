import type { Clock } from '../core/clock.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { Instant } from '../core/instant.ts'
import type { Mention } from '../core/mention.ts'
import type { Article, CrawlState, DeadLetters, EvidenceStore, Fetched, FetchOptions, Logger, PageBytes } from '../core/ports.ts'
import type { Source } from '../core/source.ts'
import type { ArticleSelectors } from './article-selectors.ts'
import type { ReadList } from './portal/read-list.ts'

/** What an HTML page says as an article. It may take a thread of its own to tell. */
export type ReadArticle = (
  page: string | PageBytes,
  options: { url: string | null; selectors?: ArticleSelectors; observedAt?: Instant | null }
) => Article | Promise<Article>

/** The secret that stands in a place outside of the configuration; null where none is named. @throws ConfigError naming the field and the place */
export type ReadSecret = (field: string, place: { readonly file: string | undefined; readonly env: string | undefined }) => string | null

/** What one visit to a source may use. */
export interface Visit {
  readonly source: Source
  /** The guarded fetch with the source's own pace and permissions. */
  get(url: string, options?: Pick<FetchOptions, 'etag' | 'lastModified' | 'headers' | 'form' | 'mostCharacters' | 'readWhole'>): Promise<Fetched>
  /** The page as a browser shows it once its scripts have run. @throws NoBrowserError where this machine has none. */
  render(url: string): Promise<Fetched>
  /** Appends to the topic `mentions`; durable when it resolves. */
  emit(mentions: readonly Mention[]): Promise<void>
  /** Keeps one refused item with its bytes; `place` is its URL or id, `key` what it was in the frontier, so that a replay can queue it again. */
  refuse(stage: string, place: string, error: unknown, body: string, key?: string): Promise<void>
  /** What a setting names as secret, read anew: a file or a variable of the environment. @throws ConfigError when nothing is there */
  readonly secret: ReadSecret
  /** Says that more was there than this visit takes, and why; shown beside the counts of the source. */
  capped(reason: string): void
  readonly readArticle: ReadArticle
  readonly readList: ReadList
  readonly crawl: CrawlState
  readonly evidence: EvidenceStore
  readonly deadLetters: DeadLetters
  readonly clock: Clock
  readonly logger: Logger
  readonly sha256: Sha256
  readonly drill: boolean
  /** What the crawler wants to know at its next visit; gone with the process. */
  readonly memory: Map<string, string>
  /** Set when the program closes: finish what is in hand, begin nothing new. */
  readonly signal: AbortSignal
}

/** What a visit brought; `parsed` counts what could be read, `fresh` what was not seen before. */
export interface VisitReport {
  readonly fetched: number
  readonly parsed: number
  readonly fresh: number
}

/** One kind of source. Throws what made the visit fail; what it emitted before stays. */
export type Crawl<Settings> = (visit: Visit, settings: Settings) => Promise<VisitReport>
