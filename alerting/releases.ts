import type { Clock } from '../core/clock.ts'
import type { Outlet } from '../core/department.ts'
import { RefusedError, RetryableError, UnreachableError, WanglouError } from '../core/errors.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { PublishedEvidence } from '../core/incident/events.ts'
import type { Article, EvidenceStore, Fetch, Fetched } from '../core/ports.ts'

export interface ReleasesDeps {
  readonly fetch: Fetch
  readonly readArticle: (html: string, options: { readonly url: string | null }) => Article
  readonly evidence: Pick<EvidenceStore, 'put'>
  /** Our own places of publication. */
  readonly outlets: readonly Outlet[]
  readonly clock: Clock
  readonly sha256: Sha256
}

export interface Releases {
  /**
   * Fetches a page of ours, keeps its bytes, and says what stands there: what can stop a clock.
   * @throws RefusedError when the page is not ours, does not exist or has no readable text; UnreachableError when trying later may help.
   */
  fetchEvidence(url: string): Promise<PublishedEvidence>
}

/** A release has at least this many characters; less is an error page or an empty frame. */
const shortestText = 20
const excerptLength = 300
/** What servers show with status 200 instead of a page that is gone. */
const missingPage = /(页面|网页|文章|内容)(不存在|未找到|找不到|已删除|已被删除)|404 ?(not found|错误)/i

/** 只有证据能停表: nothing that a person types counts, only what the system itself found published. */
export function createReleases(deps: ReleasesDeps): Releases {
  return {
    async fetchEvidence(url) {
      const asked = readUrl(url)
      const outlet = outletOf(deps.outlets, asked)
      const fetched = await fetchPage(deps, asked, outlet)
      const article = readPage(deps, fetched, asked)
      const fetchedAt = deps.clock.now()
      const snapshot = await deps.evidence.put(fetched.bytes, { url: fetched.finalUrl, contentType: fetched.contentType, at: fetchedAt })
      return {
        url: asked.href,
        outlet: outlet.name,
        title: article.title,
        publishedAt: article.publishedAt,
        publishedPrecision: article.publishedPrecision,
        fetchedAt,
        snapshot,
        textHash: deps.sha256(article.text),
        excerpt: article.text.slice(0, excerptLength)
      }
    }
  }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (url === null || !/^https?:$/.test(url.protocol)) throw refused('请填写完整网址，以 http:// 或 https:// 开头', text)
  if (url.username !== '' || url.password !== '') throw refused('网址中不能带用户名或密码', url.host)
  url.hash = ''
  return url
}

/** @throws RefusedError when the page stands on none of our outlets. */
function outletOf(outlets: readonly Outlet[], url: URL): Outlet {
  if (outlets.length === 0) throw refused('配置中没有本单位的发布渠道（outlets），无法核验发布', url.href)
  const outlet = outlets.find(({ urlPrefix }) => stands(url, new URL(urlPrefix)))
  if (outlet === undefined) {
    throw refused(
      `此网址不在本单位的发布渠道上，不能作为发布证据。本单位的渠道：${outlets.map(({ name, urlPrefix }) => `${name} ${urlPrefix}`).join('；')}`,
      url.href
    )
  }
  return outlet
}

/**
 * Whether the page lies under the prefix, part by part: the same scheme, host and port, and a path below it. A comparison of the
 * raw text would take `https://ours.example.evil.example/` for ours. Encoded separators could climb out of the path.
 */
function stands(url: URL, prefix: URL): boolean {
  if (url.origin !== prefix.origin || /%2f|%5c|%00/i.test(url.pathname)) return false
  const path = prefix.pathname.endsWith('/') ? prefix.pathname : `${prefix.pathname}/`
  return url.pathname === prefix.pathname || url.pathname.startsWith(path)
}

async function fetchPage({ fetch, outlets }: ReleasesDeps, url: URL, outlet: Outlet): Promise<Fetched> {
  let fetched: Fetched
  try {
    fetched = await fetch(url.href, { allowPrivate: outlet.allowPrivate, ignoreRobots: true })
  } catch (error) {
    if (error instanceof RetryableError)
      throw new UnreachableError(`现在打不开此网址，时限继续计算，请稍后再试：${error.message}`, { cause: error, metadata: { url: url.href } })
    if (error instanceof WanglouError) throw refused(`无法抓取此网址：${error.message}`, url.href, error)
    throw error
  }
  const { status, finalUrl } = fetched
  if (status === 404 || status === 410) throw refused(`此网址的页面不存在（${status}），时限继续计算`, url.href)
  if (status >= 500)
    throw new UnreachableError(`发布渠道的服务器出错（${status}），时限继续计算，请稍后再试`, { metadata: { url: url.href, status } })
  if (status !== 200) throw refused(`此网址没有给出页面（${status}），时限继续计算`, url.href)
  if (!outlets.some(({ urlPrefix }) => stands(new URL(finalUrl), new URL(urlPrefix))))
    throw refused(`此网址转到了发布渠道之外：${finalUrl}`, url.href)
  return fetched
}

function readPage({ readArticle }: ReleasesDeps, fetched: Fetched, url: URL): Article & { readonly text: string } {
  if (fetched.text === null) throw refused(`此网址的内容不是文字（${fetched.contentType ?? '类型不明'}），请填写文字页面的网址`, url.href)
  const article = isHtml(fetched) ? readArticle(fetched.text, { url: fetched.finalUrl }) : plain(fetched.text)
  const text = article.text?.trim() ?? ''
  if (text.length < 200 && missingPage.test(`${article.title ?? ''} ${text}`)) throw refused('此网址显示“页面不存在”，时限继续计算', url.href)
  if (text.length < shortestText) throw refused('此页面上没有可读的正文，不能作为发布证据', url.href)
  return { ...article, text }
}

function isHtml({ contentType, text }: Fetched): boolean {
  return contentType === null ? /<html|<body|<!doctype/i.test(text ?? '') : /html/i.test(contentType)
}

/** A text file shows no time that could be told from its words: it stays unknown. */
function plain(text: string): Article {
  return { title: null, text, publishedAt: null, publishedPrecision: null, author: null, source: null, doubtful: false }
}

function refused(message: string, url: string, cause?: unknown): RefusedError {
  return new RefusedError(message, { metadata: { url: url.slice(0, 300) }, ...(cause === undefined ? {} : { cause }) })
}
