import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import type { Clock } from '../../core/clock.ts'
import type { Fetch, Fetched, FetchOptions, Render } from '../../core/ports.ts'
import { WanglouError } from '../../core/errors.ts'
import { FetchAbortedError, NetworkError, TimeoutError } from './errors.ts'
import { checkUrl } from './guard.ts'
import { createSharedBrowser, type SharedBrowser } from './shared-browser.ts'

export interface RenderSetup {
  readonly fetch: Fetch
  readonly executablePath: string
  readonly userAgent: string
  readonly clock: Clock
  /** For the scripts of a page to come to rest. */
  readonly settleMs?: number
  /** How long the browser stays once no page is wanted any more. */
  readonly idleMs?: number
}

/** What a text needs to appear. Pictures, fonts and styles are left out. */
const wanted = new Set(['document', 'script', 'xhr', 'fetch'])
const subresourcePaceMs = 50
/** A page whose script never lets go answers nothing that is asked of it, its text neither: after so many settle times it ends. */
const limitInSettles = 3
const idleMs = 30_000
/** A page in which a script runs for ever does not close either. */
const closesWithinMs = 2_000

/**
 * Pages as a browser shows them, each in a context of its own that ends with it. The browser itself has no way to the network: each of its
 * requests is a GET over the guarded fetch, a private address only where the page itself may stand there, so that no script of a page
 * reaches what the guard refuses.
 */
export function createRender(setup: RenderSetup): { render: Render; close(): Promise<void> } {
  const shared = createSharedBrowser({ executablePath: setup.executablePath, idleMs: setup.idleMs ?? idleMs })
  let closed = false

  async function renderIn(browser: Browser, url: string, options: FetchOptions): Promise<Fetched> {
    const gaveUp = (): boolean => closed || options.signal?.aborted === true
    if (gaveUp()) throw new FetchAbortedError(url)
    const context = await contextOf(browser, setup)
    let ending: Promise<void> | null = null
    const end = (): Promise<void> => (ending ??= endContext(context, shared))
    const giveUp = (): void => void end()
    options.signal?.addEventListener('abort', giveUp, { once: true })
    const limitMs = limitInSettles * settleOf(setup)
    let late = false
    const limit = setTimeout(() => {
      late = true
      giveUp()
    }, limitMs)
    try {
      return await show(setup, context, url, options)
    } catch (error) {
      if (gaveUp()) throw new FetchAbortedError(url)
      throw late ? new TimeoutError(url, limitMs) : asRenderError(url, error)
    } finally {
      clearTimeout(limit)
      options.signal?.removeEventListener('abort', giveUp)
      await end()
    }
  }

  return {
    async render(url, options) {
      // Before a browser is started; what is no web address (file:, data:) would never come to the fetch.
      if (closed || options.signal?.aborted === true) throw new FetchAbortedError(url)
      checkUrl(url, options.allowPrivate)
      return shared.with((browser) => renderIn(browser, url, options))
    },
    async close() {
      closed = true
      await shared.close()
    }
  }
}

/** Where the page does not let go, the browser goes, and with it whatever else it shows. */
async function endContext(context: BrowserContext, shared: SharedBrowser): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const hangs = new Promise<'hangs'>((resolve) => {
    timer = setTimeout(() => resolve('hangs'), closesWithinMs)
  })
  const how = await Promise.race([context.close().catch(() => undefined), hangs])
  clearTimeout(timer)
  if (how === 'hangs') await shared.end()
}

/** Of the browser's own troubles, such as one that ended under a page: another try may go well. */
function asRenderError(url: string, error: unknown): unknown {
  return error instanceof WanglouError
    ? error
    : new NetworkError(url, `the browser did not show it (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`, error)
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
    const own = typeof allowPrivate === 'function' ? allowPrivate : allowPrivate && mayVisit?.(new URL(url)) === true
    return {
      allowPrivate: own,
      ...(own === true && mayVisit !== undefined ? { mayVisit } : {}),
      ignoreRobots: true,
      paceMs: subresourcePaceMs,
      ...(signal === undefined ? {} : { signal })
    }
  }
}
