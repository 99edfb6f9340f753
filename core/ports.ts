/**
 * Terminology: a *port* is what the domain needs of the world, as a type; an *adapter* is one way to have it. Everything
 * here is asynchronous and durable when its promise resolves, unless it says otherwise.
 */
import type { Actor, Role } from './actor.ts'
import type { ChatMessage } from './assistant/prompt.ts'
import type { QueuePlace } from './incident/queue-place.ts'
import type { IncidentDocument, Rollup } from './incident/state.ts'
import type { Instant } from './instant.ts'
import type { LookAt } from './look-at.ts'
import type { Mention, MentionId } from './mention.ts'
import type { CountPoint } from './observed-counts.ts'
import type { Notice, NoticeRow } from './notice.ts'
import type { MentionTally, TallyRange } from './reports/mention-tally.ts'
import type { Mark, ProvenStage } from './notice-stage.ts'
import type { AuditEntry, DeadLetter, StoredMention, Topic } from './records.ts'
import type { FacetQuery, MentionFacets } from './search-facets.ts'
import type { MentionPage, MentionQuery, SearchFilter, TextQuery } from './search.ts'
import type { SourceHealth } from './source.ts'
import type { Assessment } from './assessment.ts'

/* ---- the log ---- */

export interface LogRecord {
  readonly topic: Topic
  readonly partition: number
  readonly offset: number
  readonly key: string
  readonly value: string
}

export interface Subscription {
  /** Resolves when the batch in hand is finished and committed, and nothing more will be handled. */
  close(): Promise<void>
  /** Set when the handler kept failing in a way that no retry mends. */
  readonly failed: Promise<never>
}

export interface SubscribeOptions {
  readonly topic: Topic
  readonly group: string
  readonly maxBatch: number
  /** Where a group begins that never committed; `start` when not given. A group that has committed goes on from there. */
  readonly from?: 'start' | 'end'
  /**
   * Called before the first batch of partitions that this subscription did not hold without a break until now: another process
   * may have handled records of theirs meanwhile, so that what was kept in memory about them is old.
   */
  readonly gained?: (partitions: readonly number[]) => void
  /**
   * Effects of the batch are durable when it resolves; only then are offsets committed. A throw means that the whole batch
   * comes again, after a back-off. Records of one partition come in order and one batch at a time.
   */
  readonly handle: (batch: readonly LogRecord[]) => Promise<void>
}

/** At-least-once, ordered by key. */
export interface EventLog {
  append(topic: Topic, records: readonly { readonly key: string; readonly value: string }[]): Promise<void>
  subscribe(options: SubscribeOptions): Subscription
  /** Records of the topic that the group has not committed. */
  lag(topic: Topic, group: string): Promise<number>
  /** Oldest first, for tools; does not move any group. */
  read(topic: Topic, after: { partition: number; offset: number } | null, limit: number): Promise<readonly LogRecord[]>
}

/* ---- stores ---- */

export interface AssessedMention {
  readonly mention: Mention
  readonly assessment: Assessment
}

/** What is stored of a mention, as far as it decides whether an observation says anything new. */
export interface KnownContent {
  readonly contentHash: string
  readonly engagement: string
  readonly rulesVersion: string | null
  /** Whether it is known to be gone from where it stood. */
  readonly gone: boolean
}

/** A text of a mention, with the moment at which it was seen first. */
export interface MentionVersion {
  readonly observedAt: Instant
  readonly title: string | null
  readonly text: string | null
  readonly contentHash: string
}

/** All that is stored of one mention. */
export interface WholeMention {
  readonly stored: StoredMention
  /** As `engagementSeries` gives it. */
  readonly series: readonly CountPoint[]
  /** As `versions` gives them. */
  readonly versions: readonly MentionVersion[]
}

export type PutOutcome = 'created' | 'new-version' | 'new-observation' | 'unchanged' | 'stale'

