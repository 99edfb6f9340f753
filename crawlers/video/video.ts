import type { Crawl } from '../crawler.ts'
import { crawlFeed } from '../feed/feed.ts'
import { FeedSettings } from '../feed/settings.ts'
import { crawlMediaCrawler } from './media-crawler.ts'
import type { VideoSettings } from './settings.ts'

/** Videos and notes, however they are had. The platforms themselves are asked for nothing: they want a sign-in. */
export const crawlVideo: Crawl<VideoSettings> = (visit, settings) => {
  if (settings.from === 'media-crawler') return crawlMediaCrawler(visit, settings)
  const { mayBeEmpty, mostItems } = settings
  return crawlFeed(visit, FeedSettings.parse({ mayBeEmpty, mostItems }))
}
