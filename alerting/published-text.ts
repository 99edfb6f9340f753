import type { Article, Fetched } from '../core/ports.ts'

const polite = '(?:(?:很|非常)?(?:抱歉|对不起)|错误|提示|404)'
const asked = '(?:(?:您|你)所?要?(?:访问|查看|浏览|查找|请求|打开)的|该|此|本|当前)'
const missing = '(?:(?:页面|网页|文章|内容)(?:不存在|未找到|找不到|已删除|已被删除)|404 ?(?:not found|错误))'
const further = '(?:(?:或者?|可能)?已?经?被?(?:删除|移除|下线|移动)|请?(?:稍后)?(?:点击|返回)[^\\n。]{0,30})'
/** Blanks and marks. */
const gap = '[^\\p{L}\\p{N}\\n]*'
/**
 * What servers show with status 200 instead of a page that is gone: a whole line that says nothing else, but for words of courtesy
 * around it and the name of the site behind it. A page that denies a rumour may say the same within a sentence.
 */
const missingPage = new RegExp(
  `^${gap}(?:${polite}${gap})*(?:${asked}${gap})?${missing}${gap}(?:了${gap})?(?:${further}${gap})*(?:[-_|] ?[\\p{L}\\p{N} ]{1,20})?$`,
  'imu'
)
const shortOfMissing = 200

/** The shared reader of articles, which may take a thread of its own. */
export type ReadArticle = (html: string, options: { readonly url: string | null }) => Article | Promise<Article>

export interface ReadPage extends Article {
  readonly text: string
}

/** Title and text of a page; a file of plain text shows no time that could be told from its words. */
export async function readPage(fetched: Fetched, readArticle: ReadArticle): Promise<ReadPage> {
  const article = isHtml(fetched) ? await readArticle(fetched.text ?? '', { url: fetched.finalUrl }) : plain(fetched.text)
  return { ...article, text: article.text?.trim() ?? '' }
}

export function saysMissing({ title, text }: ReadPage): boolean {
  return text.length < shortOfMissing && missingPage.test(`${title ?? ''}\n${text}`)
}

function isHtml({ contentType, text }: Fetched): boolean {
  return contentType === null ? /<html|<body|<!doctype/i.test(text ?? '') : /html/i.test(contentType)
}

function plain(text: string | null): Article {
  return { title: null, text, publishedAt: null, publishedPrecision: null, author: null, source: null, doubtful: false }
}
