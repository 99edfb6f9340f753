import { load } from 'cheerio'
import type { Crawl, Visit } from '../crawler.ts'
import { NothingParsedError } from '../errors.ts'
import { crawlFeeds } from '../feed/feed.ts'
import { FeedSettings } from '../feed/settings.ts'
import { getHtml } from '../html-page.ts'
import { crawlPortal } from '../portal/portal.ts'
import { PortalSettings } from '../portal/settings.ts'
import { wallOf } from '../wall.ts'
import type { BlogSettings } from './settings.ts'

/** A blog: posts, and comments where they are wanted, by feed; else posts by sitemap. */
export const crawlBlog: Crawl<BlogSettings> = async (visit, settings) => {
  const { feed, comments, withComments, sitemap, newestDays, ...forFeed } = settings
  if (sitemap !== undefined) {
    const asPortal = PortalSettings.parse({
      article: settings.article,
      sitemaps: [sitemap],
      sitemap: { withinDays: newestDays },
      mostArticles: settings.mostItems
    })
    return crawlPortal({ ...visit, source: { ...visit.source, url: sitemap } }, asPortal)
  }
  const wantsPage = feed === undefined || (withComments && comments === undefined)
  const named = wantsPage ? await feedsNamed(visit) : null
  const posts = feed ?? named?.posts
  if (posts === undefined || posts === null)
    throw new NothingParsedError(visit.source.id, visit.source.url, 'the page names no feed; name feed or sitemap in the settings')
  const ofComments = comments ?? (withComments ? (named?.comments ?? null) : null)
  return crawlFeeds(visit, ofComments === null ? [posts] : [posts, ofComments], FeedSettings.parse(forFeed))
}

interface NamedFeeds {
  readonly posts: string | null
  readonly comments: string | null
}

const feedTypes = /^application\/(?:rss|atom|feed|rdf)\+(?:xml|json)$/i

/** The feeds that the front page names in its head, asked once and then remembered while they are read. */
async function feedsNamed(visit: Visit): Promise<NamedFeeds> {
  const kept = await visit.crawl.cursor(visit.source.id, 'feeds named')
  if (kept !== null) return JSON.parse(kept) as NamedFeeds
  const page = await getHtml(visit, visit.source.url, { remember: false })
  if (page === null) return { posts: null, comments: null }
  const $ = load(page.html)
  const links = $('link[rel~="alternate"][href]')
    .toArray()
    .filter((link) => feedTypes.test($(link).attr('type') ?? '') && URL.canParse($(link).attr('href') ?? '', page.url))
    .map((link) => ({ url: new URL($(link).attr('href') ?? '', page.url).href, title: $(link).attr('title') ?? '' }))
  const isComments = ({ url, title }: { url: string; title: string }): boolean => /comment|评论/i.test(`${url} ${title}`)
  const named = { posts: links.find((link) => !isComments(link))?.url ?? null, comments: links.find(isComments)?.url ?? null }
  const wall = named.posts === null ? wallOf(visit.source.id, visit.source.url, page) : null
  if (wall !== null) throw wall
  if (named.posts !== null) await visit.crawl.setCursor(visit.source.id, 'feeds named', JSON.stringify(named))
  return named
}
