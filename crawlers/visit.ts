import type { Clock } from '../core/clock.ts'
import { ConfigError, WanglouError } from '../core/errors.ts'
import { fetchFaultClass } from '../core/fetch-fault-class.ts'
import { classedFaultWords, fetchFaultWords } from '../core/fetch-fault-words.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { Instant } from '../core/instant.ts'
import type { Mention } from '../core/mention.ts'
import type { CrawlState, DeadLetters, EventLog, EvidenceStore, Fetch, FetchOptions, Logger, Render } from '../core/ports.ts'
import type { Source, SourceHealth } from '../core/source.ts'
import { crawlBlog } from './blog/blog.ts'
import type { ReadArticle, ReadSecret, Visit, VisitReport } from './crawler.ts'
import { CooldownError, NoBrowserError } from './errors.ts'
import { crawlFeed } from './feed/feed.ts'
import { crawlForum } from './forum/forum.ts'
import { afterVisit, type Outcome } from './health.ts'
import { crawlHotList } from './hotlist/hotlist.ts'
import { crawlIngest } from './ingest/ingest.ts'
import { privateOf } from './private-addresses.ts'
import { crawlPortal } from './portal/portal.ts'
import { readList, type ReadList } from './portal/read-list.ts'
import { sourceSettings } from './settings.ts'
import { crawlTieba } from './tieba/tieba.ts'
import { crawlVideo } from './video/video.ts'
import { crawlWechat } from './wechat/wechat.ts'
import { crawlWeibo } from './weibo/weibo.ts'

/** What visits need of the world. */
export interface VisitDeps {
  readonly fetch: Fetch
  /** Absent where this machine has no browser. */
  readonly render?: Render
  readonly readArticle: ReadArticle
  /** Left out: on this thread, however long a list is. */
  readonly readList?: ReadList
  /** Left out: nothing is secret here, and a source that names a secret is told so. */
  readonly readSecret?: ReadSecret
  readonly log: Pick<EventLog, 'append'>
  readonly crawl: CrawlState
  readonly evidence: EvidenceStore
  readonly deadLetters: DeadLetters
  readonly clock: Clock
  readonly logger: Logger
  readonly sha256: Sha256
  readonly drill: boolean
}

export interface VisitResult {
  readonly health: SourceHealth
  /** Real moment before which the source is left alone, by its own wish; null without one. */
  readonly notBeforeElapsedMs: number | null
}

/** What happened during a visit, counted where it happens, so that no crawler has to. */
interface VisitCount {
  mentions: number
  unchanged: number
  queued: number
  finished: number
  capped: string | null
}

function nothingCounted(): VisitCount {
  return { mentions: 0, unchanged: 0, queued: 0, finished: 0, capped: null }
}

/** Visits one source once and judges its health. Whatever goes wrong ends in the health row; nothing is thrown. */
export async function visitSource(
  deps: VisitDeps,
  source: Source,
  before: SourceHealth,
  memory: Map<string, string>,
  signal: AbortSignal
): Promise<VisitResult> {
  const count = nothingCounted()
  const visit = prepareVisit(deps, source, memory, signal, count)
  const ended = { at: deps.clock.now(), atElapsedMs: deps.clock.elapsedMs() }
  let outcome: Outcome
  let notBeforeElapsedMs: number | null = null
  try {
    const report = await crawl(visit)
    outcome = { kind: 'read', ...ended, ...report, ...readWords(count, report), mentions: count.mentions }
  } catch (error) {
    notBeforeElapsedMs = waitWished(error, deps.clock.elapsedMs())
    outcome = {
      kind: 'failed',
      ...ended,
      code: codeOf(error),
      message: classedFaultWords(error),
      faultClass: fetchFaultClass(error),
      leftAloneUntilElapsedMs: notBeforeElapsedMs,
      mentions: count.mentions
    }
    if (!signal.aborted) deps.logger.warn({ sourceId: source.id, code: outcome.code, reason: outcome.message }, 'source not read')
  }
  // An interrupted visit says nothing of the source; it is due again at the next start.
  if (signal.aborted) return { health: { ...before, mentionsTotal: before.mentionsTotal + count.mentions }, notBeforeElapsedMs: null }
  const health = afterVisit(before, source, outcome, await watchedSince(deps, source, ended.at))
  return { health, notBeforeElapsedMs }
}

function readWords(
  { unchanged, queued, finished, mentions, capped }: VisitCount,
  { parsed }: VisitReport
): Pick<Extract<Outcome, { kind: 'read' }>, 'unchanged' | 'coverage'> {
  const got = Math.max(finished, mentions)
  return { unchanged: unchanged > 0 && parsed === 0, coverage: { asked: Math.max(queued, got), got, capped } }
}