/** Mentions with their search. Text search is substring on normalised text (DESIGN.md), the same on every engine. */
export interface MentionStore {
  /** One transaction. An observation older than the stored one changes nothing (`stale`). */
  putMany(mentions: readonly AssessedMention[]): Promise<readonly PutOutcome[]>
  get(id: MentionId): Promise<StoredMention | null>
  getMany(ids: readonly MentionId[]): Promise<readonly StoredMention[]>
  /** With its series and its texts, at once. */
  whole(id: MentionId): Promise<WholeMention | null>
  /**
   * Which of the ids are stored with this very content, counts and presence: what a deduplicator may skip.
   * `engagement` is `countsText(mention)`.
   */
  knownContent(ids: readonly MentionId[]): Promise<ReadonlyMap<MentionId, KnownContent>>
  /** Sets the incident of mentions; a mention has at most one. */
  assign(pairs: readonly { readonly id: MentionId; readonly incidentId: string }[]): Promise<void>
  ofIncidents(incidentIds: readonly string[], limit: number): Promise<readonly StoredMention[]>
  /** Counts over the mentions of each of these incidents (with those merged into it), as they were stored before the call. */
  rollups(incidents: readonly (readonly string[])[]): Promise<readonly Omit<Rollup, 'updatedAt'>[]>
  search(query: MentionQuery): Promise<MentionPage<StoredMention>>
  /** Points of the engagement series, and of the rank on a hot list, oldest first. */
  engagementSeries(id: MentionId): Promise<readonly CountPoint[]>
  /** Every stored text of the mention, oldest first. */
  versions(id: MentionId): Promise<readonly MentionVersion[]>
  count(): Promise<number>
}

/** Counts of a report, added up by the store. */
export interface MentionTallies {
  /** As they were stored before the call. */
  tally(range: TallyRange): Promise<MentionTally>
}

/** 分面与时间线 of a search. */
export interface MentionFacetCounts {
  /** Of all hits, as they were stored before the call. */
  facets(query: FacetQuery): Promise<MentionFacets>
}

/** Mentions as they came into the store: what a saved search goes on from. */
export interface MentionArrivals {
  /**
   * Mentions that fit and were stored for the first time after the cursor, in the order in which they came, each once however often it is
   * asked; those that come while it is asked come with the next cursor. Null, and a cursor of another store: none, and the cursor of now.
   */
  arrived(query: {
    readonly query: TextQuery
    readonly filter: SearchFilter
    readonly cursor: string | null
    readonly limit: number
  }): Promise<{ readonly rows: readonly StoredMention[]; readonly cursor: string }>
}

/** Series of many at once, for lists that show a curve a line. */
export interface MentionSeries {
  /** Of each that is stored, its points, oldest first. */
  seriesOf(ids: readonly MentionId[]): Promise<ReadonlyMap<MentionId, readonly CountPoint[]>>
}

export interface IncidentFilter {
  readonly status?: readonly IncidentDocument['state']['status'][]
  readonly grades?: readonly (string | null)[]
  /** Only those that stand behind this place. */
  readonly after?: QueuePlace
  readonly limit: number
}

/** Whole documents, changed only by compare-and-set. */
export interface IncidentStore {
  get(id: string): Promise<IncidentDocument | null>
  /** @throws ConflictError when the stored version is not `expectedVersion` (0: must not exist yet). */
  put(document: IncidentDocument, expectedVersion: number): Promise<void>
  /** Most urgent first: grade, then next deadline, then newest. */
  list(filter: IncidentFilter): Promise<readonly IncidentDocument[]>
  /** Ids of incidents that are open. */
  openIds(): Promise<readonly string[]>
}

/** For a reader that keeps something of each incident, and has to know which were written since. */
export interface IncidentStamps {
  /** Of every incident a stamp, which is another after each write of it. */
  stamps(): Promise<readonly { readonly id: string; readonly stamp: string }[]>
}

/** What the sweep asks of the same incidents: which have anything due, by a moment that is written with each version of them. */
export interface IncidentLooks {
  /** Open ones at which a sweep must look by now, most urgent first; at most 10,000, what is left is due still at the next call. */
  dueIds(now: Instant): Promise<readonly string[]>
  /** Open ones by id, those behind this one: for going over all of them a part at a time. */
  openAfter(id: string | null, limit: number): Promise<readonly OpenIncident[]>
  /** Stores anew when to look at it, as it follows from the document (`lookAtOf`); nothing where the store has another version of it. */
  noteLookAt(document: IncidentDocument): Promise<void>
}

/** An open incident, and when the store has it that a sweep must look at it next. */
export interface OpenIncident {
  readonly document: IncidentDocument
  readonly lookAt: LookAt
}

