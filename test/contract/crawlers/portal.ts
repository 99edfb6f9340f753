import { html, status, tagged } from '../../support/crawlers-site.ts'
import type { CrawlerCase, ShownItem } from '../crawler.ts'

const row = ({ n, title, at }: ShownItem): string =>
  `<li><a href="/news/${1000 + n}.html">${title}</a><span class="date">${at.slice(0, 10)}</span></li>`
export const articlePage = ({ title, text, at }: ShownItem): string =>
  `<html><head><title>${title}_临江在线</title></head><body><div class="nav"><a href="/">首页</a></div><h1>${title}</h1>
  <div class="info">${at.slice(0, 16).replace('T', ' ')} 来源：临江日报</div>
  <div class="words">${text
    .split('\n')
    .map((line) => `<p>${line}</p>`)
    .join('')}</div></body></html>`

export const loginPage = '<html><head><title>用户登录</title></head><body><form><input name="u"><input type="password" name="p"></form></body></html>'
export const blockPage =
  '<html><head><title>安全验证</title></head><body><p>您的访问出现异常，请完成下方验证</p><div id="slider"></div></body></html>'

export const portal: CrawlerCase = {
  name: 'portal by sight',
  crawler: 'portal',
  sourceKind: 'portal',
  hasTitles: true,
  timesTo: 'minute',
  isConditional: true,
  isList: (path) => path === '/list',
  troubles: { 'signed-out': 'login-wall', blocked: 'block-page', 'changed-layout': 'nothing-parsed' },
  open: (site) => ({
    path: '/list',
    show(items, trouble) {
      if (trouble === 'signed-out') site.set('/list', html(loginPage))
      else if (trouble === 'blocked') site.set('/list', html(blockPage))
      else if (trouble === 'changed-layout') site.set('/list', html('<html><body><div id="app"></div></body></html>'))
      else site.set('/list', tagged(`<html><body><ul>${items.map(row).join('')}</ul></body></html>`))
      for (const item of items) {
        // A list may lead to what is no page at all.
        site.set(`/news/${1000 + item.n}.html`, item.broken ? status(404) : html(articlePage(item)))
      }
    }
  })
}
