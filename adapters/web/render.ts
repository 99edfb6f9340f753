import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import type { Clock } from '../../core/clock.ts'
import type { Fetch, Fetched, FetchOptions, Render } from '../../core/ports.ts'
import { quietSwitches } from './chromium.ts'
import { FetchAbortedError, TimeoutError } from './errors.ts'

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

/**
 * Pages as a browser shows them. The browser itself has no way to the network: each of its requests is a GET over the guarded fetch,
 * a private address only where the page itself may stand there, so that no script of a page reaches what the guard refuses.
 */
export function createRender(setup: RenderSetup): { render: Render; close(): Promise<void> } {
  let launched: Promise<Browser> | null = null
  let closed = false

  async function open(): Promise<Browser> {
    const { chromium } = await import('playwright-core')
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    return await chromium.launch({ executablePath: setup.executablePath, args: [...quietSwitches, ...nowhere, ...asRoot] })
  }

  return {
    async render(url, options) {
      if (closed || options.signal?.aborted === true) throw new FetchAbortedError(url)
      launched ??= open()
      launched.catch(() => (launched = null))
      const browser = await launched
      const context = await browser.newContext({
        userAgent: setup.userAgent,
        serviceWorkers: 'block',
        acceptDownloads: false,
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai'
      })
      try {
        return await show(setup, context, url, options)
      } finally {
        await context.close()
      }
    },
    async close() {
      closed = true
      await (await launched?.catch(() => null))?.close()
    }
  }
}

async function show(setup: RenderSetup, context: BrowserContext, url: string, options: FetchOptions): Promise<Fetched> {
  const settleMs = setup.settleMs ?? 10_000
  const page = await context.newPage()
  const visit = new Visit(setup.fetch, page, options)
  await context.routeWebSocket(/.*/, (socket) => socket.close())
  await context.route('**/*', (route) => visit.answer(route))
  const arrived = await page.goto(url, { waitUntil: 'networkidle', timeout: settleMs }).then(
    () => true,
    () => false
  )
  if (visit.failure !== null) throw visit.failure
  const { document } = visit
  // A page that never comes to rest shows what it shows by now.
  if (document === null) throw new TimeoutError(url, settleMs)
  if (!arrived && options.signal?.aborted === true) throw new FetchAbortedError(url)
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

  #ofPart(url: string): FetchOptions {
    const { allowPrivate, mayVisit, signal } = this.#options
    return {
      allowPrivate: allowPrivate && mayVisit?.(new URL(url)) === true,
      ignoreRobots: true,
      paceMs: subresourcePaceMs,
      ...(signal === undefined ? {} : { signal })
    }
  }
}
