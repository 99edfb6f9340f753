import type { Page } from 'playwright-core'

/** A page of ours, and everything that it should not have done. */
export interface WatchedPage {
  readonly page: Page
  /** Errors, refusals of the content security policy, requests to anybody else; taken away when read. */
  faults(): string[]
  /** Resolves when its application stands, asks for nothing and reads nothing any more. */
  settled(): Promise<void>
}

const refusals = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  console.error('CSP: ' + violatedDirective + ' refused ' + blockedURI)
})`

/* An address is loaded before its application stands: scripts that it asks for come after. */
const isStill = `document.querySelector('#app')?.__vue_app__ !== undefined && new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
  resolve(document.querySelector('[aria-busy="true"]') === null && !/正在(读取|统计|登录)/.test(document.querySelector('main')?.innerText ?? '')))))`

/** Watches a page from its next address on. */
export async function watchPage(page: Page, origin: string): Promise<WatchedPage> {
  const faults: string[] = []
  const asked = new Set<object>()
  await page.addInitScript(refusals)
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('websocket', (socket) => tell(socket.url().replace(/^ws/, 'http')))
  page.on('request', (request) => {
    asked.add(request)
    tell(request.url())
  })
  page.on('requestfinished', (request) => asked.delete(request))
  page.on('requestfailed', (request) => asked.delete(request))

  function tell(url: string): void {
    const { protocol, origin: theirs } = new URL(url)
    if (protocol.startsWith('http') && theirs !== origin) faults.push(`asks somebody else: ${url}`)
  }

  return {
    page,
    faults: () => faults.splice(0),
    async settled() {
      for (let still = 0; still < 2;) still = (await page.evaluate(isStill).catch(leftMeanwhile)) === true && asked.size === 0 ? still + 1 : 0
    }
  }
}

/** A page that goes to another address has nothing to say of the one that it left. */
function leftMeanwhile(error: Error): boolean {
  if (/context was destroyed|navigat/i.test(error.message)) return false
  throw error
}
