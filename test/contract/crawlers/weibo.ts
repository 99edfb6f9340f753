import { json, status } from '../../support/crawlers-site.ts'
import type { CrawlerCase, ShownItem } from '../crawler.ts'

const path = '/api/container/getIndex'

/** Sat Nov 28 09:12:00 +0800 2026, as the platform writes it. */
function createdAt(at: string): string {
  const [weekday, day, month, year, time] = new Date(`${at.slice(0, 19)}Z`).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${time} +0800 ${year}`
}

const card = ({ n, text, at, author, broken }: ShownItem): object => ({
  card_type: 9,
  mblog: {
    id: String(5000 + n),
    mid: String(5000 + n),
    bid: `N${n}`,
    ...(broken ? {} : { text: text.replaceAll('\n', '<br/>') }),
    created_at: createdAt(at),
    reposts_count: 3,
    comments_count: 5,
    attitudes_count: 7,
    isLongText: false,
    user: { id: 1, screen_name: author }
  }
})

export const weibo: CrawlerCase = {
  name: 'weibo timeline',
  crawler: 'weibo',
  sourceKind: 'weibo',
  hasTitles: false,
  timesTo: 'second',
  isConditional: false,
  isList: (asked) => asked.startsWith(path),
  troubles: { 'signed-out': 'sign-in-expired', blocked: 'cooldown', 'changed-layout': 'nothing-parsed', empty: null },
  open: (site) => ({
    path: '/',
    settings: { uids: ['1'] },
    show(items, trouble) {
      if (trouble === 'signed-out') site.set(path, json({ ok: -100, msg: '请先登录' }))
      else if (trouble === 'blocked') site.set(path, status(432))
      else if (trouble === 'changed-layout') site.set(path, json({ ok: 1, data: { cards: [{ card_type: 99 }] } }))
      else if (trouble === 'empty') site.set(path, json({ ok: 0, msg: '这里还没有内容', data: { cards: [] } }))
      else site.set(path, json({ ok: 1, data: { cards: items.map(card), cardlistInfo: {} } }))
    }
  })
}
