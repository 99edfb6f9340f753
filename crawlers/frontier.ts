import { WanglouError } from '../core/errors.ts'
import type { FrontierItem } from '../core/ports.ts'
import type { Visit } from './crawler.ts'

/** A thing to fetch or to emit, with what its list already said of it. */
export interface Found {
  readonly key: string
  readonly url: string
  readonly hint: unknown
}

/** Queues what was never seen; returns the keys of that. */
export async function queueFound(visit: Visit, found: readonly Found[]): Promise<readonly string[]> {
  const items = found.map(({ key, url, hint }): FrontierItem => ({ key, url, hint: JSON.stringify(hint), tries: 0 }))
  return (await visit.crawl.enqueue(visit.source.id, items)).map((item) => item.key)
}

const batch = 16
const mostTries = 5
/** A wall or another layout stands for a day or more, and what is behind it is not lost meanwhile. */
const mostTriesAtWall = 30
const walls = new Set(['login-wall', 'block-page', 'nothing-parsed'])
const firstWaitMs = 30_000
const longestWaitMs = 3_600_000

/**
 * Works off what is queued. `take` makes the item durable (its mention is in the log) before it resolves; only then it counts as
 * finished, so a crash in between repeats it and loses nothing. What may succeed later waits; what cannot is kept as a dead letter.
 */
export async function workOff(
  visit: Visit,
  most: number,
  take: (item: FrontierItem) => Promise<void>
): Promise<{ done: number; failed: number; firstFailed: number; lastError: unknown }> {
  const report = { done: 0, failed: 0, firstFailed: 0, lastError: null as unknown }
  while (report.done + report.failed < most && !visit.signal.aborted) {
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
          if (item.tries === 0) report.firstFailed += 1
          report.lastError = error
          await putAside(visit, item, error)
        }
      })
    )
  }
  if (report.done + report.failed >= most && !visit.signal.aborted) {
    const rest = await visit.crawl.pending(visit.source.id, visit.clock.elapsedMs(), 1)
    if (rest.length > 0) visit.capped(`一次最多取 ${most} 条，其余下次再取`)
  }
  return report
}

/** Handed back untouched when we are closing; otherwise postponed or given up. */
export async function putAside(visit: Visit, item: FrontierItem, error: unknown): Promise<void> {
  if (visit.signal.aborted) return
  const isOurs = error instanceof WanglouError
  const isWall = isOurs && walls.has(error.code)
  const mayPass = !isOurs || isWall || ('retryable' in error && error.retryable === true)
  if (mayPass && item.tries + 1 < (isWall ? mostTriesAtWall : mostTries)) {
    await visit.crawl.postpone(visit.source.id, item.key, visit.clock.elapsedMs() + Math.min(longestWaitMs, firstWaitMs * 4 ** item.tries))
    return
  }
  await visit.refuse('crawl', item.url, error, item.hint)
  await visit.crawl.finish(visit.source.id, item.key)
}