/** One entry a kind: a new crawler does not compile until it stands here. */
function crawl(visit: Visit): Promise<VisitReport> {
  const { source } = visit
  switch (source.crawler) {
    case 'portal':
      return crawlPortal(visit, sourceSettings.portal.parse(source.settings))
    case 'feed':
      return crawlFeed(visit, sourceSettings.feed.parse(source.settings))
    case 'forum':
      return crawlForum(visit, sourceSettings.forum.parse(source.settings))
    case 'tieba':
      return crawlTieba(visit, sourceSettings.tieba.parse(source.settings))
    case 'blog':
      return crawlBlog(visit, sourceSettings.blog.parse(source.settings))
    case 'ingest':
      return crawlIngest(visit, sourceSettings.ingest.parse(source.settings))
    case 'weibo':
      return crawlWeibo(visit, sourceSettings.weibo.parse(source.settings))
    case 'wechat':
      return crawlWechat(visit, sourceSettings.wechat.parse(source.settings))
    case 'video':
      return crawlVideo(visit, sourceSettings.video.parse(source.settings))
    case 'hotlist':
      return crawlHotList(visit, sourceSettings.hotlist.parse(source.settings))
  }
}

/** A visit of a source for one look, beside those that its schedule makes. */
export function visitBeside(deps: VisitDeps, source: Source, memory: Map<string, string>, signal: AbortSignal): Visit {
  return prepareVisit(deps, source, memory, signal, nothingCounted())
}

function prepareVisit(deps: VisitDeps, source: Source, memory: Map<string, string>, signal: AbortSignal, count: VisitCount): Visit {
  return {
    source,
    memory,
    signal,
    readArticle: deps.readArticle,
    readList: deps.readList ?? ((list) => readList(list, deps.sha256)),
    secret: deps.readSecret ?? noSecret,
    crawl: countingState(deps.crawl, count),
    evidence: deps.evidence,
    deadLetters: deps.deadLetters,
    clock: deps.clock,
    logger: deps.logger,
    sha256: deps.sha256,
    drill: deps.drill,
    capped(reason) {
      count.capped ??= reason
    },
    async get(url, options = {}) {
      const wanted: FetchOptions = { allowPrivate: privateOf(source), paceMs: source.paceMs, signal, ...options }
      const fetched = await deps.fetch(url, wanted)
      if (fetched.notModified) count.unchanged += 1
      return fetched
    },
    async render(url) {
      if (deps.render === undefined) throw new NoBrowserError(source.id, url)
      return deps.render(url, { allowPrivate: privateOf(source), paceMs: source.paceMs, signal })
    },
    async emit(mentions: readonly Mention[]) {
      if (mentions.length === 0) return
      await deps.log.append(
        'mentions',
        mentions.map((mention) => ({ key: mention.id, value: JSON.stringify(mention) }))
      )
      count.mentions += mentions.length
    },
    async refuse(stage, place, error, body, key) {
      deps.logger.warn({ sourceId: source.id, place, reason: fetchFaultWords(error) }, 'item refused')
      await deps.deadLetters.put([
        {
          stage,
          source: source.id,
          place,
          reason: fetchFaultWords(error),
          code: codeOf(error),
          topic: null,
          key: key ?? null,
          body: body.slice(0, 100_000)
        }
      ])
    }
  }
}

function noSecret(field: string): string | null {
  throw new ConfigError(`${field}: 这里没有可读的秘密`)
}

/** The crawl state, with what the visit queues and finishes counted. */
function countingState(state: CrawlState, count: VisitCount): CrawlState {
  return {
    enqueue: async (sourceId, items) => {
      const fresh = await state.enqueue(sourceId, items)
      // What is noted beside the sources is no item of a visit.
      if (!sourceId.startsWith('@')) count.queued += fresh.length
      return fresh
    },
    finish: async (sourceId, key) => {
      await state.finish(sourceId, key)
      count.finished += 1
    },
    pending: (sourceId, nowElapsedMs, limit) => state.pending(sourceId, nowElapsedMs, limit),
    postpone: (sourceId, key, notBeforeElapsedMs) => state.postpone(sourceId, key, notBeforeElapsedMs),
    cursor: (sourceId, name) => state.cursor(sourceId, name),
    setCursor: (sourceId, name, value) => state.setCursor(sourceId, name, value),
    health: () => state.health(),
    healthOf: (sourceId) => state.healthOf(sourceId),
    putHealth: (health) => state.putHealth(health)
  }
}

async function watchedSince(deps: VisitDeps, source: Source, now: Instant): Promise<Instant> {
  const kept = Instant.safeParse(await deps.crawl.cursor(source.id, 'watched-since'))
  if (kept.success && kept.data <= now) return kept.data
  await deps.crawl.setCursor(source.id, 'watched-since', now)
  return now
}

function waitWished(error: unknown, elapsedMs: number): number | null {
  if (error instanceof CooldownError) return elapsedMs + error.cooldownMs
  const asked = error instanceof WanglouError ? error.metadata['retryAfterMs'] : null
  return typeof asked === 'number' ? elapsedMs + asked : null
}

function codeOf(error: unknown): string {
  return error instanceof WanglouError ? error.code : 'unexpected'
}
