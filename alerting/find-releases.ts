import { machine } from '../core/actor.ts'
import { hasPassed, type Clock } from '../core/clock.ts'
import type { Outlet } from '../core/department.ts'
import { RetryableError, WanglouError } from '../core/errors.ts'
import { mayBeRelease, proposeRelease } from '../core/incident/propose-release.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { update, type IncidentWriter } from '../core/incident/update.ts'
import { approvedWording } from '../core/incident/wording.ts'
import { hourMs, minuteMs, msOf } from '../core/instant.ts'
import { canonicalUrl } from '../core/mention.ts'
import type { CrawlState, FrontierItem, Logger } from '../core/ports.ts'
import type { LookedAt, Releases } from './releases.ts'

export interface FindReleasesDeps {
  readonly writer: IncidentWriter
  readonly crawl: Pick<CrawlState, 'enqueue' | 'pending' | 'finish' | 'postpone'>
  readonly outlets: readonly Outlet[]
  readonly releases: () => Promise<Releases>
  readonly clock: Clock
  readonly logger: Logger
}

export interface FindReleases {
  /** Reads the lists that are due and pages not read yet, and holds each page against the matters that owe a release; without any, nothing. */
  look(matters: readonly IncidentDocument[]): Promise<readonly IncidentDocument[]>
  /** Addresses that came another way, as by a crawled account of our own. Durable when it resolves. */
  found(urls: readonly string[]): Promise<void>
}

/** Name under which addresses wait in the frontier; no configured source has a dot in its id. */
const frontier = 'release.watch'
/** Wording may be approved after its page was published: a page is remembered for so long after it was found. */
const rememberMs = 72 * hourMs
const pagesAtOnce = 5
const pagesEveryMs = 10_000
/** A page that carries the wording in part may be mended: it is read again so often. */
const doubtfulEveryMs = 5 * minuteMs
/** More than that wait only where a list leads everywhere: then the older half is given up. */
const mostPages = 400
const mostCompared = 50_000
const mostTries = 5

/** 自查本单位发布: finds pages of ours by itself and proposes them to the matters whose approved wording they carry. */
export function createFindReleases(deps: FindReleasesDeps): FindReleases {
  const { clock, crawl, logger } = deps
  const listReadMs = new Map<string, number>()
  const pages = new Map<string, LookedAt>()
  /** When pages that carry a wording in part were last read. */
  const doubtful = new Map<string, number>()
  const compared = new Set<string>()
  /** Others may have put addresses into the frontier, so that it is asked now and then though nothing came this way. */
  let pagesReadMs = Number.NEGATIVE_INFINITY

  async function found(urls: readonly string[]): Promise<void> {
    const hint = JSON.stringify({ foundElapsedMs: clock.elapsedMs() })
    const items = urls.filter((url) => URL.canParse(url)).map((url): FrontierItem => ({ key: canonicalUrl(url), url, hint, tries: 0 }))
    if (items.length > 0 && (await crawl.enqueue(frontier, items)).length > 0) pagesReadMs = Number.NEGATIVE_INFINITY
  }

  async function readLists(releases: Releases): Promise<void> {
    for (const { name, watch, watchMinutes } of deps.outlets) {
      for (const list of watch) {
        const nowMs = clock.elapsedMs()
        if (!hasPassed(listReadMs.get(list) ?? Number.NEGATIVE_INFINITY, watchMinutes * minuteMs, nowMs)) continue
        listReadMs.set(list, nowMs)
        try {
          await found(await releases.links(list))
        } catch (error) {
          logger.warn({ outlet: name, list, error: String(error) }, 'a list of an outlet could not be read')
        }
      }
    }
  }

  async function readPages(releases: Releases): Promise<void> {
    if (!hasPassed(pagesReadMs, pagesEveryMs, clock.elapsedMs())) return
    pagesReadMs = clock.elapsedMs()
    forgetDoubtful()
    const waiting = await crawl.pending(frontier, clock.elapsedMs(), mostPages)
    const full = waiting.length === mostPages
    const over = waiting.filter((item, index) => isOld(item, clock.elapsedMs()) || (full && index < mostPages / 2))
    for (const { key } of over) {
      pages.delete(key)
      await crawl.finish(frontier, key)
    }
    const unread = waiting.filter((item) => !over.includes(item) && !pages.has(item.key))
    for (const item of unread.slice(0, pagesAtOnce)) await readPage(releases, item)
    if (unread.length > pagesAtOnce) pagesReadMs = Number.NEGATIVE_INFINITY
  }

  function forgetDoubtful(): void {
    for (const [key, atMs] of doubtful) {
      if (!hasPassed(atMs, doubtfulEveryMs, clock.elapsedMs())) continue
      doubtful.delete(key)
      pages.delete(key)
    }
  }

  async function readPage(releases: Releases, item: FrontierItem): Promise<void> {
    try {
      const page = await releases.look(item.url)
      const { publishedAt } = page.evidence
      if (publishedAt !== null && msOf(clock.now()) - msOf(publishedAt) > rememberMs) await crawl.finish(frontier, item.key)
      else pages.set(item.key, page)
    } catch (error) {
      if (!(error instanceof WanglouError)) throw error
      // A list may lead to a page before that stands everywhere.
      const again = (error instanceof RetryableError || error.metadata['gone'] === true) && item.tries + 1 < mostTries
      if (again) await crawl.postpone(frontier, item.key, clock.elapsedMs() + (item.tries + 1) * minuteMs)
      else await crawl.finish(frontier, item.key)
    }
  }

  async function match(document: IncidentDocument): Promise<IncidentDocument> {
    const version = approvedWording(document.state)?.version
    if (version === undefined) return document
    let newest = document
    for (const page of pages.values()) {
      const { url, textHash } = page.evidence
      const pair = `${document.id}\n${version}\n${url}\n${textHash}`
      if (compared.has(pair)) continue
      const comparison = mayBeRelease(newest.state, page)
      if (comparison !== null) {
        const kept = await page.keep()
        const change = { at: clock.now(), actor: machine('alerting'), cause: `release-proposed:${pair}` }
        newest = await update(deps.writer, document.id, change, (state) => proposeRelease(state, kept))
      }
      compared.add(pair)
    }
    for (const { evidence, comparison } of newest.state.releaseProposals ?? []) {
      const key = canonicalUrl(evidence.url)
      if (!comparison.carries && pages.has(key) && !doubtful.has(key)) doubtful.set(key, clock.elapsedMs())
    }
    return newest
  }

  return {
    found,
    async look(matters) {
      if (matters.length === 0) return []
      const releases = await deps.releases()
      await readLists(releases)
      await readPages(releases)
      if (compared.size > mostCompared) compared.clear()
      const changed: IncidentDocument[] = []
      for (const document of matters) {
        const newest = await match(document)
        if (newest !== document) changed.push(newest)
      }
      return changed
    }
  }
}

/** By real time, as the pace of fetching is. */
function isOld({ hint }: FrontierItem, nowElapsedMs: number): boolean {
  const { foundElapsedMs } = JSON.parse(hint) as { foundElapsedMs: number }
  return nowElapsedMs - foundElapsedMs > rememberMs
}
