import { html, json } from '../../support/crawlers-site.ts'
import type { CrawlerCase, ShownItem } from '../crawler.ts'
import { blockPage, loginPage } from './portal.ts'

const path = '/api/s'
/** A broken entry has no title; its place is a place all the same. */
const entry = ({ n, title, text, at, broken }: ShownItem): object => ({
  id: `e${n}`,
  url: `https://hot.example/${n}`,
  pubDate: Date.parse(at),
  ...(broken ? {} : { title, extra: { hover: text } })
})

export const hotlist: CrawlerCase = {
  name: 'hot list of newsnow',
  crawler: 'hotlist',
  sourceKind: 'hot-list',
  hasTitles: true,
  timesTo: 'second',
  isConditional: false,
  isAtOnce: true,
  isList: (asked) => asked.startsWith(path),
  troubles: { 'signed-out': 'login-wall', blocked: 'block-page', 'changed-layout': 'nothing-parsed', empty: 'nothing-parsed' },
  open: (site) => ({
    path: '/',
    settings: { board: 'newsnow', list: 'zhihu' },
    show(items, trouble) {
      if (trouble === 'signed-out') site.set(path, html(loginPage))
      else if (trouble === 'blocked') site.set(path, html(blockPage))
      else if (trouble === 'changed-layout') site.set(path, json({ code: 0, list: [] }))
      // What is new comes in at the bottom, so that nothing else moves.
      else site.set(path, json({ status: 'success', id: 'zhihu', updatedTime: 0, items: items.toReversed().map(entry) }))
    }
  })
}
