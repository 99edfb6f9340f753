import { z } from 'zod'
import { canonicalUrl, type Mention } from '../../core/mention.ts'
import type { FrontierItem } from '../../core/ports.ts'
import { readDate } from '../../core/written-date.ts'
import type { Crawl, Visit } from '../crawler.ts'
import { toMention } from '../draft.ts'
import { readFeedItems } from '../feed-items.ts'
import { queueFound, workOff } from '../frontier.ts'
import { plainText } from '../plain-text.ts'
import type { VideoSettings } from './settings.ts'
import { videoId } from './video-name.ts'

const Hint = z.object({
  url: z.string(),
  title: z.string().nullable(),
  html: z.string().nullable(),
  published: z.string().nullable(),
  author: z.string().nullable(),
  fetchedElapsedMs: z.number()
})
type Hint = z.infer<typeof Hint>

/** A feed of RSSHub: each item under the id of its platform, so that it is the same as an imported one. */
export const crawlVideoFeed: Crawl<Extract<VideoSettings, { from: 'feed' }>> = async (visit, settings) => {
  const feed = await readFeedItems(visit)
  const { fetchedElapsedMs } = feed
  if (feed.items.length > settings.mostItems) visit.capped(`一次最多取 ${settings.mostItems} 条`)
  const found = feed.items.slice(0, settings.mostItems).flatMap(({ url, title, html, published, author }) => {
    if (url === null || !URL.canParse(url, visit.source.url)) return []
    const hint: Hint = { url: new URL(url, visit.source.url).href, title, html: html?.slice(0, 200_000) ?? null, published, author, fetchedElapsedMs }
    const version = visit.sha256(JSON.stringify([title, html])).slice(0, 12)
    return [{ key: `${videoId(hint.url) ?? canonicalUrl(hint.url)}#${version}`, url: hint.url, hint }]
  })
  await queueFound(visit, found)
  await feed.remember()
  const result = await workOff(visit, settings.mostItems, async (item) => visit.emit([await takeItem(visit, item)]))
  const failure = feed.failureOf(settings.mayBeEmpty) ?? (result.done === 0 ? result.lastError : null)
  if (failure !== null) throw failure
  return { fetched: 1, parsed: feed.parsed, fresh: result.done }
}

async function takeItem(visit: Visit, item: FrontierItem): Promise<Mention> {
  const hint = Hint.parse(JSON.parse(item.hint))
  const published = hint.published === null ? null : readDate(hint.published, visit.clock.now())
  const title = hint.title === null ? null : plainText(hint.title).replace(/\s+/g, ' ')
  const text = hint.html === null ? null : plainText(hint.html)
  const snapshot = await visit.evidence.put(new TextEncoder().encode(item.hint), {
    url: hint.url,
    contentType: 'application/json',
    at: visit.clock.now()
  })
  return toMention(
    {
      id: videoId(hint.url),
      sourceKind: visit.source.kind,
      source: visit.source.name,
      sourceId: visit.source.id,
      url: hint.url,
      title: isBeginning(title, text) ? null : title,
      text: text === '' ? null : text,
      author: hint.author,
      publishedAt: published?.at ?? null,
      publishedPrecision: published?.precision ?? null,
      snapshot,
      fetchedElapsedMs: hint.fetchedElapsedMs
    },
    visit
  )
}

/** RSSHub makes a title of a text's beginning and cuts it: that is no title of the video. */
function isBeginning(title: string | null, text: string | null): boolean {
  if (title === null || text === null || text === '') return false
  const start = title.replace(/(?:\.{3}|…)$/, '')
  return text.replace(/\s+/g, ' ').startsWith(start)
}
