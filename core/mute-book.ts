import { z } from 'zod'
import { Instant } from './instant.ts'
import { Mute } from './mute.ts'
import type { CrawlState, FrontierItem } from './ports.ts'

/** Kept where crawlers keep what waits for them, since it is made once, listed and finished in the same way; no source can have this id. */
const place = '@mutes'
const most = 1000
const Early = z.object({ of: z.string(), until: Instant })

type Shelf = Pick<CrawlState, 'enqueue' | 'pending' | 'finish'>

/** Made once: the same id again changes nothing. */
export async function addMute(shelf: Shelf, mute: Mute): Promise<void> {
  await shelf.enqueue(place, [item(`mute:${mute.id}`, mute)])
}

/** A person ended it before its time. */
export async function endMuteEarly(shelf: Shelf, id: string, until: Instant): Promise<void> {
  await shelf.enqueue(place, [item(`end:${id}`, { of: id, until })])
}

/** Those that run, and those that ended and whose end was not told yet. */
export async function readMutes(shelf: Shelf, nowElapsedMs: number): Promise<Mute[]> {
  const items = await shelf.pending(place, nowElapsedMs, most)
  const ends = new Map(
    items
      .filter(({ key }) => key.startsWith('end:'))
      .map(({ hint }) => Early.parse(JSON.parse(hint)))
      .map(({ of, until }) => [of, until])
  )
  return items
    .filter(({ key }) => key.startsWith('mute:'))
    .map(({ hint }) => Mute.parse(JSON.parse(hint)))
    .map((mute) => {
      const until = ends.get(mute.id)
      return until === undefined || until >= mute.until ? mute : { ...mute, until }
    })
}

/** Its end was told: it is gone from the list and stays in the audit log. */
export async function finishMute(shelf: Shelf, id: string): Promise<void> {
  await shelf.finish(place, `mute:${id}`)
  await shelf.finish(place, `end:${id}`)
}

function item(key: string, value: object): FrontierItem {
  return { key, url: '', hint: JSON.stringify(value), tries: 0 }
}
