import { load, type CheerioAPI } from 'cheerio'
import type { Instant } from '../../core/instant.ts'
import { feedRoute } from '../feed/route.ts'
import { UnreadableFeedError } from '../errors.ts'
import { parseItems } from '../feed/parse-feed.ts'
import { unitsOf } from '../portal/jpaas-list.ts'
import { readLinks } from '../portal/links.ts'
import { PortalSettings } from '../portal/settings.ts'
import { guessEpaper } from './epaper.ts'
import type { Guess, Seen } from './guess.ts'

/** Fewer links than that make no list. */
const fewestLinks = 3
const mostBoards = 20

/** What a page that was fetched may be, the likeliest first; empty where it is none of what we know. */
export function guessByPage(seen: Seen, now: Instant): readonly Guess[] {
  const feed = guessFeed(seen)
  if (feed !== null) return [feed]
  const sitemap = guessSitemap(seen)
  if (sitemap !== null) return [sitemap]
  if (!/<(!doctype html|html|head|body|div|a)\b/i.test(seen.text.slice(0, 5000))) return []
  const $ = load(seen.text)
  const site = siteOf($)
  const epaper = guessEpaper(seen, site.name)
  if (epaper !== null) return [epaper]
  return [
    ...guessGkmlpt(seen, site),
    ...guessForum($, seen, site),
    ...guessBlog($, seen, site),
    ...guessPortal(seen, site, now),
    ...guessLinkedFeeds($, seen, site)
  ]
}

function guessFeed({ finalUrl, text }: Seen): Guess | null {
  const isFeed = /^\uFEFF?\s*(<\?xml[\s\S]{0,300}?)?(<!--[\s\S]{0,2000}?-->\s*)?<(rss|feed|rdf:RDF)\b/i.test(text.slice(0, 4000))
  const isJson = /^\uFEFF?\s*\{/.test(text) && /"version"\s*:\s*"https?:\/\/(www\.)?jsonfeed\.org/.test(text.slice(0, 2000))
  if (!isFeed && !isJson) return null
  const parsed = parseItems(text)
  // It is one all the same, and no article.
  if ('unreadable' in parsed) throw new UnreadableFeedError('source test', finalUrl, parsed.unreadable)
  const isDatedByChange = parsed.items.length > 0 && parsed.items.every(({ published, modified }) => published === null && modified !== null)
  const isSummary = parsed.items.length > 0 && parsed.items.every(({ html }) => (html ?? '').replaceAll(/<[^>]*>/g, '').length < 200)
  const name = /<title>\s*(?:<!\[CDATA\[)?([^<\]]{1,60})/.exec(text)?.[1] ?? /"title"\s*:\s*"([^"]{1,60})"/.exec(text)?.[1]
  const route = feedRoute(finalUrl)
  const what = { because: `内容本身，${parsed.items.length} 条`, url: finalUrl, name: name?.trim() ?? null, missing: null }
  if (route !== null)
    return {
      ...what,
      family: route.words,
      crawler: route.crawler,
      kind: route.kind,
      mediaTier: 'self',
      settings: { ...route.settings, ...(route.crawler === 'feed' && isDatedByChange ? { modifiedIsPublished: true } : {}) }
    }
  return {
    ...what,
    family: isJson ? 'JSON Feed 订阅' : 'RSS/Atom 订阅',
    crawler: 'feed',
    kind: 'portal',
    settings: { ...(isSummary ? { follow: true } : {}), ...(isDatedByChange ? { modifiedIsPublished: true } : {}) }
  }
}

function guessSitemap({ finalUrl, text }: Seen): Guess | null {
  const head = /<(urlset|sitemapindex)\b/i.exec(text.slice(0, 2000))
  if (head === null) return null
  return { family: '站点地图', because: `<${head[1]}>`, crawler: 'portal', kind: 'portal', url: finalUrl, name: null, settings: {}, missing: null }
}

interface Site {
  readonly name: string | null
  readonly generator: string
  readonly isGovernment: boolean
}