/** The outbox. A leased row that is not settled in time is handed out again, marked 可能重复. */
export interface NoticeStore {
  /** Creates what does not exist; returns the ids that are new. */
  request(notices: readonly Notice[]): Promise<readonly string[]>
  /** Rows that are due, leased to the holder until `nowElapsedMs + leaseMs` (≤ 30 s). A row whose lease ran out unsettled returns with `possibleDuplicate`. */
  claim(options: {
    readonly holder: string
    readonly channels: readonly string[]
    readonly nowElapsedMs: number
    readonly leaseMs: number
    readonly limit: number
  }): Promise<readonly ClaimedNotice[]>
  /** @throws ConflictError when the fence is stale: another holder has the row. */
  settle(id: string, fence: number, outcome: NoticeOutcome): Promise<void>
  /** A claimed row waits, with the reason, until it is released. @throws ConflictError when the fence is stale */
  hold(id: string, fence: number, waiting: { readonly state: 'held' | 'muted'; readonly reason: string }): Promise<void>
  /** Of these rows those that wait go to be sent, with their whole time to arrive, or are told by another. What does not wait stays as it is. */
  release(
    ids: readonly string[],
    to: { readonly state: 'queued'; readonly at: Instant } | { readonly state: 'digested'; readonly reason: string; readonly at: Instant }
  ): Promise<void>
  get(id: string): Promise<NoticeRow | null>
  /** Notes that these reached a stage; forward only. Returns the ids of those that it is news of. Unknown ids are passed over. */
  advance(ids: readonly string[], stage: Exclude<ProvenStage, 'accepted'>, mark: Mark): Promise<readonly string[]>
  /** Rows that nothing proves to have arrived, and whose time to step up has come or that were given up; oldest first. None that a mute keeps. */
  toStepUp(now: Instant, limit: number): Promise<readonly NoticeRow[]>
  /** These have stepped up, or need not any more. */
  endStepUp(ids: readonly string[]): Promise<void>
  list(filter: {
    readonly subjectId?: string
    readonly state?: NoticeRow['state']
    readonly channel?: string
    readonly limit: number
  }): Promise<readonly NoticeRow[]>
  /** How many reached each stage, those beyond it among them. */
  counts(): Promise<NoticeCounts>
}

export interface NoticeCounts extends Readonly<Record<ProvenStage, number>> {
  readonly requested: number
  readonly dead: number
  readonly possibleDuplicates: number
}

export interface ClaimedNotice {
  readonly row: NoticeRow
  readonly fence: number
}

export type NoticeOutcome =
  | { readonly state: 'accepted'; readonly receipt: string; readonly handedElapsedMs: number; readonly at: Instant }
  | { readonly state: 'queued'; readonly reason: string; readonly nextTryElapsedMs: number; readonly possibleDuplicate: boolean }
  | { readonly state: 'dead'; readonly reason: string; readonly at: Instant }

/** Append-only and hash-chained. */
export interface AuditLog {
  append(
    entries: readonly { readonly at: Instant; readonly actor: Actor; readonly action: string; readonly subject: string; readonly detail: string }[]
  ): Promise<void>
  read(after: number, limit: number): Promise<readonly AuditEntry[]>
  /** Number and hash of the newest entry; 0 and the start of the chain while there is none. */
  head(): Promise<AuditHead>
}

export interface AuditHead {
  readonly seq: number
  readonly hash: string
}

/** Content-addressed bytes: the key is the SHA-256 of the content. */
export interface EvidenceStore {
  put(bytes: Uint8Array, about: { readonly url: string | null; readonly contentType: string | null; readonly at: Instant }): Promise<string>
  get(
    key: string
  ): Promise<{ readonly bytes: Uint8Array; readonly url: string | null; readonly contentType: string | null; readonly at: Instant } | null>
}

/** A lease with a fence that only grows, so that a stale holder's write can be refused. */
export interface Leases {
  acquire(name: string, holder: string, nowElapsedMs: number, leaseMs: number): Promise<{ readonly fence: number } | null>
  release(name: string, holder: string): Promise<void>
}

/** 文号登记簿: which document has which number of its series, from 1 on, without gaps and without doubles. */
export interface DocumentNumbers {
  /**
   * The number of the document in its series; the next one where it has none yet. The same document asks any number of times, from any
   * number of processes, and gets one number. Ask only for a document that exists already: a number is never given back.
   */
  assign(series: string, documentId: string): Promise<number>
  /** Documents of the series in the order of their numbers: the first has number 1. */
  list(series: string): Promise<readonly string[]>
  /** Every series that has a number. */
  series(): Promise<readonly string[]>
}

