import { chinaWallTime } from '../../core/instant.ts'
import { numberInUrl, type ScenarioItem } from '../scenario.ts'
import { encodeGbk } from './gbk.ts'
import { compactDay, escapeMarkup, html, notFound, paragraphs, type CityView, type Page, type SiteHandler } from './page.ts'

const pageSize = 20

/**
 * 云港新闻网: GBK throughout, a plain list with dates and the paging of a TRS site (`index.html`, `index_1.html` …), articles
 * at `/yyyymm/t{yyyymmdd}_{number}.html` with the meta tags of government portals.
 */
export function newsPortal(view: CityView): SiteHandler {
  return (url) => {
    const list = /^\/news\/(?:index(?:_(\d+))?\.html)?$/.exec(url.pathname)
    if (url.pathname === '/' || list !== null) return listPage(view, Number(list?.[1] ?? 0))
    if (/^\/news\/\d{6}\/t\d{8}_\d{5}\.html$/.test(url.pathname)) {
      const item = view.byNumber(numberInUrl(url.pathname) ?? 0)
      if (item !== null && item.site === 'news') return gbk(articlePage(item))
    }
    return notFound
  }
}

/** Address of an article below the portal's root. */
export function newsPath(item: ScenarioItem): string {
  return `/news/${compactDay(item.at).slice(0, 6)}/t${compactDay(item.at)}_${item.number}.html`
}

function listPage(view: CityView, page: number): Page {
  const items = view.published('news')
  const total = Math.max(1, Math.ceil(items.length / pageSize))
  if (page >= total) return notFound
  const rows = items
    .slice(page * pageSize, (page + 1) * pageSize)
    .map(
      (item) =>
        `<li><span class="date">${chinaWallTime(item.at).slice(0, 10)}</span><a href=".${newsPath(item).slice('/news'.length)}" target="_blank">${escapeMarkup(item.title ?? '')}</a></li>`
    )
  return gbk(`<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk"><title>云港新闻网_要闻</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/about/contact.html">联系我们</a></div>
<div class="main"><ul class="list">
${rows.join('\n')}
</ul><div class="page"><script>createPageHTML(${total}, ${page}, "index", "html");</script></div></div>
<div class="footer">云港新闻网 版权所有</div></body></html>`)
}

function articlePage(item: ScenarioItem): string {
  const time = chinaWallTime(item.at)
  const title = escapeMarkup(item.title ?? '')
  return `<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk">
<meta name="SiteName" content="云港新闻网"><meta name="ColumnName" content="要闻">
<meta name="ArticleTitle" content="${title}"><meta name="PubDate" content="${time}"><meta name="ContentSource" content="${escapeMarkup(item.author)}">
<title>${title}_云港新闻网</title></head><body>
<div class="crumbs"><a href="/">首页</a> &gt; <a href="/news/index.html">要闻</a></div>
<div class="article"><h1>${title}</h1><div class="info">发布时间：${time} 来源：${escapeMarkup(item.author)}</div>
<div class="TRS_Editor" id="zoom">${paragraphs(item.text)
    .map((text) => `<p>　　${escapeMarkup(text)}</p>`)
    .join('\n')}</div></div>
<div class="footer">云港新闻网 版权所有</div></body></html>`
}

function gbk(page: string): Page {
  return html(encodeGbk(page), 'gbk')
}
