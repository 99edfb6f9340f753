import type { Mention } from '../../core/mention.ts'
import { readCount } from '../counts.ts'
import type { Visit } from '../crawler.ts'
import { readEach } from '../each-list.ts'
import { NothingParsedError, PlatformError, UnusableItemError } from '../errors.ts'
import { refuseOnce } from '../refuse-once.ts'
import { deliver, itemMention, postMention } from './deliver.ts'
import { draftComment, evidenceOf, isWithheld, postId } from './draft-post.ts'
import { WeiboComment, WeiboPost, WeiboThread, withoutUsers } from './schema.ts'
import type { WeiboSession } from './session.ts'
import type { WeiboSettings } from './settings.ts'

/** A post that may have been answered, with its counts as they were shown. */
export interface Thread {
  readonly id: string
  readonly comments: unknown
  readonly reposts: unknown
}

type Total = { fetched: number; fresh: number }
type Part = 'comments' | 'reposts'

interface Grown {
  readonly id: string
  readonly part: Part
  readonly count: number
  readonly growth: number
}

/**
 * Reads the comments and reposts of posts whose count of them grew since they were last read, those that grew most first. Returns the error
 * that the visit is to end with; null without one.
 */
export async function readThreads(
  visit: Visit,
  settings: WeiboSettings,
  session: WeiboSession,
  threads: readonly Thread[],
  total: Total
): Promise<unknown> {
  const grown: Grown[] = []
  for (const part of ['comments', 'reposts'] as const) {
    if (settings[part] === 0) continue
    for (const thread of threads) {
      const count = readCount(thread[part])
      if (count === null || count === 0) continue
      const before = Number((await visit.crawl.cursor(visit.source.id, `${part} of ${thread.id}`)) ?? 0)
      if (count > before) grown.push({ id: thread.id, part, count, growth: count - before })
    }
  }
  const chosen = grown.toSorted((a, b) => b.growth - a.growth).slice(0, settings.mostThreads)
  if (grown.length > chosen.length)
    visit.capped(`一次最多看 ${settings.mostThreads} 条微博的评论和转发，另有 ${grown.length - chosen.length} 条涨了没看`)
  return readEach(
    visit,
    chosen,
    () => visit.source.url,
    async ({ id, part, count }) => {
      const read = part === 'comments' ? readComments : readReposts
      await read(visit, settings, session, id, total).catch((error: unknown) => {
        // Comments that the author closed are no fault of the source, and asked for again only when there are more.
        if (!(error instanceof PlatformError)) throw error
        visit.logger.warn({ sourceId: visit.source.id, post: id, reason: error.message }, `${part} not shown`)
      })
      // Only what was read to where it was meant to be read counts as read.
      if (!visit.signal.aborted) await visit.crawl.setCursor(visit.source.id, `${part} of ${id}`, String(count))
    }
  )
}

/** By `hotflow` with a cookie, by the older address that needs none without. */
async function readComments(visit: Visit, settings: WeiboSettings, session: WeiboSession, post: string, total: Total): Promise<void> {
  let from = ''
  for (let page = 1; page <= settings.comments && !visit.signal.aborted; page++) {
    const path = session.hasCookie
      ? `/comments/hotflow?id=${post}&mid=${post}${from === '' ? '&max_id_type=0' : from}`
      : `/api/comments/show?id=${post}&page=${page}`
    const { data, fetchedElapsedMs } = await session.ask(path)
    total.fetched += 1
    if (data === null) return
    const thread = threadOf(visit, path, data)
    const mentions: Mention[] = []
    for (const raw of thread.data) mentions.push(...(await commentMentions(visit, raw, post, null, fetchedElapsedMs)))
    total.fresh += (await deliver(visit, mentions)).size
    const isLast = session.hasCookie ? thread.max_id === null || thread.max_id === '0' : thread.max !== null && page >= thread.max
    if (thread.data.length === 0 || isLast) return
    if (page === settings.comments) visit.capped(`每条微博最多看 ${page} 页评论`)
    from = `&max_id=${thread.max_id ?? ''}&max_id_type=${thread.max_id_type ?? '0'}`
  }
}

/** A comment, and the answers to it that stand inside it. */
async function commentMentions(visit: Visit, raw: unknown, post: string, root: string | null, fetchedElapsedMs: number): Promise<readonly Mention[]> {
  const read = WeiboComment.safeParse(raw)
  const place = `weibo:${post}`
  if (!read.success) {
    const body = JSON.stringify(raw, withoutUsers)
    const reason = read.error.issues.map((issue) => `${issue.path.join('.') || 'comment'}: ${issue.message}`).join('; ')
    await refuseOnce(visit, body, place, new UnusableItemError(visit.source.id, place, `评论 ${reason}`), body.slice(0, 20_000))
    return []
  }
  const { comments, ...comment } = read.data
  const draft = draftComment(read.data, post, root, visit.source.id, visit.clock.now(), visit.sha256)
  const identity = `comment ${comment.id} ${comment.text}`
  const own = await itemMention(visit, draft, evidenceOf(comment, false), fetchedElapsedMs, { identity, place: `weibo-comment:${comment.id}` })
  const answers: Mention[] = []
  for (const answer of comments) answers.push(...(await commentMentions(visit, answer, post, comment.id, fetchedElapsedMs)))
  return own === null ? answers : [own, ...answers]
}

async function readReposts(visit: Visit, settings: WeiboSettings, session: WeiboSession, post: string, total: Total): Promise<void> {
  for (let page = 1; page <= settings.reposts && !visit.signal.aborted; page++) {
    const path = `/api/statuses/repostTimeline?id=${post}&page=${page}`
    const { data, fetchedElapsedMs } = await session.ask(path)
    total.fetched += 1
    if (data === null) return
    const thread = threadOf(visit, path, data)
    const mentions: Mention[] = []
    for (const raw of thread.data) {
      const repost = WeiboPost.safeParse(raw)
      if (!repost.success || isWithheld(repost.data) || postId(repost.data) === post) continue
      // The post itself stands in each of its reposts; it is known.
      const mention = await postMention(visit, { ...repost.data, retweeted_status: null }, fetchedElapsedMs, `weibo:${post}`)
      if (mention !== null) mentions.push(mention)
    }
    total.fresh += (await deliver(visit, mentions)).size
    if (thread.data.length === 0 || (thread.max !== null && page >= thread.max)) return
    if (page === settings.reposts) visit.capped(`每条微博最多看 ${page} 页转发`)
  }
}

function threadOf(visit: Visit, path: string, data: unknown): WeiboThread {
  const thread = WeiboThread.safeParse(data)
  if (!thread.success) throw new NothingParsedError(visit.source.id, new URL(path, visit.source.url).href, 'the answer has no "data"')
  return thread.data
}
