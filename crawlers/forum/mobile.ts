import type { Instant } from '../../core/instant.ts'
import { readDate, readUnixTime, type ReadDate } from '../../core/written-date.ts'
import { authorHash } from '../author-hash.ts'
import { readCount } from '../counts.ts'
import type { Visit } from '../crawler.ts'
import { LoginWallError, NothingParsedError, PlatformError, UnusableItemError } from '../errors.ts'
import { jsonOf } from '../json-answer.ts'
import { plainText } from '../plain-text.ts'
import type { ListedThread, ReadThread, ThreadList, ThreadPost } from '../threads.ts'
import { hostOf, postIdOf } from './addresses.ts'
import { MobileAnswer, MobilePost, MobileThread } from './schema.ts'

/** The JSON of Discuz!'s mobile plugin; it is often switched off, and then answers something else. */
export async function askMobile(
  visit: Visit,
  board: string,
  query: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>
): Promise<{ readonly answer: MobileAnswer; readonly url: string; readonly fetchedElapsedMs: number; readonly bytes: Uint8Array }> {
  const url = new URL(`api/mobile/index.php?${new URLSearchParams({ version: '3', ...query }).toString()}`, board).href
  const fetched = await visit.get(url, { headers })
  const answer = MobileAnswer.safeParse(jsonOf(visit, url, fetched))
  if (!answer.success) throw new NothingParsedError(visit.source.id, url, 'the answer has neither Variables nor Message')
  return { answer: answer.data, url, fetchedElapsedMs: fetched.fetchedElapsedMs, bytes: fetched.bytes }
}

/** @throws LoginWallError, PlatformError for what the plugin says in place of a list. */
export function mobileThreads(visit: Visit, { answer, url }: { answer: MobileAnswer; url: string }, board: string): Omit<ThreadList, 'remember'> {
  const listed = answer.Variables?.forum_threadlist ?? null
  if (listed === null) throw refusal(visit, url, answer) ?? new NothingParsedError(visit.source.id, url, 'the answer has no forum_threadlist')
  const threads: ListedThread[] = []
  const broken: ThreadList['broken'][number][] = []
  for (const [index, raw] of listed.entries()) {
    const thread = MobileThread.safeParse(raw)
    if (!thread.success) {
      broken.push({ place: `${url} thread ${index + 1}`, reason: '主题没有编号（tid）', body: JSON.stringify(raw) })
      continue
    }
    const { tid, subject, author, replies } = thread.data
    const title = subject === null ? null : plainText(subject)
    const count = readCount(replies)
    threads.push({
      id: `forum:${hostOf(url)}:t${tid}`,
      url: new URL(`forum.php?mod=viewthread&tid=${tid}`, board).href,
      title,
      author,
      published: moment(thread.data, visit.clock.now()),
      replies: count,
      views: readCount(thread.data.views),
      version: `${count ?? ''}-${visit.sha256(title ?? '').slice(0, 8)}`
    })
  }
  return { threads, broken }
}

/** One page of a thread's posts. @throws UnusableItemError for what the plugin says in place of a thread. */
export function mobilePosts(
  visit: Visit,
  { answer, url }: { answer: MobileAnswer; url: string },
  thread: ListedThread
): {
  readonly posts: readonly (ThreadPost & { readonly isFirst: boolean })[]
  readonly broken: ReadThread['broken']
  readonly title: string | null
  readonly pages: number
} {
  const listed = answer.Variables?.postlist ?? null
  if (listed === null) {
    const said = answer.Message?.messagestr ?? answer.Message?.messageval ?? null
    if (said !== null) throw new UnusableItemError(visit.source.id, thread.url, said)
    throw new NothingParsedError(visit.source.id, url, 'the answer has no postlist')
  }
  const posts: (ThreadPost & { isFirst: boolean })[] = []
  const broken: ReadThread['broken'][number][] = []
  for (const [index, raw] of listed.entries()) {
    const post = MobilePost.safeParse(raw)
    if (!post.success) {
      broken.push({ place: `${url} post ${index + 1}`, reason: '这一楼没有编号（pid）', body: JSON.stringify(raw) })
      continue
    }
    const text = plainText(withoutQuotes(post.data.message ?? '', post.data.first === '1'))
    posts.push({
      id: postIdOf(thread.url, post.data.pid),
      url: `${thread.url}#pid${post.data.pid}`,
      text: text === '' ? null : text,
      author: post.data.author,
      published: moment(post.data, visit.clock.now()),
      authorHash: authorHash(hostOf(thread.url), post.data.author, visit.sha256),
      region: null,
      likes: null,
      parentId: null,
      isFirst: post.data.first === '1'
    })
  }
  const known = answer.Variables?.thread ?? null
  const replies = readCount(known?.allreplies ?? known?.replies ?? null)
  const perPage = readCount(answer.Variables?.ppp ?? null)
  const pages = replies === null || perPage === null || perPage === 0 ? 1 : Math.ceil((replies + 1) / perPage)
  return { posts, broken, title: known?.subject ?? null, pages }
}

function withoutQuotes(message: string, isFirst: boolean): string {
  return isFirst ? message : message.replace(/<div class="(?:reply_wrap|quote)"[\s\S]*?<\/div>|<blockquote[\s\S]*?<\/blockquote>/gi, '')
}

/** `dbdateline` is Unix time; `dateline` is what people see, with markup. */
function moment({ dbdateline, dateline }: { dbdateline: string | null; dateline: string | null }, observedAt: Instant): ReadDate | null {
  const exact = dbdateline === null || !/^\d+$/.test(dbdateline) ? null : readUnixTime(Number(dbdateline))
  return exact ?? (dateline === null ? null : readDate(plainText(dateline.replaceAll('&nbsp;', ' ')), observedAt))
}

function refusal(visit: Visit, url: string, { Message }: MobileAnswer): Error | null {
  if (Message === null || (Message.messageval === null && Message.messagestr === null)) return null
  const words = Message.messagestr ?? Message.messageval ?? ''
  const wantsSignIn = /login|nopermission|noperm|viewperm/i.test(Message.messageval ?? '')
  return wantsSignIn ? new LoginWallError(visit.source.id, url, words) : new PlatformError(visit.source.id, url, words)
}