function siteOf($: CheerioAPI): Site {
  const meta = (name: string): string | null => {
    const found = $('meta')
      .toArray()
      .find((element) => ($(element).attr('name') ?? $(element).attr('property'))?.toLowerCase() === name.toLowerCase())
    const content = found === undefined ? '' : ($(found).attr('content') ?? '').trim()
    return content === '' ? null : content
  }
  const named = [meta('SiteName'), meta('ColumnName')].filter((part) => part !== null).join(' ')
  const title = $('title').first().text().replaceAll(/\s+/g, ' ').trim()
  const name = named || meta('og:site_name') || title
  return {
    name: name === '' ? null : name.slice(0, 40),
    generator: meta('generator') ?? '',
    isGovernment: meta('SiteName') !== null || meta('SiteIDCode') !== null
  }
}

function guessForum($: CheerioAPI, { finalUrl, text }: Seen, { name, generator }: Site): Guess[] {
  const common = { crawler: 'forum', kind: 'forum', name, mediaTier: 'self', missing: null } as const
  if (/discuz/i.test(generator) || /id="(threadlist|postlist)"|Powered by\s*<[^>]*>\s*Discuz/i.test(text)) {
    const boards = boardsOf($, finalUrl, (url) => /mod=forumdisplay&(.*&)?fid=\d+|\/forum-\d+-\d+\.html/.test(url))
    const because = generator === '' ? '页面结构' : `generator “${generator}”`
    return boards.length === 0 ? [] : [{ ...common, family: 'Discuz! 论坛', because, ...addressesOf(boards), settings: boardSettings({}, boards) }]
  }
  if (
    /nodebb/i.test(generator) ||
    /\/assets\/(nodebb|client)[^"']*\.(js|css)|class="[^"]*\bnodebb\b|component="(categories|category)\//i.test(text)
  ) {
    const boards = boardsOf($, finalUrl, (url) => /\/category\/\d+/.test(url) && !url.endsWith('.rss'))
    return boards.length === 0
      ? []
      : [{ ...common, family: 'NodeBB 论坛', because: '页面结构', ...addressesOf(boards), settings: boardSettings({ family: 'nodebb' }, boards) }]
  }
  if (/phpbb/i.test(generator) || /id="phpbb"|Powered by\s*<[^>]*>\s*phpBB/i.test(text)) {
    const boards = boardsOf($, finalUrl, (url) => /viewforum\.php\?(.*&)?f=\d+/.test(url))
    return boards.length === 0
      ? []
      : [{ ...common, family: 'phpBB 论坛', because: '页面结构', ...addressesOf(boards), settings: boardSettings({ family: 'phpbb' }, boards) }]
  }
  return []
}

/** The page itself where it is a board, else the boards that it links to. */
function boardsOf($: CheerioAPI, pageUrl: string, isBoard: (url: string) => boolean): readonly string[] {
  if (isBoard(pageUrl)) return [pageUrl]
  const links = $('a[href]')
    .toArray()
    .flatMap((link) => {
      const href = $(link).attr('href') ?? ''
      if (!URL.canParse(href, pageUrl)) return []
      const url = new URL(href, pageUrl)
      url.hash = ''
      return url.origin === new URL(pageUrl).origin && isBoard(url.href) ? [url.href] : []
    })
  return [...new Set(links)].slice(0, mostBoards)
}

function addressesOf(boards: readonly string[]): { readonly url: string } {
  return { url: boards[0] ?? '' }
}

function boardSettings(settings: Readonly<Record<string, unknown>>, boards: readonly string[]): Readonly<Record<string, unknown>> {
  return boards.length > 1 ? { ...settings, boards: boards.slice(1) } : settings
}

/** A blog says all of it in its feed, which has the times to the second; its comments have a feed of their own. */
function guessBlog($: CheerioAPI, { finalUrl }: Seen, { name, generator }: Site): Guess[] {
  if (!/wordpress|typecho|hexo|hugo|halo|z-?blog/i.test(generator)) return []
  const feeds = linkedFeeds($, finalUrl)
  const [feed, comments] = [feeds.find((one) => !isPartial(one)), feeds.find(isPartial)]
  if (feed === undefined) return []
  return [
    {
      family: `博客（${generator.slice(0, 40)}）`,
      because: 'generator，和页头的 rel="alternate"',
      crawler: 'blog',
      kind: 'blog',
      url: finalUrl,
      name,
      mediaTier: 'self',
      settings: { feed: feed.url, ...(comments === undefined ? {} : { comments: comments.url }) },
      missing: null
    }
  ]
}

interface LinkedFeed {
  readonly url: string
  readonly title: string
}

/** The feed of everything first: those of single categories are longer. */
function linkedFeeds($: CheerioAPI, pageUrl: string): readonly LinkedFeed[] {
  return $('link[rel~="alternate"][href]')
    .toArray()
    .filter((link) => /(rss|atom|feed)\+?(xml|json)?/i.test($(link).attr('type') ?? ''))
    .flatMap((link) => {
      const href = $(link).attr('href') ?? ''
      return URL.canParse(href, pageUrl) ? [{ url: new URL(href, pageUrl).href, title: $(link).attr('title') ?? '' }] : []
    })
    .sort((a, b) => a.url.length - b.url.length)
}

function guessLinkedFeeds($: CheerioAPI, { finalUrl }: Seen, { name }: Site): Guess[] {
  const feed = linkedFeeds($, finalUrl).find((one) => !isPartial(one))
  if (feed === undefined) return []
  return [
    { family: '有订阅的网站', because: '页头的 rel="alternate"', crawler: 'feed', kind: 'portal', url: feed.url, name, settings: {}, missing: null }
  ]
}

function isPartial({ url, title }: LinkedFeed): boolean {
  return /comment|评论/i.test(`${url} ${title}`)
}

function guessPortal({ finalUrl, text }: Seen, { name, isGovernment }: Site, now: Instant): Guess[] {
  const links = readLinks(text, finalUrl, PortalSettings.parse({}), now)
  const isFetched = links.length < fewestLinks && unitsOf(text, finalUrl).length > 0
  if (links.length < fewestLinks && !isFetched) return []
  const family = isFetched ? jpaas : familyOf(text, links)
  const isOfficial = isGovernment || new URL(finalUrl).hostname.endsWith('.gov.cn')
  return [
    {
      family: isOfficial ? `政府网站${family === null ? '' : `（${family.words}）`}` : (family?.words ?? '网站列表页'),
      because: `${isFetched ? '页面上取列表的脚本 jpaas-publish-server' : `${links.length} 条像文章的链接`}${isGovernment ? '，有政府网站的标签' : ''}`,
      crawler: 'portal',
      kind: 'portal',
      url: finalUrl,
      name,
      ...(isOfficial ? { mediaTier: 'official' as const } : {}),
      settings: family?.setting === undefined ? {} : { family: family.setting },
      missing: null
    }
  ]
}

/** 广东's sites for what governments publish: the column stands behind the # of its address. */
function guessGkmlpt({ url, finalUrl, text }: Seen, { name }: Site): Guess[] {
  if (!/\/gkmlpt\//.test(finalUrl) && !/\/gkmlpt\/api\//.test(text)) return []
  const column = /^#(\d+)/.exec(new URL(url).hash)?.[1] ?? null
  return [
    {
      family: '政府网站（gkmlpt 政府信息公开平台）',
      because: '网址里的 /gkmlpt/',
      crawler: 'portal',
      kind: 'portal',
      url: finalUrl,
      name,
      mediaTier: 'official',
      settings: { family: 'gkmlpt', gkmlpt: { columns: [column ?? '0'] } },
      missing: column === null ? '网址里没有 #栏目号：请写明 gkmlpt.columns' : null
    }
  ]
}

interface Family {
  readonly words: string
  /** Where the crawler turns the pages of such lists by itself. */
  readonly setting?: 'trs' | 'jpaas'
}

const jpaas: Family = { words: '大汉 JPaaS', setting: 'jpaas' }

function familyOf(text: string, links: readonly { readonly url: string }[]): Family | null {
  const most = (pattern: RegExp): boolean => links.filter(({ url }) => pattern.test(url)).length * 2 > links.length
  if (/createPageHTML\(/.test(text)) return { words: 'TRS', setting: 'trs' }
  if (/jpaas-publish-server/.test(text)) return jpaas
  if (most(/\/t20\d{6}_\d+\.s?html?$/)) return { words: 'TRS' }
  if (most(/\/art\/\d{4}\//)) return { words: '大汉 JPaaS' }
  return null
}
