import type { Clock } from '../core/clock.ts'
import type { Outlet } from '../core/department.ts'
import { RefusedError, RetryableError, UnreachableError, WanglouError } from '../core/errors.ts'
import { fetchFaultWords } from '../core/fetch-fault-words.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { PublishedEvidence } from '../core/incident/events.ts'
import type { PublishedPage, SeenPage } from '../core/incident/published-page.ts'
import { instantFromMs, type Instant } from '../core/instant.ts'
import type { EvidenceStore, Fetch, Fetched, FetchOptions, Render } from '../core/ports.ts'
import type { ReportingMedium } from '../core/reporting-media.ts'
import { linksIn } from './links-in.ts'
import { mediumAt, outletAt, readPageUrl } from './own-place.ts'
import { readPage, saysMissing, type ReadArticle, type ReadPage } from './published-text.ts'

export interface ReleasesDeps {
  readonly fetch: Fetch
  /** For outlets that ask for a browser; absent where this machine has none. */
  readonly render?: Render
  readonly readArticle: ReadArticle
  readonly evidence: Pick<EvidenceStore, 'put'>
  /** Our own places of publication. */
  readonly outlets: readonly Outlet[]
  /** Media whose reports can show that a conference was held. */
  readonly media?: readonly ReportingMedium[]
  readonly clock: Clock
  readonly sha256: Sha256
  /** Gives up what is under way. */
  readonly signal?: AbortSignal
}

/** A page that was looked at and is kept only on request. */
export interface LookedAt extends SeenPage {
  keep(): Promise<PublishedPage>
}

export interface Releases {
  /**
   * Fetches a page of ours, keeps its bytes and its text, and says what stands there: what can stop a clock.
   * @throws RefusedError when the page is not ours, does not exist (`metadata.gone`) or has no readable text; UnreachableError when
   * trying later may help.
   */
  fetchEvidence(url: string): Promise<PublishedPage>
  /** The same of a page of ours or of the media: what shows that a conference was held. */
  fetchReport(url: string): Promise<PublishedPage>
  /** The same as `fetchEvidence`, and keeps nothing yet. */
  look(url: string): Promise<LookedAt>
  /** The same as `fetchReport`, and keeps nothing yet. */
  lookReport(url: string): Promise<LookedAt>
  /** Addresses on our outlets that a list page or a feed of ours leads to, in its order. @throws as `look` does */
  links(url: string): Promise<readonly string[]>
}

/** A release has at least this many characters; less is an error page or an empty frame. */
const shortestText = 20
const excerptLength = 300

/** Where a page stands, and where its redirects may lead. */
interface Place {
  readonly name: string
  readonly options: FetchOptions
  readonly browser: boolean
}

/** 只有证据能停表: nothing that a person types counts, only what the system itself found published. */
export function createReleases(deps: ReleasesDeps): Releases {
  const { outlets, media = [] } = deps
  const lookAt = async (text: string, placeOf: (url: URL) => Place): Promise<LookedAt> => {
    const url = readPageUrl(text)
    return read(deps, url, placeOf(url))
  }
  const look = (text: string): Promise<LookedAt> => lookAt(text, (url) => ourPlace(outlets, url))
  const lookReport = (text: string): Promise<LookedAt> => lookAt(text, (url) => placeOfMedium(outlets, media, url) ?? ourPlace(outlets, url))
  return {
    look,
    lookReport,
    async links(text) {
      const url = readPageUrl(text)
      const fetched = await fetchPage(deps, url, placeOfList(outlets, url))
      return linksIn(fetched.text ?? '', fetched.finalUrl).filter((link) => link !== url.href && outletAt(outlets, new URL(link)) !== null)
    },
    fetchEvidence: async (text) => (await look(text)).keep(),
    fetchReport: async (text) => (await lookReport(text)).keep()
  }
}

/** @throws RefusedError when the page stands on none of our outlets. */
function ourPlace(outlets: readonly Outlet[], url: URL): Place {
  if (outlets.length === 0) throw refused('配置中没有本单位的发布渠道（outlets），无法核验发布', url)
  const outlet = outletAt(outlets, url)
  if (outlet === null) {
    throw refused(
      `此网址不在本单位的发布渠道上，不能作为发布证据。本单位的渠道：${outlets.map(({ name, urlPrefix }) => `${name} ${urlPrefix}`).join('；')}`,
      url
    )
  }
  const mayVisit = (hop: URL): boolean => outletAt(outlets, hop) !== null
  return { name: outlet.name, browser: outlet.render === 'browser', options: { allowPrivate: outlet.allowPrivate, ignoreRobots: true, mayVisit } }
}

/** A list may stand anywhere on the site of an outlet, as a front page does. */
function placeOfList(outlets: readonly Outlet[], url: URL): Place {
  const outlet = outletAt(outlets, url) ?? outlets.find(({ urlPrefix }) => new URL(urlPrefix).origin === url.origin)
  if (outlet === undefined) return ourPlace(outlets, url)
  const options = { allowPrivate: outlet.allowPrivate, ignoreRobots: true, mayVisit: ({ origin }: URL) => origin === url.origin }
  return { name: outlet.name, browser: outlet.render === 'browser', options }
}

/** robots.txt binds us on pages that are not ours. */
function placeOfMedium(outlets: readonly Outlet[], media: readonly ReportingMedium[], url: URL): Place | null {
  const medium = outletAt(outlets, url) === null ? mediumAt(media, url) : null
  if (medium === null) return null
  return { name: medium.name, browser: false, options: { allowPrivate: false, mayVisit: (hop) => mediumAt([medium], hop) !== null } }
}