/** What a crawler remembers between visits. */
export interface CrawlState {
  /** Adds URLs that were never seen for the source; returns those that are new. */
  enqueue(sourceId: string, items: readonly FrontierItem[]): Promise<readonly FrontierItem[]>
  /** Items waiting to be fetched, oldest first; they stay until `finish`. */
  pending(sourceId: string, nowElapsedMs: number, limit: number): Promise<readonly FrontierItem[]>
  /** Done for good: seen, never fetched again unless asked. */
  finish(sourceId: string, key: string): Promise<void>
  /** Put back with a time before which it is not tried; counts the try. */
  postpone(sourceId: string, key: string, notBeforeElapsedMs: number): Promise<void>
  cursor(sourceId: string, name: string): Promise<string | null>
  setCursor(sourceId: string, name: string, value: string): Promise<void>
  health(): Promise<readonly SourceHealth[]>
  healthOf(sourceId: string): Promise<SourceHealth | null>
  /** False: refused, since whoever took the lease over has written already (`mayReplaceHealth`). */
  putHealth(health: SourceHealth): Promise<boolean>
}

export interface FrontierItem {
  /** Identity within the source: canonical URL or platform id. */
  readonly key: string
  readonly url: string
  /** What the list page already knew of it, as JSON. */
  readonly hint: string
  readonly tries: number
}

export interface Account {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly departmentId: string | null
  /** PHC string of argon2id. */
  readonly passwordHash: string | null
  readonly disabled: boolean
  /** Real milliseconds at which the password was chosen; absent: before that was kept. */
  readonly passwordSetMs?: number
  /** PHC strings of passwords that must not come again, newest first. */
  readonly formerPasswords?: readonly string[]
  /** 动态口令; absent: none. */
  readonly secondFactor?: SecondFactor
  /** One that was shown and not confirmed by a code yet. */
  readonly enrolling?: { readonly secret: string; readonly untilMs: number }
  /** Sign-in links that were made up to this real moment are void. */
  readonly linksFromMs?: number
  /** Who it is to the OpenID provider, from the first sign-in by it on. */
  readonly oidcSubject?: string
}

export interface SecondFactor {
  /** Base32 as it was shown, sealed; plain only where it was stored before that was done. */
  readonly secret: string
  readonly since: Instant
  /** SHA-256 of the recovery codes that are left. */
  readonly recoveryCodes: readonly string[]
}

/** By what a person signed in. */
export type SignInWay = 'password' | 'link' | 'oidc' | 'setup'

export interface Session {
  /** SHA-256 of the token; the token itself is never stored. */
  readonly tokenHash: string
  readonly accountId: string
  readonly createdAt: Instant
  readonly lastSeenElapsedMs: number
  readonly expiresElapsedMs: number
  readonly userAgent: string
  readonly address: string
  /** Absent in sessions that began before it was kept. */
  readonly how?: SignInWay
  /** The code of the second factor is still to come: until then it opens nothing. */
  readonly owesCode?: boolean
}

/** People, their sessions, and one-time links. */
export interface Accounts {
  put(account: Account): Promise<void>
  byLogin(login: string): Promise<Account | null>
  byId(id: string): Promise<Account | null>
  list(): Promise<readonly Account[]>
  putSession(session: Session): Promise<void>
  session(tokenHash: string): Promise<Session | null>
  sessions(accountId: string | null): Promise<readonly Session[]>
  /** Moves the last use of a session forward; one that is unknown or ended stays so. */
  touchSession(tokenHash: string, lastSeenElapsedMs: number): Promise<void>
  endSession(tokenHash: string): Promise<void>
  /** A link that works once. `accountId` null: the first-run set-up. */
  putOneTime(tokenHash: string, accountId: string | null, expiresElapsedMs: number): Promise<void>
  /** Consumes it: true once, null after or when it is unknown or expired. */
  takeOneTime(tokenHash: string, nowElapsedMs: number): Promise<{ readonly accountId: string | null } | null>
}

/** Everything durable of one engine. */
export interface Stores {
  readonly log: EventLog
  readonly mentions: MentionStore & MentionTallies & MentionFacetCounts & MentionArrivals & MentionSeries
  readonly incidents: IncidentStore & IncidentLooks & IncidentStamps
  readonly notices: NoticeStore
  readonly audit: AuditLog
  readonly evidence: EvidenceStore
  readonly leases: Leases
  readonly documentNumbers: DocumentNumbers
  readonly crawl: CrawlState
  readonly accounts: Accounts
}

