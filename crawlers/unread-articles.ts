import { z } from 'zod'
import { WanglouError } from '../core/errors.ts'
import { FetchFaultClass, fetchFaultClass } from '../core/fetch-fault-class.ts'
import type { Visit } from './crawler.ts'
import { ArticlesUnreadError } from './errors.ts'

/** Failures since an item was last read, kept with the source: a visit that has nothing to try knows of them. */
const Kept = z.object({ keys: z.array(z.string()), reason: z.string(), code: z.string(), faultClass: FetchFaultClass.nullable() })
type Kept = z.infer<typeof Kept>

const cursorName = 'articles unread'
/** One page that was taken back or is broken says nothing of its site; so many different ones do. */
const tellsFrom = 2
const mostKept = 20

export interface UnreadArticles {
  /** An item was read: the row is over. */
  ended(): Promise<void>
  /** Of what was tried none could be read. */
  failed(keys: readonly string[], error: unknown): Promise<void>
  /** Why nothing is read, where the last tries all failed and nothing was read since; null otherwise. */
  lasting(): Promise<ArticlesUnreadError | null>
}

export function unreadOf({ crawl, source }: Pick<Visit, 'crawl' | 'source'>): UnreadArticles {
  const read = async (): Promise<Kept | null> => {
    const text = await crawl.cursor(source.id, cursorName)
    return text === null || text === '' ? null : Kept.parse(JSON.parse(text))
  }
  return {
    async ended() {
      if ((await crawl.cursor(source.id, cursorName)) ?? '') await crawl.setCursor(source.id, cursorName, '')
    },
    async failed(keys, error) {
      const before = await read()
      const all = [...new Set([...(before?.keys ?? []), ...keys])].slice(0, mostKept)
      const kept: Kept = {
        keys: all,
        reason: error instanceof Error ? error.message : String(error),
        code: error instanceof WanglouError ? error.code : 'unexpected',
        faultClass: fetchFaultClass(error)
      }
      await crawl.setCursor(source.id, cursorName, JSON.stringify(kept))
    },
    async lasting() {
      const kept = await read()
      if (kept === null) return null
      // Pages that were taken back are their own affair, where others were read.
      const isOfSite = kept.keys.length >= tellsFrom && kept.faultClass !== 'gone'
      const isTelling = isOfSite || ((await crawl.healthOf(source.id))?.mentionsTotal ?? 0) === 0
      return isTelling ? new ArticlesUnreadError(source.id, kept.keys.length, kept) : null
    }
  }
}
