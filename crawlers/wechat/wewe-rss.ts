import { z } from 'zod'
import { addMs, hourMs, type Instant } from '../../core/instant.ts'
import { readUnixTime } from '../../core/written-date.ts'
import type { Visit } from '../crawler.ts'
import { StaleListError } from '../errors.ts'

/** `/feeds` of wewe-rss: when it last asked WeChat for each account, in seconds. */
const WeweFeeds = z.array(z.object({ id: z.string(), name: z.string().catch(''), syncTime: z.number() }))

/**
 * Whether the wewe-rss behind a feed still asks WeChat: its feeds go on answering when its account was jailed or signed out, and then show
 * what is old. Null for a feed of anything else, for one that is well, and where nothing can be learnt.
 */
export async function staleRelay(visit: Visit, withinHours: number): Promise<StaleListError | null> {
  const { id, url } = visit.source
  const wanted = /\/feeds\/(MP_WXS_\d+|all)\.(?:json|rss|atom)$/.exec(new URL(url).pathname)?.[1]
  if (wanted === undefined) return null
  const asleep = new Date(addMs(visit.clock.now(), -withinHours * hourMs)).toISOString() as Instant
  try {
    const answer = await visit.get(new URL('/feeds', url).href)
    const feeds = WeweFeeds.parse(JSON.parse(answer.text ?? ''))
    const watched = feeds.filter((feed) => wanted === 'all' || feed.id === wanted)
    const stale = watched.flatMap(({ name, syncTime }) => {
      const synced = readUnixTime(syncTime)
      return synced === null || synced.at >= asleep ? [] : [`${name} ${synced.at}`]
    })
    return stale.length === 0 ? null : new StaleListError(id, url, `wewe-rss last asked WeChat for ${stale.slice(0, 5).join(', ')}`)
  } catch (error) {
    visit.logger.warn({ sourceId: id, reason: String(error) }, 'wewe-rss does not say when it last asked WeChat')
    return null
  }
}
