import type { Browser, CDPSession, Page } from 'playwright-core'
import type { BenchDesk } from './desk.ts'

/** A page of a browser that has nothing of us yet but a session. */
export interface BrowserPage {
  readonly page: Page
  readonly devtools: CDPSession
  readonly close: () => Promise<void>
}

export interface Window {
  readonly width: number
  readonly height: number
}

export async function openBrowserPage(browser: Browser, desk: BenchDesk, cookie: string, viewport: Window): Promise<BrowserPage> {
  const context = await browser.newContext({ viewport })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: desk.url }])
  const page = await context.newPage()
  return { page, devtools: await context.newCDPSession(page), close: () => context.close() }
}

/** What is in use of JavaScript's heap, without what nobody holds any more. */
export async function heapBytes({ devtools }: BrowserPage): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.collectGarbage')
  return (await devtools.send('Runtime.getHeapUsage')).usedSize
}
