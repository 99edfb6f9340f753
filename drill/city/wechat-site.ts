import { chinaWallTime, msOf, type Instant } from '../../core/instant.ts'
import type { Elsewhere } from '../elsewhere.ts'
import { escapeMarkup, html, notFound, paragraphs, type Page, type SiteHandler } from './page.ts'

const biz = 'MzA5MDAwMDAwMQ=='

/** An official account behind wewe-rss: its JSON feed, `/feeds` that says when WeChat was last asked, and the articles' pages. */
export function wechatSite({ account, feed, articles }: Elsewhere['wechat'], now: () => Instant): SiteHandler {
  return (url) => {
    const published = articles.filter(({ at }) => at <= now()).toSorted((a, b) => (a.at < b.at ? 1 : -1))
    if (url.pathname === '/feeds') return json([{ id: feed, name: account, syncTime: Math.floor(msOf(now()) / 1000) }])
    if (url.pathname === `/feeds/${feed}.json`) {
      const items = published.map(({ number, title, at }) => ({ id: String(number), url: linkOf(url.origin, number), title, date_modified: at }))
      return json({ version: 'https://jsonfeed.org/version/1.1', title: account, items })
    }
    const article = url.pathname === '/s' ? published.find(({ number }) => String(number) === url.searchParams.get('mid')) : undefined
    return article === undefined ? notFound : html(pageOf(account, article), 'utf-8')
  }
}

function linkOf(origin: string, number: number): string {
  return `${origin}/s?${new URLSearchParams({ __biz: biz, mid: String(number), idx: '1' }).toString()}`
}

function pageOf(account: string, { number, title, text, at }: Elsewhere['wechat']['articles'][number]): string {
  const body = paragraphs(text).map((part) => `<p>${escapeMarkup(part)}</p>`)
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="${escapeMarkup(title)}"></head><body>
<h1 id="activity-name">${escapeMarkup(title)}</h1><a id="js_name">${escapeMarkup(account)}</a><em id="publish_time">${chinaWallTime(at)}</em>
<div id="js_content" style="visibility: hidden;"><section>${body.join('')}</section></div>
<script>var biz = "${biz}"||"";var mid = "" || ""|| "${number}";var idx = "" || "" || "1";
var ct = "${Math.floor(msOf(at) / 1000)}";window.item_show_type = "0";</script></body></html>`
}

function json(value: unknown): Page {
  return { status: 200, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) }
}
