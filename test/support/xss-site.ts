import { bytes, html, json, startSite, type Site } from './crawlers-site.ts'
import { payloadBatches } from './xss-payloads.ts'

const textsOfPage = 40_000

/** A site whose feed, articles and hot list say the payloads, as markup that shows them and as the markup that they are. */
export interface XssSite extends Site {
  /** How many mentions a crawler makes of its two feeds and its hot list. */
  readonly mentions: number
}

export async function startXssSite(payloads: readonly string[]): Promise<XssSite> {
  const site = await startSite()
  const pages = payloadBatches(payloads, textsOfPage)
  const hot = payloads.filter(({ length }) => length < 1000).slice(-20)
  const itemAt = (path: string): string => `${site.origin}${path}`
  site.set('/feed.xml', rss(payloads.map((payload, index) => item(payload, itemAt(`/${index}?x=${encodeURIComponent(payload.slice(0, 300))}`)))))
  site.set('/pages.xml', rss(pages.map((_, index) => item(pageTitle(index), itemAt(`/page/${index}`)))))
  for (const [index, batch] of pages.entries()) site.set(`/page/${index}`, html(article(pageTitle(index), batch)))
  site.set(
    '/api/s',
    json({ status: 'success', items: hot.map((title, index) => ({ id: `hot-${index}`, title, url: `javascript:wlRan(${index})` })) })
  )
  return { ...site, mentions: payloads.length + pages.length + hot.length }
}

function pageTitle(index: number): string {
  return `网上流传的消息汇总第${index + 1}部分`
}

function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

function item(title: string, link: string): string {
  return `<item><title>${cdata(asText(title))}</title><link>${asText(link)}</link><dc:creator>${cdata(title)}</dc:creator>
    <pubDate>${new Date(Date.now() - 600_000).toUTCString()}</pubDate>
    <content:encoded>${cdata(`<p>网传消息：${asText(title)}</p>${title}`)}</content:encoded></item>`
}

function rss(items: readonly string[]): ReturnType<typeof bytes> {
  const feed = `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
    <channel><title>消息</title><link>http://127.0.0.1:9/</link><description/>${items.join('')}</channel></rss>`
  return bytes(Buffer.from(feed), { 'content-type': 'application/rss+xml' })
}

/** A page that would run all of them in a browser: what is kept of it is its bytes. */
function article(title: string, batch: string): string {
  return `<html><head><title>${title}</title></head><body><article><h1>${title}</h1>
    <p>${'近日网上流传多条消息，其内容尚待核实，现将原文照录如下。'.repeat(10)}</p><p>${asText(batch)}</p></article>${batch}</body></html>`
}
