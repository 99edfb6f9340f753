import { cutText } from '../core/cut-text.ts'
import { unknownEngagement, type Mention, type MentionId } from '../core/mention.ts'
import type { FrontierItem } from '../core/ports.ts'
import type { ReadDate } from '../core/written-date.ts'
import type { Visit, VisitReport } from './crawler.ts'
import { toMention } from './draft.ts'
import { readEach, wantsToBeLeft } from './each-list.ts'
import { UnusableItemError } from './errors.ts'
import { queueFound, workOff } from './frontier.ts'
import { refuseOnce } from './refuse-once.ts'

/** A thread as its board lists it. */
export interface ListedThread {
  /** Mention id of its first post. */
  readonly id: string
  readonly url: string
  readonly title: string | null
  readonly author: string | null
  readonly published: ReadDate | null
  readonly views: number | null
  readonly replies: number | null
  /** Changes when there is something new to read in it. */
  readonly version: string
}

/** A post of a thread; the first one is the thread itself. */
export interface ThreadPost {
  readonly id: string
  readonly url: string
  readonly text: string | null
  readonly author: string | null
  /** Tells accounts apart and names nobody. */
  readonly authorHash: string | null
  readonly published: ReadDate | null
  readonly region: string | null
  readonly likes: number | null
  /** The post that it answers, where that is not the first one. */
  readonly parentId: string | null
}

export interface ReadThread {
  /** The board's own name, where the platform says it: 临江吧. */
  readonly source: string | null
  readonly title: string | null
  /** Null where the page that was read begins behind it. */
  readonly first: ThreadPost | null
  readonly replies: readonly ThreadPost[]
  /** What could not be read as a post, and why. */
  readonly broken: readonly { readonly place: string; readonly reason: string; readonly body: string }[]
  readonly snapshot: string | null
  readonly fetchedElapsedMs: number
  /** Whether a limit left pages of it unread. */
  readonly isCapped: boolean
}

/** One page of a board. */
export interface ThreadList {
  readonly threads: readonly ListedThread[]
  readonly broken: ReadThread['broken']
  /** Called once everything on it is queued. */
  remember(): Promise<void>
}

export interface ThreadPlatform<List> {
  readonly lists: readonly List[]
  readonly hostOf: (list: List) => string
  /** Pages of each list in one visit at the most. */
  readonly pages: number
  /** Null: nothing changed there since it was remembered, or there is no such page. */
  readList(list: List, page: number): Promise<ThreadList | null>
  readThread(thread: ListedThread): Promise<ReadThread>
  readonly wantsReplies: boolean
  /** Threads taken in one visit at the most. */
  readonly mostItems: number
}

type Hint = { readonly thread: ListedThread } | { readonly post: Mention }

/**
 * Boards of threads: what a list shows as new or grown is read, its first post and each reply are mentions, a reply names the thread as its
 * parent. A post is emitted once a wording; a thread whose count of replies moved is observed again.
 */
export async function crawlThreads<List>(visit: Visit, platform: ThreadPlatform<List>): Promise<VisitReport> {
  const total: Total = { fetched: 0, parsed: 0, fresh: 0 }
  const failure = await readEach(
    visit,
    platform.lists,
    (list) => platform.hostOf(list),
    (list) => readPages(visit, platform, list, total)
  )
  if (wantsToBeLeft(failure)) throw failure
  const result = await workOff(visit, platform.mostItems, (item) => take(visit, platform, item, total))
  if (failure !== null) throw failure
  if (result.done === 0 && result.failed > 0) throw result.lastError
  return { fetched: total.fetched, parsed: total.parsed, fresh: total.fresh }
}

interface Total {
  fetched: number
  parsed: number
  fresh: number
}

