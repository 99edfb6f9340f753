import { load } from 'cheerio'
import type { Instant } from '../../core/instant.ts'
import type { SourceKind } from '../../core/mention.ts'
import type { EvidenceStore } from '../../core/ports.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import { readDate } from '../../core/written-date.ts'
import { authorHash } from '../author-hash.ts'
import type { ReadArticle } from '../crawler.ts'
import { urlMentionId } from '../../core/url-mention-id.ts'
import type { Draft } from '../draft.ts'
import { platformId } from '../platform-id.ts'
import { articleName } from '../wechat/article-name.ts'
import { readWechatPage } from '../wechat/page.ts'
import { readMhtml } from './mhtml.ts'

/** What reading saved pages takes. */
export interface PageTools {
  readonly decode: (bytes: Uint8Array, contentType: string | null) => string | null
  readonly readArticle: ReadArticle
  readonly evidence: EvidenceStore
}

const mostBytes = 30_000_000

const kinds: readonly (readonly [RegExp, SourceKind])[] = [
  [/(^|\.)mp\.weixin\.qq\.com$/, 'wechat'],
  [/(^|\.)tieba\.baidu\.com$/, 'tieba'],
  [/(^|\.)weibo\.(?:com|cn)$/, 'weibo'],
  [/(^|\.)(?:douyin|kuaishou|bilibili)\.com$/, 'video'],
  [/(^|\.)xiaohongshu\.com$/, 'app'],
  [/(^|\.)(?:gov\.cn|people\.com\.cn|news\.cn|xinhuanet\.com|chinanews\.com(?:\.cn)?)$/, 'portal']
]

/**
 * A page that somebody saved in a browser (a single file, SingleFile's, or MHTML) as a draft, observed when it was saved, under the id that
 * a crawler gives it. @throws RangeError when its address or its kind of source is not to be learnt: neither is guessed
 */
export async function draftSavedPage(
  file: Uint8Array,
  options: { readonly isMhtml: boolean; readonly kind: SourceKind | null; readonly now: Instant; readonly sha256: Sha256 },
  tools: PageTools
): Promise<Draft> {
  if (file.byteLength > mostBytes) throw new RangeError('文件超过 30 MB')
  const part = options.isMhtml ? readMhtml(file) : { bytes: file, contentType: 'text/html', url: null, savedAt: null }
  const html = tools.decode(part.bytes, part.contentType)
  if (html === null) throw new RangeError('不是网页，或读不出它的编码')
  const saved = savedWords(html)
  const url = webAddress(part.url) ?? webAddress(saved.url) ?? addressInPage(html)
  if (url === null) throw new RangeError('不知道这个网页的网址：文件里没有保存记录，也没有 canonical 或 og:url')
  const kind = options.kind ?? kinds.find(([host]) => host.test(new URL(url).hostname))?.[1] ?? null
  if (kind === null) throw new RangeError(`不知道 ${new URL(url).hostname} 是哪类来源，请加 --kind（portal、forum、newspaper …）`)
  const observed = readDate(part.savedAt ?? saved.at ?? '', null)
  const observedAt = observed !== null && observed.precision === 'second' && observed.at <= options.now ? observed.at : options.now
  const snapshot = await tools.evidence.put(file, { url, contentType: options.isMhtml ? 'multipart/related' : part.contentType, at: observedAt })
  const shared = { sourceKind: kind, sourceId: null, url, observedAt, snapshot }
  return kind === 'wechat' && articleName(url) !== null
    ? { ...shared, ...wechatDraft(html, url, observedAt, options.sha256) }
    : { ...shared, ...(await articleDraft(html, url, observedAt, options.sha256, tools)) }
}

type Words = Omit<Draft, 'sourceKind' | 'sourceId' | 'url'>

async function articleDraft(html: string, url: string, observedAt: Instant, sha256: Sha256, tools: PageTools): Promise<Words> {
  const { title, text, author, source, publishedAt, publishedPrecision } = await tools.readArticle(html, { url, observedAt })
  const id = platformId(url) ?? urlMentionId(url, sha256)
  return { id, source: source ?? new URL(url).hostname, title, text, author, publishedAt, publishedPrecision }
}

function wechatDraft(html: string, url: string, observedAt: Instant, sha256: Sha256): Words {
  const page = readWechatPage(html, observedAt)
  if (page.kind !== 'article')
    throw new RangeError(page.kind === 'unreadable' ? '这不是公众号文章' : `这不是文章，是微信的提示：“${page.words.slice(0, 60)}”`)
  return {
    id: `wechat:${page.key ?? articleName(url)?.key ?? url}`,
    source: page.account ?? '微信公众号',
    title: page.title,
    text: page.text,
    author: page.author,
    authorHash: authorHash('wechat', page.biz, sha256),
    publishedAt: page.published?.at ?? null,
    publishedPrecision: page.published?.precision ?? null,
    region: page.region
  }
}

/** What browsers and SingleFile write at the top of a page that they save. */
function savedWords(html: string): { readonly url: string | null; readonly at: string | null } {
  const top = html.slice(0, 5000)
  const chrome = /<!--\s*saved from url=\(\d+\)(\S+)\s*-->/i.exec(top)?.[1] ?? null
  const single = /Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n(]+))?/i.exec(top)
  return { url: chrome ?? single?.[1] ?? null, at: single?.[2]?.trim() ?? null }
}

function addressInPage(html: string): string | null {
  const $ = load(html)
  return webAddress($('link[rel="canonical"]').attr('href') ?? null) ?? webAddress($('meta[property="og:url"]').attr('content') ?? null)
}

function webAddress(text: string | null): string | null {
  return text !== null && URL.canParse(text) && /^https?:/.test(text) ? new URL(text).href : null
}
