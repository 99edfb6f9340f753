import { WanglouError } from '../core/errors.ts'
import { fetchFaultClass } from '../core/fetch-fault-class.ts'
import type { FrontierItem } from '../core/ports.ts'
import type { Visit } from './crawler.ts'
import { unreadOf } from './unread-articles.ts'

/** A thing to fetch or to emit, with what its list already said of it. */
export interface Found {
  readonly key: string
  readonly url: string
  readonly hint: unknown
}

const mostAtOnce = 500

/** Queues what was never seen; returns the keys of that. */
export async function queueFound(visit: Visit, found: readonly Found[]): Promise<readonly string[]> {
  const items = found.map(({ key, url, hint }): FrontierItem => ({ key, url, hint: JSON.stringify(hint), tries: 0 }))
  const fresh: string[] = []
  // In parts, between which others have their turn.
  for (let at = 0; at < items.length; at += mostAtOnce) {
    const part = await visit.crawl.enqueue(visit.source.id, items.slice(at, at + mostAtOnce))
    fresh.push(...part.map(({ key }) => key))
  }
  return fresh
}

const batch = 16
const mostTries = 5
const firstWaitMs = 30_000
const longestWaitMs = 3_600_000
/**
 * Who keeps us out, or was built anew, stays so for hours or days, not for minutes: a day and a half in all, and then whoever mends it replays what
 * was given up.
 */
const lastingTries = 12
const firstLastingMs = 300_000
const longestLastingMs = 6 * 3_600_000

/**
 * Works off what is queued. `take` makes the item durable (its mention is in the log) before it resolves; only then it counts as
 * finished, so a crash in between repeats it and loses nothing. What may succeed later waits; what cannot is kept as a dead letter. While none
 * can be read and the rest waits for its time, the report says so at each visit: a list that opens is no source that is read.
 */
export async function workOff(
  visit: Visit,
  most: number,
  take: (item: FrontierItem) => Promise<void>
): Promise<{ done: number; failed: number; lastError: unknown }> {
  const report = { done: 0, failed: 0, lastError: null as unknown }
  const unread = unreadOf(visit)
  const failedKeys: string[] = []
  let blocked = 0
  while (report.done + report.failed < most && !visit.signal.aborted) {
    // Nobody is asked two hundred times for what was refused sixteen times.
    if (report.done === 0 && blocked >= batch) break
    const items = await visit.crawl.pending(visit.source.id, visit.clock.elapsedMs(), Math.min(batch, most - report.done - report.failed))
    if (items.length === 0) break
    await Promise.all(
      items.map(async (item) => {
        try {
          await take(item)
          await visit.crawl.finish(visit.source.id, item.key)
          report.done += 1
        } catch (error) {
          report.failed += 1
          report.lastError = error
          failedKeys.push(item.key)
          if (fetchFaultClass(error) === 'blocked') blocked += 1
          await putAside(visit, item, error)
        }
      })
    )
  }
  if (report.done + report.failed >= most && !visit.signal.aborted) {
    const rest = await visit.crawl.pending(visit.source.id, visit.clock.elapsedMs(), 1)
    if (rest.length > 0) visit.capped(`一次最多取 ${most} 条，其余下次再取`)
  }
  if (visit.signal.aborted) return report
  if (report.done > 0) await unread.ended()
  else if (report.failed > 0) await unread.failed(failedKeys, report.lastError)
  else {
    const lastError = await unread.lasting()
    if (lastError !== null) return { done: 0, failed: 1, lastError }
  }
  return report
}

/** Handed back untouched when we are closing; otherwise postponed or given up. */
export async function putAside(visit: Visit, item: FrontierItem, error: unknown): Promise<void> {
  if (visit.signal.aborted) return
  const isOurs = error instanceof WanglouError
  const isLasting = fetchFaultClass(error) === 'blocked' || (isOurs && error.code === 'nothing-parsed')
  const mayPass = isLasting || !isOurs || ('retryable' in error && error.retryable === true)
  if (mayPass && item.tries + 1 < (isLasting ? lastingTries : mostTries)) {
    const waitMs = isLasting ? Math.min(longestLastingMs, firstLastingMs * 2 ** item.tries) : Math.min(longestWaitMs, firstWaitMs * 4 ** item.tries)
    await visit.crawl.postpone(visit.source.id, item.key, visit.clock.elapsedMs() + waitMs)
    return
  }
  await visit.refuse('crawl', item.url, error, item.hint, item.key)
  await visit.crawl.finish(visit.source.id, item.key)
}
