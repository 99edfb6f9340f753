import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { chinaWallTime, Instant } from '../../core/instant.ts'
import { compactDay, escapeMarkup, html, notFound, paragraphs, type Page } from './page.ts'

/** What an actor publishes. The id makes a repeated request harmless. */
export const PublishRequest = z.strictObject({ id: z.string().min(1), title: z.string().min(1), body: z.string().min(1) })

const Published = PublishRequest.extend({ number: z.number().int(), at: Instant })
type Published = z.infer<typeof Published>

const firstNumber = 90_001

/** The unit's own outlet, 云港市人民政府网站: releases stand here once an actor has published them, and outlive the process. */
export class OutletSite {
  readonly #file: string
  readonly #now: () => Instant
  readonly #pages: Published[]

  constructor(file: string, now: () => Instant) {
    this.#file = file
    this.#now = now
    this.#pages = existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => Published.parse(JSON.parse(line)))
      : []
  }

  /** Path of the page; the same id gives the same page. */
  publish(request: z.infer<typeof PublishRequest>): string {
    const known = this.#pages.find((page) => page.id === request.id)
    if (known !== undefined) return pathOf(known)
    const page: Published = { ...request, number: firstNumber + this.#pages.length, at: this.#now() }
    appendFileSync(this.#file, `${JSON.stringify(page)}\n`)
    this.#pages.push(page)
    return pathOf(page)
  }

  read(url: URL): Page {
    if (url.pathname === '/') return this.#list()
    const page = this.#pages.find((candidate) => pathOf(candidate) === url.pathname)
    return page === undefined ? notFound : html(article(page), 'utf-8')
  }

  #list(): Page {
    const rows = this.#pages
      .toReversed()
      .map((page) => `<li><a href="${pathOf(page)}">${escapeMarkup(page.title)}</a> ${chinaWallTime(page.at).slice(0, 10)}</li>`)
    return html(
      `<!doctype html><html><head><meta charset="utf-8"><title>云港市人民政府</title></head><body><ul>${rows.join('')}</ul></body></html>`,
      'utf-8'
    )
  }
}

/** For a person who plays by hand: a page to write a release on. The key comes with the address that the drill prints. */
export function releaseForm(key: string): Page {
  return html(
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>发布信息 - 云港市人民政府（演练）</title></head><body>
<h1>发布信息（演练）</h1><form method="post" action="/publish"><input type="hidden" name="key" value="${escapeMarkup(key)}">
<p><label>标题<br><input name="title" size="60" required></label></p><p><label>正文<br><textarea name="body" rows="12" cols="80" required minlength="20"></textarea></label></p>
<p><button>发布</button></p></form></body></html>`,
    'utf-8'
  )
}

function pathOf(page: Published): string {
  return `/xwfb/${compactDay(page.at).slice(0, 6)}/t${compactDay(page.at)}_${page.number}.html`
}

function article(page: Published): string {
  const title = escapeMarkup(page.title)
  const time = chinaWallTime(page.at)
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}_云港市人民政府</title><meta name="SiteName" content="云港市人民政府">
<meta name="ArticleTitle" content="${title}"><meta name="PubDate" content="${time}"><meta name="ContentSource" content="云港市政府新闻办"></head><body>
<h1>${title}</h1><div class="pages-date">发布时间：${time} 来源：云港市政府新闻办</div>
<div class="pages_content" id="UCAP-CONTENT">${paragraphs(page.body)
    .map((text) => `<p>${escapeMarkup(text)}</p>`)
    .join('')}</div></body></html>`
}