async function read(deps: ReleasesDeps, url: URL, place: Place): Promise<LookedAt> {
  const fetched = await fetchPage(deps, url, place)
  const fetchedAt = deps.clock.now()
  const article = await readable(fetched, deps, url)
  const evidence = {
    url: url.href,
    outlet: place.name,
    title: article.title,
    publishedAt: article.publishedAt,
    publishedPrecision: article.publishedPrecision,
    fetchedAt,
    textHash: deps.sha256(article.text),
    excerpt: article.text.slice(0, excerptLength),
    marks: { date: httpDate(fetched.date ?? null), lastModified: httpDate(fetched.lastModified) },
    ...(place.browser ? { rendered: true } : {})
  } satisfies Omit<PublishedEvidence, 'snapshot'>
  return { evidence, text: article.text, keep: () => keep(deps, fetched, { evidence, text: article.text }) }
}

/** The text is kept beside the bytes, under the very hash that the evidence names: what was compared can be read again. */
async function keep({ evidence: store }: ReleasesDeps, fetched: Fetched, { evidence, text }: SeenPage): Promise<PublishedPage> {
  const about = { url: fetched.finalUrl, at: evidence.fetchedAt }
  const snapshot = await store.put(fetched.bytes, { ...about, contentType: fetched.contentType })
  await store.put(new TextEncoder().encode(text), { ...about, contentType: 'text/plain; charset=utf-8' })
  return { evidence: { ...evidence, snapshot }, text }
}

async function fetchPage(deps: ReleasesDeps, url: URL, place: Place): Promise<Fetched> {
  const fetched = await tryFetch(deps, url, place)
  const { status, finalUrl } = fetched
  if (status === 404 || status === 410) throw gone(`此网址的页面不存在（${status}），时限继续计算`, url)
  if (status >= 500)
    throw new UnreachableError(`发布渠道的服务器出错（${status}），时限继续计算，请稍后再试`, { metadata: { url: url.href, status } })
  if (status !== 200) throw refused(`此网址没有给出页面（${status}），时限继续计算`, url)
  if (place.options.mayVisit?.(new URL(finalUrl)) === false) throw ledAway(new URL(finalUrl), url)
  return fetched
}

async function tryFetch({ fetch, render, signal }: ReleasesDeps, url: URL, { options, browser }: Place): Promise<Fetched> {
  if (browser && render === undefined) throw refused('此发布渠道须用浏览器打开（render: browser），而本机没有可用的浏览器', url)
  try {
    return await (browser && render !== undefined ? render : fetch)(url.href, { ...options, ...(signal === undefined ? {} : { signal }) })
  } catch (error) {
    const away = hopAway(error, options)
    if (away !== null) throw ledAway(away, url, error)
    if (error instanceof RetryableError)
      throw new UnreachableError(`现在打不开此网址，时限继续计算，请稍后再试：${fetchFaultWords(error)}`, {
        cause: error,
        metadata: { url: url.href }
      })
    if (!(error instanceof WanglouError)) throw error
    const status = error.metadata['status']
    if (status === 404 || status === 410) throw gone(`此网址的页面不存在（${status}），时限继续计算`, url, error)
    throw refused(`无法抓取此网址，时限继续计算：${fetchFaultWords(error)}`, url, error)
  }
}

/** Where the page itself was about to lead when it was refused; what its parts ask for says nothing of the page. */
function hopAway(error: unknown, { mayVisit }: FetchOptions): URL | null {
  if (!(error instanceof WanglouError) || error.code !== 'fetch-refused-address') return null
  const { url } = error.metadata
  const hop = typeof url === 'string' && URL.canParse(url) ? new URL(url) : null
  return hop !== null && mayVisit?.(hop) === false ? hop : null
}

/** @throws RefusedError when nothing stands there that could be read. */
async function readable(fetched: Fetched, { readArticle }: ReleasesDeps, url: URL): Promise<ReadPage> {
  if (fetched.text === null) throw refused(`此网址的内容不是文字（${fetched.contentType ?? '类型不明'}），请填写文字页面的网址`, url)
  const page = await readPage(fetched, readArticle)
  if (saysMissing(page)) throw gone('此网址显示“页面不存在”，时限继续计算', url)
  if (page.text.length < shortestText) throw gone('此页面上没有可读的正文，不能作为发布证据', url)
  return page
}

/** Only the one form that servers must send (RFC 9110): nothing is guessed. */
function httpDate(text: string | null): Instant | null {
  if (text === null || !/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : instantFromMs(ms)
}

/** A page that was taken away often leads to the front page, or to one that says so. */
function ledAway(to: URL, url: URL, cause?: unknown): RefusedError {
  return gone(`此网址转到了发布渠道之外（${to.href.slice(0, 300)}），时限继续计算`, url, cause)
}

/** The page does not stand there: what a watch of recorded releases counts, unlike all else that may go wrong. */
function gone(message: string, url: URL, cause?: unknown): RefusedError {
  return new RefusedError(message, { metadata: { url: url.href.slice(0, 300), gone: true }, ...(cause === undefined ? {} : { cause }) })
}

function refused(message: string, url: URL, cause?: unknown): RefusedError {
  return new RefusedError(message, { metadata: { url: url.href.slice(0, 300) }, ...(cause === undefined ? {} : { cause }) })
}
