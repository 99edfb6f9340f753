import { hourMs, msOf } from '../../core/instant.ts'
import { readUnixTime, type ReadDate } from '../../core/written-date.ts'
import { readCount } from '../counts.ts'
import { authorHash } from '../author-hash.ts'
import { withCookie } from '../cookie.ts'
import type { Crawl, Visit } from '../crawler.ts'
import { BlockPageError, NothingParsedError, PlatformError, SignInExpiredError, UnusableItemError, WrongContentError } from '../errors.ts'
import { plainText } from '../plain-text.ts'
import { crawlThreads, pagesLeft, type ListedThread, type ReadThread, type ThreadList, type ThreadPost } from '../threads.ts'
import { wallOf } from '../wall.ts'
import { TiebaCard, TiebaForum, TiebaFound, TiebaPost, TiebaSearch, TiebaStatus, TiebaSync, TiebaThread, wordsOf } from './schema.ts'
import type { TiebaSettings } from './settings.ts'
import { signed } from './sign.ts'

type List = { readonly word: string } | { readonly forum: string }

/** Forums and searches of 贴吧 by the signed JSON of its web pages; each thread and each reply is a mention. */
export const crawlTieba: Crawl<TiebaSettings> = async (visit, configured) => {
  const settings = { ...configured, headers: withCookie(visit, configured) }
  return crawlThreads<List>(visit, {
    lists: [...settings.forums.map((forum) => ({ forum })), ...settings.keywords.map((word) => ({ word }))],
    hostOf: () => visit.source.url,
    pages: settings.pages,
    readList: (list, page) => ('word' in list ? search(visit, settings, list.word, page) : readForum(visit, settings, list.forum, page)),
    readThread: (thread) => readThread(visit, settings, thread),
    wantsReplies: settings.replies,
    mostItems: settings.mostItems
  })
}

const searchPageSize = 20
const forumPageSize = 30

async function search(visit: Visit, settings: TiebaSettings, word: string, page: number): Promise<ThreadList> {
  const { json, url } = await ask(visit, settings, '/mo/q/search/multsearch', {
    query: { word, pn: String(page), rn: String(searchPageSize), st: '1', needbrand: '1', sug_type: '2', come_from: 'search' }
  })
  const answer = TiebaSearch.safeParse(json)
  const cards = answer.success ? (answer.data.data?.card_list ?? null) : null
  if (cards === null) throw new NothingParsedError(visit.source.id, url, 'the answer has no data.card_list')
  const threads: ListedThread[] = []
  const broken: ThreadList['broken'][number][] = []
  for (const [index, raw] of cards.entries()) {
    const card = TiebaCard.safeParse(raw)
    if (!card.success || (card.data.cardInfo !== 'thread' && card.data.cardStyle !== 'thread')) continue
    const found = TiebaFound.safeParse(card.data.data)
    if (!found.success) broken.push({ place: `${url} card ${index + 1}`, reason: '主题没有编号（tid）', body: JSON.stringify(raw) })
    else threads.push(listed(visit, found.data))
  }
  return { threads, broken, remember: () => Promise.resolve() }
}

function listed(visit: Visit, found: TiebaFound): ListedThread {
  const title = found.title === null ? null : plainText(found.title)
  const replies = readCount(found.post_num)
  return {
    id: `tieba:${found.tid}`,
    url: threadUrl(visit, found.tid),
    title,
    author: found.user?.show_nickname ?? found.user?.user_name ?? null,
    published: moment(found.create_time ?? found.time),
    views: null,
    replies,
    version: `${replies ?? ''}-${visit.sha256(title ?? '').slice(0, 8)}`
  }
}

type TiebaFound = ReturnType<typeof TiebaFound.parse>

async function readForum(visit: Visit, settings: TiebaSettings, name: string, page: number): Promise<ThreadList> {
  const { json, url } = await ask(visit, settings, '/c/f/frs/page_pc', {
    form: {
      kw: encodeURIComponent(name),
      pn: String(page),
      rn: String(forumPageSize),
      rn_need: '10',
      sort_type: '-1',
      is_newfrs: '1',
      is_newfeed: '1',
      tbs: await tbs(visit, settings)
    }
  })
  const answer = TiebaForum.safeParse(json)
  if (!answer.success) throw new NothingParsedError(visit.source.id, url, 'the answer has no forum.tids')
  const tids = answer.data.forum.tids.split(',').filter((tid) => /^[1-9]\d*$/.test(tid))
  const round = Math.floor(msOf(visit.clock.now()) / (settings.rereadHours * hourMs))
  const threads = tids.map((tid): ListedThread => {
    return {
      id: `tieba:${tid}`,
      url: threadUrl(visit, tid),
      title: null,
      author: null,
      published: null,
      views: null,
      replies: null,
      version: `r${round}`
    }
  })
  return { threads, broken: [], remember: () => Promise.resolve() }
}

async function readThread(visit: Visit, settings: TiebaSettings, thread: ListedThread): Promise<ReadThread> {
  const tid = thread.id.replace('tieba:', '')
  const first = await readPage(visit, settings, thread, tid, 1)
  const pages = await pagesLeft(visit, thread, first.read.page.total_page, settings.threadPages)
  const further = []
  for (const page of pages.numbers) further.push(await readPage(visit, settings, thread, tid, page))
  await visit.crawl.setCursor(visit.source.id, `pages ${thread.id}`, String(first.read.page.total_page))
  const { read } = first
  const opening = read.first_floor
  return {
    source: read.forum?.name == null ? null : `${read.forum.name.replace(/吧$/, '')}吧`,
    title: read.thread.title,
    first:
      opening === null
        ? null
        : { ...post(visit, thread, read, opening), id: thread.id, url: thread.url, published: moment(opening.time ?? read.thread.create_time) },
    replies: [first, ...further].flatMap(({ posts, read: page }) =>
      posts.filter(({ id }) => id !== opening?.id).map((one) => post(visit, thread, page, one))
    ),
    broken: [first, ...further].flatMap(({ broken }) => broken),
    snapshot: await visit.evidence.put(first.bytes, { url: thread.url, contentType: 'application/json', at: visit.clock.now() }),
    fetchedElapsedMs: first.fetchedElapsedMs,
    isCapped: pages.isCapped
  }
}