/* ---- the world ---- */

export type AllowPrivate = boolean | ((url: URL) => boolean)

export interface FetchOptions {
  /** Loopback and private addresses are refused unless true, or for those that the function does not let through. Link-local ones always are. */
  readonly allowPrivate: AllowPrivate
  /** Validators of the last visit, for a conditional GET. */
  readonly etag?: string | null
  readonly lastModified?: string | null
  readonly paceMs?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as a form by POST: some platforms answer their readers so. */
  readonly form?: Readonly<Record<string, string>>
  /** robots.txt does not bind a release that we published ourselves. */
  readonly ignoreRobots?: boolean
  /** Asked of each address before it is visited, that of a redirect too; a no refuses it before anything is sent there. */
  readonly mayVisit?: (url: URL) => boolean
  readonly signal?: AbortSignal
  /** Only so much of the beginning of a text is wanted: of a longer one nothing else is made a string. */
  readonly mostCharacters?: number
  /**
   * Called with a page whose text was cut, while it holds its place in memory, of which there are few: whoever makes something of all of it does so
   * here. Must not throw; called again where the fetch is tried again.
   */
  readonly readWhole?: ((page: PageBytes & { readonly url: string }) => Promise<void>) | undefined
}

/** A page as it came, for those who read it elsewhere than where it was fetched. */
export interface PageBytes {
  readonly bytes: Uint8Array
  readonly contentType: string | null
}

export interface Fetched {
  readonly url: string
  /** After redirects. */
  readonly finalUrl: string
  readonly status: number
  readonly notModified: boolean
  readonly bytes: Uint8Array
  readonly contentType: string | null
  /** Decoded by BOM, header, meta; null when it is no text. */
  readonly text: string | null
  /** `text` is only the beginning of it. */
  readonly isCut?: true
  readonly charset: string | null
  readonly etag: string | null
  readonly lastModified: string | null
  /** `Date` of the answer: the server's clock. */
  readonly date?: string | null
  readonly fetchedElapsedMs: number
}

/** The guarded fetch. Retryable trouble throws RetryableError kinds, the rest FatalError kinds (adapters/web/errors.ts). */
export type Fetch = (url: string, options: FetchOptions) => Promise<Fetched>

/** A page as a browser shows it once its scripts have run; each of its requests goes through the guarded fetch. Throws as Fetch does. */
export type Render = (url: string, options: FetchOptions) => Promise<Fetched>

export interface Article {
  readonly title: string | null
  readonly text: string | null
  readonly publishedAt: Instant | null
  readonly publishedPrecision: 'second' | 'minute' | 'hour' | 'day' | null
  /** Neither the page's head, nor its byline, nor its address says when: what a list or feed says of it is better. */
  readonly publishedElsewhere?: true
  readonly author: string | null
  readonly source: string | null
  /** 正文待核: the body was found by the last fallback and may carry navigation. */
  readonly doubtful: boolean
}

export interface Token {
  readonly word: string
  readonly offset: number
}

/** Words of a text with their offsets in UTF-16 units. */
export interface Segmenter {
  cut(text: string): readonly Token[]
  /** Every dictionary word of two or more characters that stands inside the text, overlapping ones too. */
  wordsIn(text: string): readonly Token[]
  /** False only where no word of the dictionary that stands in the text begins before the place and ends behind it: much cheaper than a cut. */
  mayCross(text: string, place: number): boolean
}

/** A language model that drafts. What it says is text to be checked, and nothing of the domain takes it for more. */
export interface Assistant {
  answer(messages: readonly ChatMessage[]): Promise<string>
}

/** Keeps what must be read again later so that the store alone tells it to nobody. */
export interface SecretBox {
  /** @throws RefusedError where there is no key */
  seal(text: string, belongsTo: string): string
  /** @throws RefusedError for what was sealed with another key, for somebody else, or changed since */
  open(sealed: string, belongsTo: string): string
  isSealed(text: string): boolean
  /** Names the key and tells nothing of it; null: there is none. */
  readonly keyId: string | null
}

/** Bytes from a strong source; the only randomness. */
export type Random = (bytes: number) => Uint8Array

export interface DeadLetters {
  put(letters: readonly Omit<DeadLetter, 'schema' | 'id' | 'at'>[]): Promise<void>
}

/** What a role tells the person at the console or the log file. Static message, fields apart. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

/** A role that runs until it is closed. */
export interface Running {
  close(): Promise<void>
}
