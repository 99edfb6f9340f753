import { chinaWallTime } from '../../core/instant.ts'
import { numberInUrl, type ScenarioItem } from '../scenario.ts'
import { compactDay, escapeMarkup, html, notFound, paragraphs, type CityView, type Page, type SiteHandler } from './page.ts'

const pageSize = 15

/** 海东都市网: UTF-8, a list of cards with relative links and a time of day, articles at `/a/{yyyymmdd}/{number}.shtml`. */
export function metroPortal(view: CityView): SiteHandler {
  return (url) => {
    if (url.pathname === '/' || url.pathname === '/local/') return listPage(view, Number(url.searchParams.get('p') ?? '1'))
    if (/^\/a\/\d{8}\/\d{5}\.shtml$/.test(url.pathname)) {
      const item = view.byNumber(numberInUrl(url.pathname) ?? 0)
      if (item !== null && item.site === 'metro') return html(articlePage(item), 'utf-8')
    }
    return notFound
  }
}

/** Address of an article below the portal's root. */
export function metroPath(item: ScenarioItem): string {
  return `/a/${compactDay(item.at)}/${item.number}.shtml`
}

function listPage(view: CityView, page: number): Page {
  const items = view.published('metro')
  const start = (page - 1) * pageSize
  if (!Number.isInteger(page) || page < 1 || (page > 1 && start >= items.length)) return notFound
  const cards = items.slice(start, start + pageSize).map(
    (item) => `<div class="card">
  <h3 class="card-title"><a href="..${metroPath(item)}">${escapeMarkup(item.title ?? '')}</a></h3>
  <p class="summary">${escapeMarkup(item.text.slice(0, 40))}……</p><em class="time">${chinaWallTime(item.at).slice(5)}</em>
</div>`
  )
  const next = start + pageSize < items.length ? `<a class="next" href="?p=${page + 1}">下一页</a>` : ''
  return html(
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>本地 - 海东都市网</title></head><body>
<header><a href="/">海东都市网</a></header><main><section class="cards">
${cards.join('\n')}
</section><nav class="pager">${next}</nav></main></body></html>`,
    'utf-8'
  )
}

function articlePage(item: ScenarioItem): string {
  const [date = '', time = ''] = chinaWallTime(item.at).split(' ')
  const [year, month, day] = date.split('-')
  const title = escapeMarkup(item.title ?? '')
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title} - 海东都市网</title>
<meta property="og:title" content="${title}"><meta property="article:published_time" content="${date}T${time}:00+08:00"></head><body>
<header><a href="/">海东都市网</a> <a href="/local/">本地</a></header>
<article><h1 class="headline">${title}</h1><div class="byline"><span class="date">${year}年${month}月${day}日 ${time}</span> <span class="from">来源：${escapeMarkup(item.author)}</span></div>
<section class="article-content">${paragraphs(item.text)
    .map((text) => `<p>${escapeMarkup(text)}</p>`)
    .join('\n')}</section></article>
<aside class="hot"><h4>热门推荐</h4><ul><li><a href="/local/">更多本地新闻</a></li></ul></aside></body></html>`
}
