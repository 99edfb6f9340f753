import { withCookie } from '../cookie.ts'
import type { Crawl, Visit } from '../crawler.ts'
import { NothingParsedError, PlatformError, UnusableItemError } from '../errors.ts'
import { readFeed } from '../feed/read-feed.ts'
import { getHtml } from '../html-page.ts'
import { keepPage } from '../keep-page.ts'
import { plainText } from '../plain-text.ts'
import { readDate } from '../../core/written-date.ts'
import { listPartOf, mostListCharacters } from '../portal/list-part.ts'
import { crawlThreads, pagesLeft, type ListedThread, type ReadThread, type ThreadList, type ThreadPost } from '../threads.ts'
import { wallOf } from '../wall.ts'
import { pageUrl, threadIdOf, threadUrl } from './addresses.ts'
import { familyOf, type ForumFamily } from './families.ts'
import { askMobile, mobilePosts, mobileThreads } from './mobile.ts'
import { readBoard } from './read-board.ts'
import { readThreadPage } from './read-thread.ts'
import type { ForumSettings } from './settings.ts'

/** A forum: its boards list threads; new and grown ones are read, replies are mentions with their thread as parent. */
export const crawlForum: Crawl<ForumSettings> = async (visit, configured) => {
  const settings = { ...configured, headers: withCookie(visit, configured) }
  const family = familyOf(settings)
  const lists = { html: readHtmlBoard, rss: readRssBoard, json: readJsonBoard }
  return crawlThreads(visit, {
    lists: [visit.source.url, ...settings.boards],
    hostOf: (board) => new URL(board).host,
    pages: settings.by === 'rss' ? 1 : settings.pages,
    readList: (board, page) => lists[settings.by](visit, settings, family, board, page),
    readThread: (thread) => (settings.by === 'json' ? readJsonThread(visit, settings, thread) : readHtmlThread(visit, settings, family, thread)),
    wantsReplies: settings.replies,
    mostItems: settings.mostItems
  })
}

async function readHtmlBoard(visit: Visit, settings: ForumSettings, family: ForumFamily, board: string, page: number): Promise<ThreadList | null> {
  const url = pageUrl(board, page, 0, family.paging === 'start' ? 'start' : 'page')
  // Boards of programs that count threads in their address cannot be turned without knowing how many stand on a page.
  if (page > 1 && family.paging === 'start') return null
  const html = await getHtml(visit, url, { remember: page === 1, headers: settings.headers, mostCharacters: mostListCharacters })
  if (html === null) return null
  const read = readBoard(listPartOf(visit, html), html.url, family, { sha256: visit.sha256, observedAt: visit.clock.now() })
  if (read.threads.length === 0 && page === 1) {
    const wall = wallOf(visit.source.id, url, html)
    if (wall !== null) throw wall
    if (!read.isBoard || read.broken.length > 0) throw new NothingParsedError(visit.source.id, url, 'no thread on it')
  }
  return { ...read, remember: () => html.remember() }
}

/** `forum.php?mod=rss&fid=N`: the 20 newest threads; it says so in words when it is switched off. */
async function readRssBoard(visit: Visit, settings: ForumSettings, family: ForumFamily, board: string): Promise<ThreadList> {
  const fid = /[?&]fid=(\d+)/.exec(board)?.[1] ?? /forum-(\d+)-/.exec(new URL(board).pathname)?.[1]
  const url = new URL(`forum.php?mod=rss${fid === undefined ? '' : `&fid=${fid}`}`, board).href
  const feed = await readFeed(visit, url, {
    headers: settings.headers,
    saidInstead: (text) => {
      const said = /RSS Disabled|Specified forum not found/i.exec(text.slice(0, 2000))
      return said === null ? null : new PlatformError(visit.source.id, url, said[0])
    }
  })
  const threads = feed.items.flatMap((item): ListedThread[] => {
    const link = item.url === null ? null : threadUrl(item.url, feed.base, family)
    if (link === null) return []
    const title = item.title === null ? null : plainText(item.title)
    return [
      {
        id: threadIdOf(link, family, visit.sha256),
        url: link,
        title,
        author: item.author,
        published: item.published === null ? null : readDate(item.published, visit.clock.now()),
        replies: null,
        views: null,
        // The feed says nothing of replies; a changed opening is all that it shows.
        version: visit.sha256(`${title ?? ''}\n${item.html ?? ''}`).slice(0, 12)
      }
    ]
  })
  return {
    threads,
    broken: [],
    // What stood before a cut is queued by now; that it was cut is said all the same.
    async remember() {
      await feed.remember()
      const failure = feed.failureOf(true)
      if (failure !== null) throw failure
    }
  }
}

