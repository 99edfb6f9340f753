import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import type { Clock } from '../../core/clock.ts'
import type { Fetch, Fetched, FetchOptions, Render } from '../../core/ports.ts'
import { quietSwitches } from './chromium.ts'
import { FetchAbortedError, TimeoutError } from './errors.ts'
import { checkUrl } from './guard.ts'

export interface RenderSetup {
  readonly fetch: Fetch
  readonly executablePath: string
  readonly userAgent: string
  readonly clock: Clock
  /** For the scripts of a page to come to rest. */
  readonly settleMs?: number
}

/** What a text needs to appear. Pictures, fonts and styles are left out. */
const wanted = new Set(['document', 'script', 'xhr', 'fetch'])
/** Nothing listens there: what the routes below do not answer reaches nobody. */
const nowhere = ['--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>', '--force-webrtc-ip-handling-policy=disable_non_proxied_udp']
const subresourcePaceMs = 50
/** A page whose script never lets go answers nothing that is asked of it, its text neither: after so many settle times its browser ends. */
const limitInSettles = 3

/**
 * Pages as a browser shows them. The browser itself has no way to the network: each of its requests is a GET over the guarded fetch,
 * a private address only where the page itself may stand there, so that no script of a page reaches what the guard refuses.
 */
export function createRender(setup: RenderSetup): { render: Render; close(): Promise<void> } {
  const running = new Set<Browser>()
  let closed = false

  async function open(): Promise<Browser> {
    const { chromium } = await import('playwright-core')
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    return await chromium.launch({ executablePath: setup.executablePath, args: [...quietSwitches, ...nowhere, ...asRoot] })
  }

  return {
    /* A browser a page: it is wanted seldom, and holds 200 MB for as long as it runs. */
    async render(url, options) {
      const gaveUp = (): boolean => closed || options.signal?.aborted === true
      if (gaveUp()) throw new FetchAbortedError(url)
      // Before a browser is started; what is no web address (file:, data:) would never come to the fetch.
      checkUrl(url, options.allowPrivate)
      const browser = await open()
      running.add(browser)
      const giveUp = (): void => void browser.close()
      options.signal?.addEventListener('abort', giveUp, { once: true })
      const limitMs = limitInSettles * settleOf(setup)
      let late = false
      const limit = setTimeout(() => {
        late = true
        giveUp()
      }, limitMs)
      try {
        return await show(setup, await contextOf(browser, setup), url, options)
      } catch (error) {
        if (gaveUp()) throw new FetchAbortedError(url)
        throw late ? new TimeoutError(url, limitMs) : error
      } finally {
        clearTimeout(limit)
        options.signal?.removeEventListener('abort', giveUp)
        running.delete(browser)
        await browser.close()
      }
    },
    async close() {
      closed = true
      await Promise.all([...running].map((browser) => browser.close()))
    }
  }
}

function settleOf({ settleMs = 10_000 }: RenderSetup): number {
  return settleMs
}

function contextOf(browser: Browser, { userAgent }: RenderSetup): Promise<BrowserContext> {
  return browser.newContext({ userAgent, serviceWorkers: 'block', acceptDownloads: false, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
}

async function show(setup: RenderSetup, context: BrowserContext, url: string, options: FetchOptions): Promise<Fetched> {
  const settleMs = settleOf(setup)
  const page = await context.newPage()
  const visit = new Visit(setup.fetch, page, options)
  await context.routeWebSocket(/.*/, (socket) => socket.close())
  await context.route('**/*', (route) => visit.answer(route))
  // A page that never comes to rest shows what it shows by then.
  await page.goto(url, { waitUntil: 'networkidle', timeout: settleMs }).catch(() => null)
  if (visit.failure !== null) throw visit.failure
  const { document } = visit
  if (document === null) throw new TimeoutError(url, settleMs)
  const text = await page.content()
  return {
    ...document,
    url,
    bytes: new TextEncoder().encode(text),
    contentType: 'text/html; charset=utf-8',
    text,
    charset: 'utf-8',
    fetchedElapsedMs: setup.clock.elapsedMs()
  }
}

/** One page with all that it asks for. */
class Visit {
  /** The newest document of the page itself: a script may have led on. */
  document: Fetched | null = null
  /** Why there is none. */
  failure: unknown = null
  readonly #fetch: Fetch
  readonly #page: Page
  readonly #options: FetchOptions

  constructor(fetch: Fetch, page: Page, options: FetchOptions) {
    this.#fetch = fetch
    this.#page = page
    this.#options = options
  }

  async answer(route: Route): Promise<void> {
    const request = route.request()
    const isPage = request.isNavigationRequest() && request.frame() === this.#page.mainFrame()
    if (request.method() !== 'GET' || !wanted.has(request.resourceType())) {
      await route.abort()
      return
    }
    try {
      const fetched = await this.#fetch(request.url(), isPage ? this.#options : this.#ofPart(request.url()))
      if (isPage) this.document = fetched
      await route.fulfill({
        status: fetched.status,
        headers: { ...(fetched.contentType === null ? {} : { 'content-type': fetched.contentType }), 'access-control-allow-origin': '*' },
        body: Buffer.from(fetched.bytes)
      })
    } catch (error) {
      if (isPage) this.failure = error
      await route.abort().catch(() => {})
    }
  }

  /** A part may stand at a private address only where the page may, and then leads no further than the page may either. */
  #ofPart(url: string): FetchOptions {
    const { allowPrivate, mayVisit, signal } = this.#options
    const own = allowPrivate && mayVisit?.(new URL(url)) === true
    return {
      allowPrivate: own,
      ...(own && mayVisit !== undefined ? { mayVisit } : {}),
      ignoreRobots: true,
      paceMs: subresourcePaceMs,
      ...(signal === undefined ? {} : { signal })
    }
  }
}
