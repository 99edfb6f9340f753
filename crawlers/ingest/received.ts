import type { CrawlState } from '../../core/ports.ts'

type Shelf = Pick<CrawlState, 'cursor' | 'setCursor'>

/**
 * Counts what came to a source by itself, so that its health can tell news from silence, whichever process took it in. Two at once may be
 * counted as one: what counts is whether anything came.
 */
export async function noteReceived(crawl: Shelf, sourceId: string, items: number): Promise<void> {
  if (items === 0) return
  const total = Number((await crawl.cursor(sourceId, 'received')) ?? 0)
  await crawl.setCursor(sourceId, 'received', String(total + items))
}

/** How much came since this was last asked. */
export async function takeReceived(crawl: Shelf, sourceId: string): Promise<number> {
  const [total, judged] = await Promise.all([crawl.cursor(sourceId, 'received'), crawl.cursor(sourceId, 'received-judged')])
  if (total !== null && total !== judged) await crawl.setCursor(sourceId, 'received-judged', total)
  return Math.max(0, Number(total ?? 0) - Number(judged ?? 0))
}