/** One page of a thread. @throws UnusableItemError where the platform says that the thread is deleted or hidden */
export async function readPage(visit: Visit, settings: TiebaSettings, thread: Pick<ListedThread, 'url'>, tid: string, page: number) {
  const asked = await ask(visit, settings, '/c/f/pb/page_pc', {
    form: {
      kz: tid,
      pn: String(page),
      lz: '0',
      r: '2',
      mark_type: '0',
      back: '0',
      fr: '',
      session_request_times: '1',
      tbs: await tbs(visit, settings)
    }
  }).catch((error: unknown) => {
    // A thread that is gone is a matter of its own, and no trouble of the platform.
    if (error instanceof PlatformError && /删除|不存在|已被?隐藏/.test(error.message))
      throw new UnusableItemError(visit.source.id, thread.url, error.message)
    throw error
  })
  const read = TiebaThread.safeParse(asked.json)
  if (!read.success) throw new NothingParsedError(visit.source.id, asked.url, `thread ${tid} has no "thread"`)
  const posts: TiebaPost[] = []
  const broken: ReadThread['broken'][number][] = []
  for (const [index, raw] of (read.data.post_list ?? []).entries()) {
    const one = TiebaPost.safeParse(raw)
    if (one.success) posts.push(one.data)
    else broken.push({ place: `${thread.url} post ${index + 1} of page ${page}`, reason: '这一楼没有编号（id）', body: JSON.stringify(raw) })
  }
  return { ...asked, read: read.data, posts, broken }
}

function post(visit: Visit, thread: ListedThread, page: TiebaThread, { id, author_id: authorId, content, time }: TiebaPost): ThreadPost {
  const author = page.user_list.find((user) => user.id !== null && user.id === authorId)
  return {
    id: `tieba:p${id}`,
    url: `${thread.url}?pid=${id}`,
    text: wordsOf(content),
    author: author?.name_show ?? author?.name ?? null,
    published: moment(time),
    authorHash: authorHash('tieba', authorId, visit.sha256),
    region: null,
    likes: null,
    parentId: null
  }
}

/** The token that the other endpoints want, kept while the process lives. */
async function tbs(visit: Visit, settings: TiebaSettings): Promise<string> {
  const kept = visit.memory.get('tbs')
  if (kept !== undefined) return kept
  const { json, url } = await ask(visit, settings, '/c/s/pc/sync', { query: {} })
  const answer = TiebaSync.safeParse(json)
  if (!answer.success) throw new NothingParsedError(visit.source.id, url, 'the answer has no data.anti.tbs')
  visit.memory.set('tbs', answer.data.data.anti.tbs)
  return answer.data.data.anti.tbs
}

interface Asked {
  readonly json: unknown
  readonly url: string
  readonly bytes: Uint8Array
  readonly fetchedElapsedMs: number
}

/** One signed request. @throws BlockPageError, SignInExpiredError, PlatformError for what stands in place of an answer. */
async function ask(
  visit: Visit,
  settings: TiebaSettings,
  path: string,
  how: { readonly query: Record<string, string> } | { readonly form: Record<string, string> }
): Promise<Asked> {
  const query = 'query' in how ? `?${new URLSearchParams(signed(how.query, settings.signKey)).toString()}` : ''
  const url = new URL(`${path}${query}`, visit.source.url).href
  const headers = { accept: 'application/json, text/plain, */*', ...settings.headers }
  const fetched = await visit.get(url, { headers, ...('form' in how ? { form: signed(how.form, settings.signKey) } : {}) })
  const text = fetched.text?.trim() ?? ''
  const sourceId = visit.source.id
  if (text === '' || text === 'blocked') throw new BlockPageError(sourceId, url, text === '' ? 'nothing' : text)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw wallOf(sourceId, url, { url: fetched.finalUrl, html: text }) ?? new WrongContentError(sourceId, url, 'JSON', fetched.contentType)
  }
  const status = TiebaStatus.safeParse(json)
  if (!status.success) throw new NothingParsedError(sourceId, url, 'the answer is no object')
  throwOnRefusal(visit, url, status.data)
  return { json, url, bytes: fetched.bytes, fetchedElapsedMs: fetched.fetchedElapsedMs }
}

function throwOnRefusal(visit: Visit, url: string, { error_code: errorCode, no, error_msg: errorMsg, errmsg, error }: TiebaStatus): void {
  const code = errorCode ?? no ?? '0'
  if (code === '0') return
  // So the platform answers a signature that it does not take.
  if (code === '110001') {
    visit.memory.delete('tbs')
    throw new PlatformError(visit.source.id, url, '110001：签名未被接受，settings.signKey 可能已经换了')
  }
  const words = `${code} ${errorMsg ?? errmsg ?? error ?? ''}`.trim()
  if (/未登录|请.{0,4}登录|need login|not login/i.test(words)) throw new SignInExpiredError(visit.source.id, url, words)
  throw new PlatformError(visit.source.id, url, words)
}

function threadUrl(visit: Visit, tid: string): string {
  return new URL(`/p/${tid}`, visit.source.url).href
}

function moment(unix: string | null): ReadDate | null {
  return unix === null || !/^\d+$/.test(unix) ? null : readUnixTime(Number(unix))
}
