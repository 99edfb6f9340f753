import type { Crawl } from '../crawler.ts'
import { crawlVideoFeed } from './feed.ts'
import { crawlMediaCrawler } from './media-crawler.ts'
import type { VideoSettings } from './settings.ts'

/** Videos and notes, however they are had. The platforms themselves are asked for nothing: they want a sign-in. */
export const crawlVideo: Crawl<VideoSettings> = (visit, settings) =>
  settings.from === 'feed' ? crawlVideoFeed(visit, settings) : crawlMediaCrawler(visit, settings)
