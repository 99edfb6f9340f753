import { WanglouError } from '../core/errors.ts'
import { fetchFaultClass } from '../core/fetch-fault-class.ts'
import type { Visit } from './crawler.ts'
import { StillFailingError } from './errors.ts'

interface Failing {
  /** Articles that were tried since the last one that could be read. */
  readonly count: number
  readonly code: string
  readonly message: string
  readonly status: number | null
}

/** So many articles that failed, and none that could be read, speak against the source and not against one of them. */
const fewest = 3
const cursor = 'articles failing'

/**
 * The error that a visit ends with whose articles all failed; null without one. It stays until an article can be read: while they wait to be tried again, and
 * when they were given up, a list that can be read says nothing of them.
 */
export async function failureOfAll(
  visit: Visit,
  {
    done,
    failed,
    firstFailed,
    lastError
  }: { readonly done: number; readonly failed: number; readonly firstFailed: number; readonly lastError: unknown }
): Promise<unknown> {
  if (visit.signal.aborted) return failed > 0 && done === 0 ? lastError : null
  const { id } = visit.source
  const kept = await visit.crawl.cursor(id, cursor)
  const before = kept === null || kept === '' ? null : (JSON.parse(kept) as Failing)
  if (done > 0) {
    if (before !== null) await visit.crawl.setCursor(id, cursor, '')
    return null
  }
  if (failed === 0) return before !== null && before.count >= fewest ? new StillFailingError(before.code, before.message, before.status) : null
  if (lastError instanceof WanglouError && fetchFaultClass(lastError) !== null) {
    const status = lastError.metadata['status']
    const now: Failing = {
      count: (before?.count ?? 0) + firstFailed,
      code: lastError.code,
      message: lastError.message,
      status: typeof status === 'number' ? status : null
    }
    await visit.crawl.setCursor(id, cursor, JSON.stringify(now))
  }
  return lastError
}
