import { html, tagged } from '../../support/crawlers-site.ts'
import type { CrawlerCase, ShownItem } from '../crawler.ts'
import { blockPage, loginPage } from './portal.ts'

const markup = (text: string): string =>
  text
    .split('\n')
    .map((line) => `&lt;p&gt;${line}&lt;/p&gt;`)
    .join('')
const rssItem = ({ n, title, text, at, author, broken }: ShownItem): string =>
  broken
    ? `<item><link>/n/${n}</link><guid>g${n}</guid></item>`
    : `<item><title>${title}</title><link>/n/${n}</link><guid>g${n}</guid><author>${author}</author><pubDate>${new Date(at).toUTCString()}</pubDate><description>${markup(text)}</description></item>`

export const feed: CrawlerCase = {
  name: 'feed of RSS 2.0',
  crawler: 'feed',
  sourceKind: 'portal',
  hasTitles: true,
  timesTo: 'second',
  isConditional: true,
  isList: (path) => path === '/feed',
  troubles: { 'signed-out': 'login-wall', blocked: 'block-page', 'changed-layout': 'feed-unreadable', empty: null },
  open: (site) => ({
    path: '/feed',
    settings: { mayBeEmpty: true },
    show(items, trouble) {
      const rss = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>临江</title>${items.map(rssItem).join('')}</channel></rss>`
      if (trouble === 'signed-out') site.set('/feed', html(loginPage))
      else if (trouble === 'blocked') site.set('/feed', html(blockPage))
      else if (trouble === 'changed-layout') site.set('/feed', html('<!doctype html><html><body><p>新版上线</p></body></html>'))
      else site.set('/feed', tagged(rss, 'application/rss+xml'))
    }
  })
}