async function readPages<List>(visit: Visit, platform: ThreadPlatform<List>, list: List, total: Total): Promise<void> {
  for (let page = 1; page <= platform.pages && !visit.signal.aborted; page++) {
    const read = await platform.readList(list, page)
    total.fetched += 1
    if (read === null) return
    total.parsed += read.threads.length
    for (const { place, reason, body } of read.broken)
      await refuseOnce(visit, body, place, new UnusableItemError(visit.source.id, place, reason), body.slice(0, 20_000))
    const fresh = await queueFound(
      visit,
      read.threads.map((thread) => ({ key: `${thread.id}#${thread.version}`, url: thread.url, hint: { thread } satisfies Hint }))
    )
    await read.remember()
    if (fresh.length === 0) return
    // Everything on the last page that we look at was new: what stands behind it was never seen.
    if (page === platform.pages && fresh.length === read.threads.length && platform.pages > 1)
      visit.capped(`一个版块最多看 ${platform.pages} 页，再往前的没有看`)
  }
}

async function take<List>(visit: Visit, platform: ThreadPlatform<List>, item: FrontierItem, total: Total): Promise<void> {
  const hint = JSON.parse(item.hint) as Hint
  if ('post' in hint) {
    await visit.emit([hint.post])
    total.fresh += 1
    return
  }
  const read = await platform.readThread(hint.thread)
  total.fetched += 1
  if (read.isCapped) visit.capped(`${hint.thread.url} 的回帖页多，只读了最新几页`)
  for (const { place, reason, body } of read.broken)
    await refuseOnce(visit, body, place, new UnusableItemError(visit.source.id, place, reason), body.slice(0, 20_000))
  const mentions = mentionsOf(visit, hint.thread, read, platform.wantsReplies)
  const found = mentions.map((mention) => ({
    key: `${mention.id}#${mention.contentHash.slice(0, 12)}${mention.parentId === null ? `#${mention.engagement.comments ?? ''}` : ''}`,
    url: mention.url ?? item.url,
    hint: { post: mention } satisfies Hint
  }))
  const fresh = new Set(await queueFound(visit, found))
  // What is read is told at once, however many threads still wait; it stays queued until it is durable.
  const told = found.filter(({ key }) => fresh.has(key))
  await visit.emit(told.map(({ hint }) => hint.post))
  for (const { key } of told) await visit.crawl.finish(visit.source.id, key)
  total.fresh += told.length
}

function mentionsOf(visit: Visit, thread: ListedThread, read: ReadThread, wantsReplies: boolean): Mention[] {
  const common = {
    sourceKind: visit.source.kind,
    source: read.source ?? visit.source.name,
    sourceId: visit.source.id,
    snapshot: read.snapshot,
    fetchedElapsedMs: read.fetchedElapsedMs
  }
  const draft = (post: ThreadPost, more: { title: string | null; parentId: MentionId | string | null; engagement: Mention['engagement'] }): Mention =>
    toMention(
      {
        ...common,
        ...more,
        id: post.id,
        url: post.url,
        text: post.text === null ? null : cutText(post.text, 50_000),
        // Who opens a thread speaks to all; of who answers there is kept no more than tells accounts apart.
        author: more.parentId === null ? post.author : null,
        authorHash: post.authorHash,
        publishedAt: post.published?.at ?? null,
        publishedPrecision: post.published?.precision ?? null,
        region: post.region
      },
      visit
    )
  const first =
    read.first === null
      ? []
      : [
          draft(
            { ...read.first, author: read.first.author ?? thread.author, published: read.first.published ?? thread.published },
            {
              title: read.title ?? thread.title,
              parentId: null,
              engagement: { views: thread.views, likes: read.first.likes, comments: thread.replies, reposts: null }
            }
          )
        ]
  if (!wantsReplies) return first
  const replies = read.replies
    .filter(({ text }) => text !== null)
    .map((post) => draft(post, { title: null, parentId: post.parentId ?? thread.id, engagement: { ...unknownEngagement, likes: post.likes } }))
  return [...first, ...replies]
}

/** Pages behind the first: from the one that was the last one at the last look on, the newest of them where there are too many. */
export async function pagesLeft(
  visit: Visit,
  thread: ListedThread,
  pages: number,
  most: number
): Promise<{ numbers: readonly number[]; isCapped: boolean }> {
  const known = Number((await visit.crawl.cursor(visit.source.id, `pages ${thread.id}`)) ?? 1)
  const from = Math.max(2, Math.min(known, pages))
  const start = Math.max(from, pages - most + 1)
  return { numbers: Array.from({ length: Math.max(0, pages - start + 1) }, (_, index) => start + index), isCapped: start > from }
}
