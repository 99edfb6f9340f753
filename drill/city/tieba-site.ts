import { createHash } from 'node:crypto'
import { msOf, type Instant } from '../../core/instant.ts'
import { postsBy, type Elsewhere, type Post, type Talk } from '../elsewhere.ts'
import type { Page } from './page.ts'

const signKey = '36770b1f34c9bbf2e7d1a99d2b82fa9e'
const token = 'drill-tbs'

/** 云港吧: the signed JSON of the platform's web pages. A request whose signature does not fit is answered as the platform does. */
export function tiebaSite({ forum, talks }: Elsewhere['tieba'], now: () => Instant): (path: string, asked: URLSearchParams) => Page {
  return (path, asked) => {
    if (!isSigned(asked)) return json({ error_code: 110001, error_msg: '未知错误' })
    if (path === '/c/s/pc/sync') return json({ error_code: 0, data: { anti: { tbs: token } } })
    if (asked.get('tbs') !== token) return json({ error_code: 1, error_msg: 'tbs' })
    const open = talks.filter((talk) => postsBy(talk, now()).length > 0)
    if (path === '/c/f/frs/page_pc') return json({ error_code: 0, forum: { name: forum, tids: open.map(({ number }) => number).join(',') } })
    const talk = path === '/c/f/pb/page_pc' ? open.find(({ number }) => String(number) === asked.get('kz')) : undefined
    return talk === undefined ? json({ error_code: 4, error_msg: '你访问的贴子被隐藏或已删除' }) : json(thread(forum, talk, postsBy(talk, now())))
  }
}

function thread(forum: string, { number, title, posts: [first] }: Talk, posts: readonly Post[]): object {
  const floors = posts.map(({ at, text }, index) => ({
    id: number * 100 + index,
    author_id: index + 1,
    time: unix(at),
    content: [{ type: 0, text }]
  }))
  return {
    error_code: 0,
    thread: { id: number, title, reply_num: posts.length - 1, create_time: unix(first.at) },
    forum: { id: 1, name: forum },
    first_floor: floors[0],
    post_list: floors,
    page: { total_page: 1 },
    user_list: posts.map(({ author }, index) => ({ id: index + 1, name_show: author }))
  }
}

/** MD5 over the parameters in the order of their names, and the key. */
function isSigned(asked: URLSearchParams): boolean {
  const pairs = [...asked].filter(([name]) => name !== 'sign').toSorted(([a], [b]) => (a < b ? -1 : 1))
  const text = pairs.map(([name, value]) => `${name}=${value}`).join('')
  const own = createHash('md5')
    .update(text + signKey)
    .digest('hex')
  return asked.get('sign') === own
}

function unix(at: Instant): number {
  return Math.floor(msOf(at) / 1000)
}

function json(value: unknown): Page {
  return { status: 200, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) }
}