async function readJsonBoard(visit: Visit, settings: ForumSettings, _: ForumFamily, board: string, page: number): Promise<ThreadList | null> {
  const fid = /[?&]fid=(\d+)/.exec(board)?.[1] ?? /forum-(\d+)-/.exec(new URL(board).pathname)?.[1] ?? ''
  const asked = await askMobile(visit, board, { module: 'forumdisplay', fid, page: String(page) }, settings.headers)
  return { ...mobileThreads(visit, asked, board), remember: () => Promise.resolve() }
}

/** The first page, and the newest ones behind it that were not read to their end. */
async function readHtmlThread(visit: Visit, settings: ForumSettings, family: ForumFamily, thread: ListedThread): Promise<ReadThread> {
  const first = await readPage(1, 0)
  const perPage = first.read.posts.length
  const pages = await pagesLeft(visit, thread, first.read.pages, settings.threadPages)
  const further = []
  for (const page of pages.numbers) further.push(await readPage(page, perPage))
  await visit.crawl.setCursor(visit.source.id, `pages ${thread.id}`, String(first.read.pages))
  const [opening, ...replies] = first.read.posts
  return {
    source: null,
    title: first.read.title,
    first: opening === undefined ? null : asThread(thread, opening),
    replies: [...replies, ...further.flatMap(({ read }) => read.posts)],
    broken: [first, ...further].flatMap(({ read }) => read.broken),
    snapshot: first.snapshot,
    fetchedElapsedMs: first.fetchedElapsedMs,
    isCapped: pages.isCapped
  }

  async function readPage(page: number, perPage: number) {
    const url = pageUrl(thread.url, page, perPage, family.paging)
    const html = await getHtml(visit, url, { remember: false, headers: settings.headers })
    if (html === null) throw new UnusableItemError(visit.source.id, url, '第一次请求就答“没有变化”（304）')
    const read = readThreadPage(html.html, thread.url, page, family, { observedAt: visit.clock.now(), sha256: visit.sha256 })
    if (read.posts.length === 0 && page === 1) {
      // Read permission of one thread is no wall of the whole board.
      if (read.message !== null) throw new UnusableItemError(visit.source.id, url, read.message)
      throw wallOf(visit.source.id, url, html) ?? new NothingParsedError(visit.source.id, url, 'no post on it')
    }
    return { read, snapshot: page === 1 ? await keepPage(visit, html.fetched) : null, fetchedElapsedMs: html.fetched.fetchedElapsedMs }
  }
}

async function readJsonThread(visit: Visit, settings: ForumSettings, thread: ListedThread): Promise<ReadThread> {
  const tid = /t(\d+)$/.exec(thread.id)?.[1] ?? ''
  const ask = (page: number) => askMobile(visit, thread.url, { module: 'viewthread', tid, page: String(page) }, settings.headers)
  const asked = await ask(1)
  const first = mobilePosts(visit, asked, thread)
  const pages = await pagesLeft(visit, thread, first.pages, settings.threadPages)
  const further = []
  for (const page of pages.numbers) further.push(mobilePosts(visit, await ask(page), thread))
  await visit.crawl.setCursor(visit.source.id, `pages ${thread.id}`, String(first.pages))
  const opening = first.posts.find(({ isFirst }) => isFirst) ?? null
  return {
    source: null,
    title: first.title,
    first: opening === null ? null : asThread(thread, opening),
    replies: [...first.posts, ...further.flatMap(({ posts }) => posts)].filter(({ isFirst }) => !isFirst),
    broken: [first, ...further].flatMap(({ broken }) => broken),
    snapshot: await visit.evidence.put(asked.bytes, { url: asked.url, contentType: 'application/json', at: visit.clock.now() }),
    fetchedElapsedMs: asked.fetchedElapsedMs,
    isCapped: pages.isCapped
  }
}

/** The first post is the thread, and known by its name. */
function asThread(thread: ListedThread, post: ThreadPost): ThreadPost {
  return { ...post, id: thread.id, url: thread.url }
}
