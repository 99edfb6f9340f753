import { html, tagged } from '../../support/crawlers-site.ts'
import type { CrawlerCase, ShownItem } from '../crawler.ts'
import { blockPage, loginPage } from './portal.ts'

const path = '/douyin/user/1'
const item = ({ n, title, text, at, author, broken }: ShownItem): object =>
  broken
    ? { id: `v${n}`, url: `https://www.douyin.com/video/${n}` }
    : {
        id: `v${n}`,
        url: `https://www.douyin.com/video/${n}`,
        title,
        content_html: `<p>${text}</p>`,
        date_published: new Date(at).toISOString(),
        authors: [{ name: author }]
      }

export const video: CrawlerCase = {
  name: 'videos by RSSHub',
  crawler: 'video',
  sourceKind: 'video',
  hasTitles: true,
  timesTo: 'second',
  isConditional: true,
  isList: (asked) => asked === path,
  troubles: { 'signed-out': 'login-wall', blocked: 'block-page', 'changed-layout': 'feed-unreadable', empty: 'nothing-parsed' },
  open: (site) => ({
    path,
    settings: { from: 'feed' },
    show(items, trouble) {
      if (trouble === 'signed-out') site.set(path, html(loginPage))
      else if (trouble === 'blocked') site.set(path, html(blockPage))
      else if (trouble === 'changed-layout') site.set(path, html('<!doctype html><html><body><p>新版上线</p></body></html>'))
      else
        site.set(
          path,
          tagged(JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: '抖音', items: items.map(item) }), 'application/json')
        )
    }
  })
}
