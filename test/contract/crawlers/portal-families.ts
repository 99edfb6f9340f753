import { gzipSync } from 'node:zlib'
import { html, json, status, tagged, type Site } from '../../support/crawlers-site.ts'
import type { CrawlerCase, ShownItem } from '../crawler.ts'
import { articlePage, blockPage, loginPage, portal } from './portal.ts'

const other = '<html><body><div id="app"></div></body></html>'

function serveArticles(site: Site, items: readonly ShownItem[], pathOf: (item: ShownItem) => string): void {
  for (const item of items) site.set(pathOf(item), item.broken ? status(404) : html(articlePage(item)))
}

/** The address of an article of TRS WCM names its day. */
const trsPath = ({ n }: ShownItem): string => `/xw/202611/t20261123_${5000 + n}.html`

export const trs: CrawlerCase = {
  ...portal,
  name: 'portal of TRS WCM',
  isList: (path) => /^\/xw\/(?:index_\d+\.html)?$/.test(path),
  open: (site) => ({
    path: '/xw/',
    settings: { family: 'trs' },
    show(items, trouble) {
      if (trouble === 'signed-out') site.set('/xw/', html(loginPage))
      else if (trouble === 'blocked') site.set('/xw/', html(blockPage))
      else if (trouble === 'changed-layout') site.set('/xw/', html(other))
      else {
        const rows = items.map(
          (item) =>
            `<li><a href=".${trsPath(item).slice(3)}" title="${item.title}">${item.title.slice(0, 8)}...</a><span>${item.at.slice(0, 10)}</span></li>`
        )
        site.set('/xw/', tagged(`<html><body><ul>${rows.join('')}</ul><script>createPageHTML(1, 0, "index", "html");</script></body></html>`))
      }
      serveArticles(site, items, trsPath)
    }
  })
}

const jpaasPath = ({ n }: ShownItem): string => `/art/2026/11/23/art_12_${4000 + n}.html`
const unit = '/api-gateway/jpaas-publish-server/front/page/build/unit'

export const jpaas: CrawlerCase = {
  ...portal,
  name: 'portal of 大汉 JPaaS',
  isConditional: false,
  isList: (path) => path === '/col/col12/index.html' || path.startsWith(unit),
  open: (site) => ({
    path: '/col/col12/index.html',
    settings: { family: 'jpaas' },
    show(items, trouble) {
      const query =
        "{'webId':'9','pageId':'12','parseType':'bulidstatic','pageType':'column','tagId':'当前栏目list','tplSetId':'t','editType':'null'}"
      const page = `<html><body><div id="list"></div><script type="text/javascript" url="${unit}" queryData="${query}"></script></body></html>`
      site.set(
        '/col/col12/index.html',
        html(trouble === 'signed-out' ? loginPage : trouble === 'blocked' ? blockPage : trouble === 'changed-layout' ? other : page)
      )
      const rows = items.map(
        (item) => `<li><a href="${jpaasPath(item)}" title="${item.title}">${item.title}</a><span>${item.at.slice(0, 10)}</span></li>`
      )
      site.set(unit, json({ code: '200', data: { html: `<ul>${rows.join('')}</ul>` } }))
      serveArticles(site, items, jpaasPath)
    }
  })
}

const gkmlptPath = ({ n }: ShownItem): string => `/gkmlpt/content/1/100/post_${n}.html`

