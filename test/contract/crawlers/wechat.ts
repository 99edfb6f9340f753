import { bytes, html, tagged } from '../../support/crawlers-site.ts'
import { wechatArticle } from '../../support/crawlers-wechat.ts'
import type { CrawlerCase, ShownItem } from '../crawler.ts'
import { blockPage, loginPage } from './portal.ts'

const path = '/wechat/临江发布.json'
const asked = encodeURI(path)

export const wechat: CrawlerCase = {
  name: 'official account by RSSHub',
  crawler: 'wechat',
  sourceKind: 'wechat',
  hasTitles: true,
  timesTo: 'second',
  isConditional: true,
  isList: (one) => one === asked,
  troubles: { 'signed-out': 'login-wall', blocked: 'block-page', 'changed-layout': 'feed-unreadable', empty: 'nothing-parsed' },
  open: (site) => {
    const item = ({ n, title, at, broken }: ShownItem): object => ({
      id: `a${n}`,
      url: `${site.origin}/s/AbCdEf0${n}`,
      title: broken ? '' : title,
      date_published: new Date(at).toISOString()
    })
    return {
      path,
      show(items, trouble) {
        if (trouble === 'signed-out') return site.set(asked, html(loginPage))
        if (trouble === 'blocked') return site.set(asked, html(blockPage))
        if (trouble === 'changed-layout') return site.set(asked, html('<!doctype html><html><body><p>新版上线</p></body></html>'))
        site.set(
          asked,
          tagged(JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: '临江发布', items: items.map(item) }), 'application/json')
        )
        for (const { n, title, text, at, broken } of items) {
          const body = text.split('\n').map((line) => `<p>${line}</p>`)
          const article = { title, body: `<section>${body.join('')}</section>`, biz: `MzA${n}`, ct: String(Date.parse(at) / 1000) }
          site.set(`/s/AbCdEf0${n}`, broken ? bytes(Buffer.from('%PDF-1.7'), { 'content-type': 'application/pdf' }) : wechatArticle(article))
        }
      }
    }
  }
}
