import type { Mention } from '../../core/mention.ts'
import type { Crawl, Visit, VisitReport } from '../crawler.ts'
import { readEach, wantsToBeLeft } from '../each-list.ts'
import { NothingParsedError, UnusableItemError } from '../errors.ts'
import { refuseOnce } from '../refuse-once.ts'
import { deliver, emitQueued, identityOf, postMention } from './deliver.ts'
import { isWithheld, postId } from './draft-post.ts'
import { readHotSearch } from './hot-search.ts'
import { postsIn, WeiboCards, WeiboLongText, WeiboPost, withoutUsers } from './schema.ts'
import { openSession, type WeiboSession } from './session.ts'
import type { WeiboSettings } from './settings.ts'
import { readThreads, type Thread } from './threads.ts'

type Total = { -readonly [Count in keyof Pick<VisitReport, 'fetched' | 'parsed' | 'fresh'>]: number }

interface Reading {
  readonly visit: Visit
  readonly settings: WeiboSettings
  readonly session: WeiboSession
  readonly total: Total
  /** Posts that this visit saw, with their counts: whose comments and reposts may be read. */
  readonly threads: Map<string, Thread>
}

/**
 * Timelines and searches of m.weibo.cn, its hot list, and the comments and reposts of what grows. Each visit observes every listed post
 * again: its counts are new points, its text may be a new version. An account or word that fails hides no other, but fails the visit in the end.
 */
export const crawlWeibo: Crawl<WeiboSettings> = async (visit, settings) => {
  const total = { fetched: 0, parsed: 0, fresh: 0 }
  const read = async (): Promise<unknown> => {
    const session = await openSession(visit, settings)
    const reading = { visit, settings, session, total, threads: new Map<string, Thread>() }
    const failure = await readEach(
      visit,
      listsOf(settings),
      () => visit.source.url,
      (list) => readList(reading, list)
    )
    if (wantsToBeLeft(failure)) return failure
    const ofThreads = await readThreads(visit, settings, session, [...reading.threads.values()], total)
    return failure ?? ofThreads
  }
  const failure = await read().catch((error: unknown) => error)
  // What an interrupted visit left queued needs no page to be read.
  await emitQueued(visit)
  if (failure !== null) throw failure
  return total
}

type List = 'hot search' | URLSearchParams

function listsOf(settings: WeiboSettings): readonly List[] {
  return [
    ...settings.uids.map((uid) => new URLSearchParams({ type: 'uid', value: uid, containerid: `107603${uid}` })),
    ...settings.containerIds.map((containerid) => new URLSearchParams({ containerid })),
    ...settings.keywords.map((word) => new URLSearchParams({ containerid: `100103type=${settings.searchType}&q=${word}`, page_type: 'searchall' })),
    ...(settings.hotSearch ? (['hot search'] as const) : [])
  ]
}

async function readList(reading: Reading, list: List): Promise<void> {
  const { visit, settings, session, total } = reading
  if (list === 'hot search') {
    const seen = await readHotSearch(visit, session)
    total.fetched += 1
    total.parsed += seen.parsed
    total.fresh += seen.fresh
    return
  }
  for (let page = 1; page <= settings.pages && !visit.signal.aborted; page++) {
    const seen = await readPage(reading, list, page)
    total.fetched += 1
    total.parsed += seen.parsed
    total.fresh += seen.fresh
    if (seen.parsed === 0) break
    // What stood behind a page on which all is new is newer than what we know, too.
    if (page === settings.pages && seen.isAllNew) visit.capped(`${wordsOf(list)}看到第 ${page} 页仍全是新的，更早的没有看`)
  }
}

function wordsOf(list: URLSearchParams): string {
  return list.has('value') ? `账号 ${list.get('value')} ` : `“${(list.get('containerid') ?? '').replace(/^.*&q=/, '')}”`
}

