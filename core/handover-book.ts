import { z } from 'zod'
import { Actor } from './actor.ts'
import { Handover } from './handover.ts'
import { Instant } from './instant.ts'
import type { CrawlState } from './ports.ts'

/** Kept where crawlers keep what waits for them, as mutes are: written once, listed until somebody takes it; no source can have this id. */
const place = '@handovers'
const most = 50
const lastTaken = 'last-taken'

type Shelf = Pick<CrawlState, 'enqueue' | 'pending' | 'finish' | 'cursor' | 'setCursor'>

/** The last one that somebody took, and who. */
export const TakenHandover = z.object({ handover: Handover, by: Actor, at: Instant })
export type TakenHandover = z.infer<typeof TakenHandover>

/** The same id again changes nothing. */
export async function addHandover(shelf: Shelf, handover: Handover): Promise<void> {
  await shelf.enqueue(place, [{ key: handover.id, url: '', hint: JSON.stringify(handover), tries: 0 }])
}

/** Those that nobody took yet, oldest first. */
export async function waitingHandovers(shelf: Shelf, nowElapsedMs: number): Promise<Handover[]> {
  return (await shelf.pending(place, nowElapsedMs, most)).map(({ hint }) => Handover.parse(JSON.parse(hint)))
}

/** It waits no more; who took it stays until the next is taken, and in the audit log for good. */
export async function takeHandover(shelf: Shelf, taken: TakenHandover): Promise<void> {
  await shelf.setCursor(place, lastTaken, JSON.stringify(taken))
  await shelf.finish(place, taken.handover.id)
}

export async function lastTakenHandover(shelf: Shelf): Promise<TakenHandover | null> {
  const text = await shelf.cursor(place, lastTaken)
  return text === null ? null : TakenHandover.parse(JSON.parse(text))
}
