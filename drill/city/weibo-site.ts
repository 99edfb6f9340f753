import { hourMs, msBetween, msOf, type Instant } from '../../core/instant.ts'
import type { ScenarioItem } from '../scenario.ts'
import { escapeMarkup, notFound, type CityView, type Page, type SiteHandler } from './page.ts'

const pageSize = 10
const cutAt = 140

/** Accounts that the desk follows by name; everybody else is found by search. */
export const weiboAccounts: Readonly<Record<string, string>> = {
  云港晚报: '5100000001',
  平安青石: '5100000002',
  海东应急: '5100000003',
  海东交警: '5100000004',
  网信云港: '5100000005'
}

/**
 * A microblog that answers like m.weibo.cn: `/api/container/getIndex` for timelines (`230413{uid}` or `107603{uid}`) and search
 * (`100103type=61&q=…`), `/statuses/show?id=` for long texts. Counts grow over civil time.
 */
export function weiboSite(view: CityView): SiteHandler {
  return (url) => {
    if (url.pathname === '/api/container/getIndex') return index(view, url)
    if (url.pathname === '/statuses/show' || url.pathname === '/statuses/extend') return status(view, url)
    if (url.pathname === '/api/config') return json({ ok: 1, data: { login: false } })
    const detail = /^\/(?:detail|status)\/(\w+)$/.exec(url.pathname)?.[1]
    const item = detail === undefined ? null : itemOf(view, detail)
    return item === null ? notFound : { status: 200, contentType: 'text/html; charset=utf-8', body: `<p>${escapeMarkup(item.text)}</p>` }
  }
}

function index(view: CityView, url: URL): Page {
  const container = url.searchParams.get('containerid') ?? ''
  const page = Math.max(1, Number(url.searchParams.get('page') ?? '1'))
  const timeline = /^(?:230413|107603)(\d+)/.exec(container)?.[1]
  const query = new URLSearchParams(container.slice('100103'.length))
  const found = timeline === undefined ? search(view, query.get('q') ?? url.searchParams.get('q') ?? '') : timelineOf(view, timeline)
  const items = found.slice((page - 1) * pageSize, page * pageSize)
  if (items.length === 0) return json({ ok: 0, msg: '这里还没有内容', data: { cards: [] } })
  const cards = items.map((item) => ({
    card_type: 9,
    itemid: `${container}_-_${weiboId(item)}`,
    scheme: `https://m.weibo.cn/status/${bidOf(weiboId(item))}`,
    ...(item.weibo?.pinned === true ? { profile_type_id: `proweibotop_${uidOf(item.author)}` } : {}),
    mblog: mblog(view, item, true)
  }))
  // A search wraps its newest card in a group, as the platform does.
  const wrapped = timeline === undefined ? cards.map((card, n) => (n === 0 ? { card_type: 11, card_group: [card] } : card)) : cards
  return json({ ok: 1, data: { cards: wrapped, cardlistInfo: { containerid: container, total: found.length, page: page + 1 } } })
}

/** Every word of the query stands in the text, or in the text that it repeats. */
function search(view: CityView, query: string): ScenarioItem[] {
  const words = query.split(/\s+/).filter((word) => word.length > 0)
  return view.published('weibo').filter((item) => {
    const original = item.weibo?.retweetOf === null || item.weibo === null ? '' : (view.byKey(item.weibo.retweetOf)?.text ?? '')
    return words.length > 0 && words.every((word) => item.text.includes(word) || original.includes(word))
  })
}

function timelineOf(view: CityView, uid: string): ScenarioItem[] {
  const own = view.published('weibo').filter((item) => uidOf(item.author) === uid)
  return [...own.filter((item) => item.weibo?.pinned === true), ...own.filter((item) => item.weibo?.pinned !== true)]
}

function status(view: CityView, url: URL): Page {
  const item = itemOf(view, url.searchParams.get('id') ?? '')
  if (item === null) return json({ ok: 0, msg: '微博不存在或暂无查看权限' })
  return json({ ok: 1, data: url.pathname === '/statuses/extend' ? { ok: 1, longTextContent: escapeMarkup(item.text) } : mblog(view, item, false) })
}

function itemOf(view: CityView, idOrBid: string): ScenarioItem | null {
  return view.published('weibo').find((item) => weiboId(item) === idOrBid || bidOf(weiboId(item)) === idOrBid) ?? null
}

function mblog(view: CityView, item: ScenarioItem, short: boolean): Record<string, unknown> {
  const long = item.text.length > cutAt
  const id = weiboId(item)
  const original = item.weibo?.retweetOf == null ? null : view.byKey(item.weibo.retweetOf)
  const full = escapeMarkup(item.text)
  return {
    id,
    mid: id,
    bid: bidOf(id),
    created_at: weiboTime(item.at),
    source: '微博网页版',
    region_name: `发布于 ${item.weibo?.region ?? '海东'}`,
    text: long && short ? `${escapeMarkup(item.text.slice(0, cutAt))}...<a href="/status/${id}">全文</a>` : full,
    isLongText: long,
    ...(long && !short ? { longText: { longTextContent: full } } : {}),
    ...counts(item, view.now()),
    pic_num: 0,
    edit_count: 0,
    user: {
      id: Number(uidOf(item.author)),
      screen_name: item.author,
      verified: weiboAccounts[item.author] !== undefined,
      followers_count: '1.2万',
      statuses_count: 300
    },
    ...(original === null ? {} : { retweeted_status: mblog(view, original, short) })
  }
}

/** Most of the attention comes in the first hours. */
function counts(item: ScenarioItem, now: Instant): { reposts_count: number; comments_count: number; attitudes_count: number } {
  const share = 1 - Math.exp(-Math.max(0, msBetween(item.at, now)) / (1.5 * hourMs))
  const grown = (final: number): number => Math.floor(final * share)
  return {
    reposts_count: grown(item.weibo?.reposts ?? 0),
    comments_count: grown(item.weibo?.comments ?? 0),
    attitudes_count: grown(item.weibo?.likes ?? 0)
  }
}

/** Sixteen digits, the item's number last. */
export function weiboId(item: Pick<ScenarioItem, 'number'>): string {
  return `52770000000${item.number}`
}

/** A followed account's number, or one that follows from the nickname. */
export function uidOf(author: string): string {
  const known = weiboAccounts[author]
  if (known !== undefined) return known
  let sum = 7
  for (const letter of author) sum = (sum * 131 + (letter.codePointAt(0) ?? 0)) % 900_000_000
  return String(6_000_000_000 + sum)
}

const base62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The short form of an id: base 62, seven digits at a time from the right, each four characters. */
export function bidOf(id: string): string {
  const groups: string[] = []
  for (let end = id.length; end > 0; end -= 7) {
    let number = Number(id.slice(Math.max(0, end - 7), end))
    let text = ''
    while (number > 0) {
      text = `${base62[number % 62]}${text}`
      number = Math.floor(number / 62)
    }
    groups.unshift(end > 7 ? text.padStart(4, '0') : text)
  }
  return groups.join('')
}

/** `Wed Mar 12 08:31:00 +0800 2031`. */
function weiboTime(at: Instant): string {
  const local = new Date(msOf(at) + 8 * hourMs).toUTCString()
  const [day = '', date = '', month = '', year = '', time = ''] = local.replace(',', '').split(' ')
  return `${day} ${month} ${date} ${time} +0800 ${year}`
}

function json(value: unknown): Page {
  return { status: 200, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) }
}
