import type { Article, Fetched } from '../core/ports.ts'

/** What servers show with status 200 instead of a page that is gone. */
const missingPage = /(页面|网页|文章|内容)(不存在|未找到|找不到|已删除|已被删除)|404 ?(not found|错误)/i
const shortOfMissing = 200

export interface ReadPage extends Article {
  readonly text: string
}

/** Title and text of a page; a file of plain text shows no time that could be told from its words. */
export function readPage(fetched: Fetched, readArticle: (html: string, options: { readonly url: string | null }) => Article): ReadPage {
  const article = isHtml(fetched) ? readArticle(fetched.text ?? '', { url: fetched.finalUrl }) : plain(fetched.text)
  return { ...article, text: article.text?.trim() ?? '' }
}

export function saysMissing({ title, text }: ReadPage): boolean {
  return text.length < shortOfMissing && missingPage.test(`${title ?? ''} ${text}`)
}

function isHtml({ contentType, text }: Fetched): boolean {
  return contentType === null ? /<html|<body|<!doctype/i.test(text ?? '') : /html/i.test(contentType)
}

function plain(text: string | null): Article {
  return { title: null, text, publishedAt: null, publishedPrecision: null, author: null, source: null, doubtful: false }
}
