import { load, type CheerioAPI } from 'cheerio'
import type { Instant } from '../../core/instant.ts'
import { readDate, readUnixTime, type ReadDate } from '../../core/written-date.ts'
import { plainText } from '../plain-text.ts'
import { provinceOf } from '../province.ts'
import { articleKey, articleName } from './article-name.ts'

export interface WechatArticle {
  readonly kind: 'article'
  readonly title: string | null
  readonly text: string | null
  readonly account: string | null
  readonly author: string | null
  readonly biz: string | null
  /** `biz:mid:idx`; null where the page does not say. */
  readonly key: string | null
  readonly published: ReadDate | null
  readonly region: string | null
}

/** What an address of mp.weixin.qq.com shows. `gone` and `blocked` are what WeChat says in an article's place, and no text of it. */
export type WechatPage =
  | WechatArticle
  | { readonly kind: 'gone'; readonly words: string }
  | { readonly kind: 'blocked'; readonly words: string }
  | { readonly kind: 'unreadable' }

const goneWords =
  /已被发布者删除|内容已(?:被)?删除|此内容(?:因|被|已|发送失败)|因违规(?:已删除|无法查看)|(?:帐|账|公众)号(?:已|被)[^。]{0,12}(?:屏蔽|封禁|停用|注销|冻结|迁移)|该公众号已|链接已过期|内容(?:暂时)?无法查看|不存在/
const blockedWords = /环境异常|完成验证|访问过于频繁|操作(?:过于)?频繁|安全验证|验证后(?:即可)?继续|请在微信客户端打开/
const shortTypes = new Set(['8', '10', '17'])
const longestMessage = 2000

/** Reads a page as WeChat serves it to anybody; what it does not say is null. Words of deletion inside an article are its own. */
export function readWechatPage(html: string, observedAt: Instant): WechatPage {
  const $ = load(html)
  const article = readArticle($, html, observedAt)
  if (article.text !== null || (article.title !== null && article.biz !== null)) return article
  const message = messageOf($)
  if (goneWords.test(message)) return { kind: 'gone', words: message.slice(0, 300) }
  if (blockedWords.test(message) || blockedWords.test($('title').text())) return { kind: 'blocked', words: message.slice(0, 100) }
  return { kind: 'unreadable' }
}

function readArticle($: CheerioAPI, html: string, observedAt: Instant): WechatArticle {
  const first = (...selectors: readonly string[]): string | null => {
    for (const selector of selectors) {
      const found = $(selector).first()
      const text = (selector.startsWith('meta') ? (found.attr('content') ?? '') : found.text()).replace(/\s+/g, ' ').trim()
      if (text !== '') return text
    }
    return null
  }
  const [biz, mid, idx] = ['biz', 'mid', 'idx'].map((name) => scriptVariable(html, name))
  const linked = articleName($('meta[property="og:url"]').attr('content') ?? '')
  const key = biz && mid && idx ? articleKey({ biz, mid, idx }) : linked !== null && !linked.key.startsWith('s:') ? linked.key : null
  return {
    kind: 'article',
    title: first('#activity-name', '#js_text_title', '#js_video_page_title', '#js_audio_title', 'meta[property="og:title"]'),
    text: bodyOf($) ?? shortTextOf($, html),
    account: first('#js_name', '.wx_follow_nickname', '.profile_nickname'),
    author: first('#js_author_name', 'meta[name="author"]'),
    biz: biz ?? key?.split(':')[0] ?? null,
    key,
    published: publishedOf($, html, observedAt),
    region: provinceOf(first('#js_ip_wording') ?? /provinceName\s*[:=]\s*["']([^"']{1,20})["']/.exec(html)?.[1])
  }
}

function bodyOf($: CheerioAPI): string | null {
  const body = $('#js_content').first().clone()
  // Pictures are called 图片 by the editor, which is no word of the article.
  body.find('script, style, img').remove()
  const text = plainText(`<div>${body.html() ?? ''}</div>`)
  return text === '' ? null : text
}

/** Pictures with words, plain words and short posts carry their text in the description alone, line breaks as \x0a. */
function shortTextOf($: CheerioAPI, html: string): string | null {
  const type = scriptVariable(html, 'real_item_show_type') ?? scriptVariable(html, 'item_show_type')
  if (type === null || !shortTypes.has(type)) return null
  const said = $('meta[property="og:description"]').attr('content') ?? $('meta[name="description"]').attr('content') ?? ''
  const text = said.replaceAll('\\x0a', '\n').replaceAll('\\n', '\n').replaceAll('\\x26', '&').trim()
  return text === '' ? null : text
}

/** The script's `ct` to the second, else the line that the page shows. */
function publishedOf($: CheerioAPI, html: string, observedAt: Instant): ReadDate | null {
  const ct = scriptVariable(html, 'ct')
  const exact = ct !== null && /^\d{10}$/.test(ct) ? readUnixTime(Number(ct)) : null
  if (exact !== null) return exact
  const shown = $('#publish_time').first().text().trim()
  return shown === '' ? null : readDate(shown, observedAt)
}

/** `var mid = "" || "265…";`, `window.ct = '1756…'`: the first of the texts that is not empty; null without one. */
function scriptVariable(html: string, name: string): string | null {
  const found = new RegExp(`(?:\\bvar\\s+|\\bwindow\\.)${name}\\s*=\\s*((?:["'][^"'\\n]{0,200}["']\\s*\\|\\|\\s*){0,6}["'][^"'\\n]{0,200}["'])`).exec(
    html
  )
  if (found === null) return null
  return [...(found[1] ?? '').matchAll(/["']([^"']*)["']/g)].map((match) => match[1] ?? '').find((text) => text !== '') ?? null
}

function messageOf($: CheerioAPI): string {
  const told = $('.weui-msg__title, .weui-msg__desc, .global_error_msg').text()
  $('script, style').remove()
  return (told.trim() === '' ? $('body').text() : told).replace(/\s+/g, ' ').trim().slice(0, longestMessage)
}