async function readPage(
  { visit, settings, session, threads }: Reading,
  list: URLSearchParams,
  page: number
): Promise<{ parsed: number; fresh: number; isAllNew: boolean }> {
  const query = new URLSearchParams(list)
  query.set('page', String(page))
  const path = `/api/container/getIndex?${query.toString()}`
  const url = new URL(path, visit.source.url).href
  const { data, fetchedElapsedMs } = await session.ask(path)
  const cards = cardsOf(visit, url, data)
  const posts = await readPosts(visit, url, cards)
  if (cards.length > 0 && posts.length === 0 && page === 1)
    throw new NothingParsedError(visit.source.id, url, `${cards.length} cards and no post among them`)
  const mentions: Mention[] = []
  const latest = posts.filter(({ post, isPinned }) => !isPinned && !isWithheld(post))
  for (const { post: listed } of posts) {
    if (isWithheld(listed)) {
      visit.logger.info({ sourceId: visit.source.id, post: postId(listed) }, 'post deleted or withheld')
      continue
    }
    threads.set(postId(listed), { id: postId(listed), comments: listed.comments_count, reposts: listed.reposts_count })
    mentions.push(...(await observe(visit, settings, session, listed, fetchedElapsedMs)))
  }
  const fresh = await deliver(visit, mentions)
  const isAllNew = latest.length > 0 && latest.every(({ post }) => fresh.has(`weibo:${postId(post)}`))
  return { parsed: posts.length, fresh: fresh.size, isAllNew }
}

function cardsOf(visit: Visit, url: string, data: unknown): readonly unknown[] {
  if (data === null) return []
  const found = WeiboCards.safeParse(data)
  if (!found.success) throw new NothingParsedError(visit.source.id, url, 'the answer has no "data"')
  return found.data.cards
}

interface Listed {
  readonly post: WeiboPost
  readonly isPinned: boolean
}

async function readPosts(visit: Visit, url: string, cards: readonly unknown[]): Promise<readonly Listed[]> {
  const posts: Listed[] = []
  for (const [index, { raw, isPinned }] of postsIn(cards).entries()) {
    const post = WeiboPost.safeParse(raw)
    if (post.success) {
      posts.push({ post: post.data, isPinned })
      continue
    }
    const reason = post.error.issues.map((issue) => `${issue.path.join('.') || 'post'}: ${issue.message}`).join('; ')
    const place = `${url} post ${index + 1}`
    const body = JSON.stringify(raw, withoutUsers)
    await refuseOnce(visit, identityOf(raw) ?? body, place, new UnusableItemError(visit.source.id, place, reason), body.slice(0, 20_000))
  }
  return posts
}

/** The post, and the one it reposts while that is still to be seen. */
async function observe(
  visit: Visit,
  settings: WeiboSettings,
  session: WeiboSession,
  listed: WeiboPost,
  fetchedElapsedMs: number
): Promise<readonly Mention[]> {
  const post = settings.longText && listed.isLongText && listed.longText === null ? await withLongText(visit, session, listed) : listed
  const { retweeted_status: reposted } = post
  const parts = reposted === null || reposted.user === null || reposted.text === null ? [post] : [reposted, post]
  const mentions: Mention[] = []
  for (const part of parts) {
    const mention = await postMention(visit, part, fetchedElapsedMs)
    if (mention !== null) mentions.push(mention)
  }
  return mentions
}

/** The whole text, once a post; a failure leaves the cut text, which is worth having. */
async function withLongText(visit: Visit, session: WeiboSession, post: WeiboPost): Promise<WeiboPost> {
  const name = `long text ${postId(post)}`
  const kept = await visit.crawl.cursor(visit.source.id, name)
  if (kept !== null) return { ...post, longText: { longTextContent: kept } }
  try {
    const longText = WeiboLongText.parse((await session.ask(`/statuses/extend?id=${postId(post)}`)).data)
    await visit.crawl.setCursor(visit.source.id, name, longText.longTextContent)
    return { ...post, longText }
  } catch (error) {
    if (wantsToBeLeft(error)) throw error
    visit.logger.warn({ sourceId: visit.source.id, post: postId(post), reason: String(error) }, 'long text not read')
    return post
  }
}
