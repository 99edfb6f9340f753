import { z } from 'zod'
import { lastSweepPlace } from './last-sweep.ts'
import type { CrawlState } from './ports.ts'

/** What the second path counted, for every process to see. */
export const WatchRecord = z.object({
  /** Real milliseconds of the count. */
  elapsedMs: z.number(),
  /** Due and not fired, over all open incidents that were looked at in this turn and the one before. */
  unfired: z.number().int().nonnegative(),
  /** The first of them, in words; null for none. */
  example: z.string().nullable(),
  /** Whether every open incident was looked at since the process started. */
  complete: z.boolean()
})
export type WatchRecord = z.infer<typeof WatchRecord>

/** What became of the last heartbeat to the outside. */
export const HeartbeatRecord = z.object({
  elapsedMs: z.number(),
  state: z.enum(['sent', 'withheld', 'failed']),
  reason: z.string().nullable()
})
export type HeartbeatRecord = z.infer<typeof HeartbeatRecord>

const place = lastSweepPlace.sourceId
type Shelf = Pick<CrawlState, 'cursor' | 'setCursor'>

export async function noteWatch(crawl: Pick<Shelf, 'setCursor'>, record: WatchRecord): Promise<void> {
  await crawl.setCursor(place, 'watch', JSON.stringify(record))
}

export async function readWatch(crawl: Pick<Shelf, 'cursor'>): Promise<WatchRecord | null> {
  return parsed(WatchRecord, await crawl.cursor(place, 'watch'))
}

export async function noteHeartbeat(crawl: Pick<Shelf, 'setCursor'>, record: HeartbeatRecord): Promise<void> {
  await crawl.setCursor(place, 'heartbeat', JSON.stringify(record))
}

export async function readHeartbeat(crawl: Pick<Shelf, 'cursor'>): Promise<HeartbeatRecord | null> {
  return parsed(HeartbeatRecord, await crawl.cursor(place, 'heartbeat'))
}

/** What cannot be read is not known. */
function parsed<T>(schema: z.ZodType<T>, stored: string | null): T | null {
  if (stored === null) return null
  try {
    return schema.parse(JSON.parse(stored))
  } catch {
    return null
  }
}
