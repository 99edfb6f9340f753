import { load, type CheerioAPI } from 'cheerio'
import type { Sha256 } from '../../core/incident/chain.ts'
import type { Instant } from '../../core/instant.ts'
import { authorHash } from '../author-hash.ts'
import { readCount } from '../counts.ts'
import { plainText } from '../plain-text.ts'
import type { ReadThread, ThreadPost } from '../threads.ts'
import { hostOf, postIdOf } from './addresses.ts'
import type { ForumFamily } from './families.ts'
import { textOf, timeIn, type Selection } from './read-board.ts'

export interface ThreadPage {
  readonly title: string | null
  readonly posts: readonly ThreadPost[]
  readonly broken: ReadThread['broken']
  /** Of the thread; 1 where it shows no more. */
  readonly pages: number
  /** What the program says in place of a thread. */
  readonly message: string | null
}

/** The posts of one page of a thread, in its order. */
export function readThreadPage(
  html: string,
  url: string,
  page: number,
  family: ForumFamily,
  tools: { observedAt: Instant; sha256: Sha256 }
): ThreadPage {
  const $ = load(html)
  const { thread } = family
  const posts: ThreadPost[] = []
  const broken: ReadThread['broken'][number][] = []
  for (const [index, element] of $(thread.post).toArray().entries()) {
    const post = readPost($(element), { url, isFirst: page === 1 && index === 0 }, family, tools)
    if (post !== null) posts.push(post)
    else broken.push({ place: `${url} post ${index + 1}`, reason: `这一楼没有编号（属性 ${thread.id}）`, body: $.html(element).slice(0, 5000) })
  }
  return {
    title: thread.title === undefined ? null : textOf($(thread.title).first()),
    posts,
    broken,
    pages: thread.pages === undefined ? 1 : pagesIn($, thread.pages),
    message: textOf($('#messagetext').first())
  }
}

function readPost(
  post: Selection,
  { url, isFirst }: { url: string; isFirst: boolean },
  family: ForumFamily,
  { observedAt, sha256 }: { observedAt: Instant; sha256: Sha256 }
): ThreadPost | null {
  const { thread } = family
  const name = post.attr(thread.id)?.trim() ?? ''
  if (name === '') return null
  const body = post.find(thread.body).first()
  if (thread.remove !== undefined) body.find(thread.remove).remove()
  if (thread.quote !== undefined && !isFirst) body.find(thread.quote).remove()
  const text = plainText(body.html() ?? '')
  const author = thread.author === undefined ? null : (post.attr('data-username') ?? textOf(post.find(thread.author).first()))
  return {
    id: postIdOf(url, name),
    url: `${url}#${name}`,
    text: text === '' ? null : text,
    author,
    published: thread.time === undefined ? null : timeIn(post.find(thread.time).first(), observedAt),
    authorHash: authorHash(hostOf(url), author, sha256),
    region: null,
    likes: thread.likes === undefined ? null : readCount(post.find(thread.likes).first().text().trim()),
    parentId: null
  }
}

/** `共 12 页` where it is said, else the largest number among the links. */
function pagesIn($: CheerioAPI, selector: string): number {
  const frame = $(selector)
  const said = /共\s*(\d+)\s*页/.exec(
    frame
      .find('[title]')
      .toArray()
      .map((part) => $(part).attr('title') ?? '')
      .join(' ') + frame.text()
  )
  if (said !== null) return Number(said[1])
  const numbers = frame
    .find('a, strong, span, li')
    .toArray()
    .map((part) => /^(?:\D{0,6})(\d{1,5})$/.exec($(part).text().trim())?.[1])
    .filter((number) => number !== undefined)
  return Math.max(1, ...numbers.map(Number))
}