export const gkmlpt: CrawlerCase = {
  ...portal,
  name: 'portal of gkmlpt',
  isConditional: false,
  isList: (path) => path === '/gkmlpt/index' || path.startsWith('/gkmlpt/api/all/'),
  troubles: { blocked: 'block-page', 'changed-layout': 'nothing-parsed', empty: null },
  open: (site) => ({
    path: '/gkmlpt/index',
    settings: { family: 'gkmlpt', gkmlpt: { columns: ['3456'] } },
    show(items, trouble) {
      site.set('/gkmlpt/index', html("<html><body><script>window._CONFIG = { SID: '755001', LEVEL: '1' }</script></body></html>"))
      const articles = items.map(({ n, title, at, ...more }) => ({
        id: n,
        title,
        url: `${site.origin}${gkmlptPath({ n, title, at, ...more })}`,
        publisher: '市应急管理局',
        display_publish_time: Date.parse(at) / 1000,
        create_time: '2026-11-23 08:00:00'
      }))
      const list = '/gkmlpt/api/all/3456?page=1&sid=755001'
      if (trouble === 'blocked') site.set(list, html(blockPage))
      else if (trouble === 'changed-layout') site.set(list, json({ list: [] }))
      else site.set(list, json({ total: items.length, articles }))
      serveArticles(site, items, gkmlptPath)
    }
  })
}

export const sitemap: CrawlerCase = {
  ...portal,
  name: 'portal by its sitemap, an index of gzipped files',
  isList: (path) => /\.xml(?:\.gz)?$/.test(path),
  isConditional: false,
  troubles: { 'signed-out': 'login-wall', blocked: 'block-page', 'changed-layout': 'nothing-parsed', empty: null },
  open: (site) => ({
    path: '/sitemap.xml',
    show(items, trouble) {
      const stamp = `2026-11-23T10:00:0${items.length}+08:00`
      const index = `<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>${site.origin}/new.xml.gz</loc><lastmod>${stamp}</lastmod></sitemap></sitemapindex>`
      // A page that changed has a later lastmod, and so has the file that names it.
      const changed = items.some(({ title }) => title.includes('更新'))
      const files = changed ? index.replace(stamp, '2026-11-23T11:30:00+08:00') : index
      const urls = items.map(
        (item) =>
          `<url><loc>${site.origin}${trsPath(item)}?a=1&amp;b=2</loc><lastmod>${item.title.includes('更新') ? '2026-11-23T11:30:00+08:00' : item.at}</lastmod></url>`
      )
      if (trouble === 'signed-out') site.set('/sitemap.xml', html(loginPage))
      else if (trouble === 'blocked') site.set('/sitemap.xml', html(blockPage))
      else if (trouble === 'changed-layout') site.set('/sitemap.xml', html(other))
      else site.set('/sitemap.xml', tagged(files, 'application/xml'))
      site.set(
        '/new.xml.gz',
        tagged(gzipSync(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('')}</urlset>`), 'application/x-gzip')
      )
      serveArticles(site, items, trsPath)
    }
  })
}

const paperPath = ({ n }: ShownItem): string => `/html/2026-11/23/content_${n}.htm`

export const epaper: CrawlerCase = {
  ...portal,
  name: 'newspaper by its layout pages',
  sourceKind: 'newspaper',
  isConditional: false,
  isList: (path) => path.includes('/node_'),
  open: (site) => ({
    path: '/',
    settings: { epaper: { issue: '/html/{yyyy}-{MM}/{dd}/node_1.htm' } },
    show(items, trouble) {
      const first = '/html/2026-11/23/node_1.htm'
      const layout = (shown: readonly ShownItem[]): string =>
        `<html><body><a href="node_1.htm">第01版：要闻</a><a href="node_2.htm">第02版：本地</a><ul>${shown.map((item) => `<li><a href="${paperPath(item).slice(17)}">${item.title}</a></li>`).join('')}</ul><map><area href="node_2.htm"></map></body></html>`
      if (trouble === 'signed-out') site.set(first, html(loginPage))
      else if (trouble === 'blocked') site.set(first, html(blockPage))
      else if (trouble === 'changed-layout') site.set(first, html(other))
      else site.set(first, html(layout(items.slice(0, 1))))
      site.set('/html/2026-11/23/node_2.htm', tagged(layout(items.slice(1))))
      serveArticles(site, items, paperPath)
    }
  })
}
