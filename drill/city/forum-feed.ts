import { chinaWallTime, msOf } from '../../core/instant.ts'
import { numberInUrl, type ScenarioItem } from '../scenario.ts'
import { escapeMarkup, html, notFound, paragraphs, type CityView, type SiteHandler } from './page.ts'

const feedLength = 60

/** 云港市民论坛: an RSS 2.0 feed of its threads at `/rss.xml`, threads at `/thread/{number}.html`. */
export function forumSite(view: CityView): SiteHandler {
  return (url) => {
    if (url.pathname === '/rss.xml') {
      return { status: 200, contentType: 'application/rss+xml; charset=utf-8', body: feed(url.origin, view.published('forum').slice(0, feedLength)) }
    }
    if (/^\/thread\/\d{5}\.html$/.test(url.pathname)) {
      const item = view.byNumber(numberInUrl(url.pathname) ?? 0)
      if (item !== null && item.site === 'forum') return html(threadPage(item), 'utf-8')
    }
    return notFound
  }
}

function feed(origin: string, items: readonly ScenarioItem[]): string {
  const entries = items.map((item) => {
    const link = `${origin}/thread/${item.number}.html`
    return `<item><title><![CDATA[${item.title ?? ''}]]></title><link>${link}</link><guid isPermaLink="true">${link}</guid>
<dc:creator><![CDATA[${item.author}]]></dc:creator><pubDate>${new Date(msOf(item.at)).toUTCString()}</pubDate>
<description><![CDATA[${paragraphs(item.text)
      .map((text) => `<p>${escapeMarkup(text)}</p>`)
      .join('')}]]></description></item>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>云港市民论坛</title><link>${origin}/</link>
<description>云港人的网上会客厅</description><language>zh-cn</language><ttl>10</ttl>
${entries.join('\n')}
</channel></rss>`
}

function threadPage(item: ScenarioItem): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="generator" content="Discuz! X3.4"><title>${escapeMarkup(item.title ?? '')} - 云港市民论坛</title></head><body>
<div id="postlist"><h1><span id="thread_subject">${escapeMarkup(item.title ?? '')}</span></h1><div id="post_${item.number}">
<div class="authi"><a class="xw1">${escapeMarkup(item.author)}</a> <em id="authorposton${item.number}">发表于 ${chinaWallTime(item.at)}</em></div>
<td class="t_f" id="postmessage_${item.number}">${paragraphs(item.text).map(escapeMarkup).join('<br>')}</td></div></div></body></html>`
}
