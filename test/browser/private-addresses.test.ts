import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../adapters/clock.ts'
import { findChromium } from '../../adapters/web/chromium.ts'
import { createFetch } from '../../adapters/web/fetch.ts'
import { createRender } from '../../adapters/web/render.ts'
import { privateOf } from '../../crawlers/private-addresses.ts'
import { privateAddresses, privateNames } from '../support/private-addresses.ts'
import { silent } from '../support/running-system.ts'

let canary: Server
let ours: Server
let connections = 0
let web: ReturnType<typeof createFetch>
let browser: ReturnType<typeof createRender>

beforeAll(async () => {
  canary = createServer((_, response) => response.end('secret')).on('connection', () => (connections += 1))
  await listening(canary)
  ours = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page()))
  await listening(ours)
  web = createFetch({
    userAgent: 'WanglouTest/1.0',
    clock: systemClock,
    logger: silent,
    retries: 0,
    timeoutMs: 2000,
    resolve: async (name) => (privateNames[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  })
  browser = createRender({
    fetch: web.fetch,
    executablePath: findChromium() ?? '',
    userAgent: 'WanglouTest/1.0',
    clock: systemClock,
    settleMs: 40_000
  })
})
afterAll(async () => {
  await browser?.close()
  await web?.close()
  ours?.close()
  canary?.close()
})

/** Asks for each address in each way that a page has. */
function page(): string {
  const addresses = JSON.stringify(addressesToTry())
  return `<html><body><p>临江</p><script>
    for (const address of ${addresses}) {
      const add = (name, key) => { const element = document.createElement(name); element[key] = address; document.body.append(element) }
      for (const [name, key] of [['img', 'src'], ['script', 'src'], ['iframe', 'src']]) add(name, key)
      for (const rel of ['preload', 'prefetch', 'preconnect', 'dns-prefetch']) {
        const link = document.createElement('link'); link.rel = rel; link.href = address; document.head.append(link)
      }
      for (const mode of ['cors', 'no-cors']) try { fetch(address, { mode }).catch(() => {}) } catch {}
      try { navigator.sendBeacon(address, 'x') } catch {}
      try { new WebSocket(address.replace(/^http/, 'ws')) } catch {}
      try { new EventSource(address) } catch {}
      try { new Worker(address) } catch {}
    }
  </script></body></html>`
}

function addressesToTry(): readonly string[] {
  return privateAddresses(String((canary.address() as AddressInfo).port)).filter((address) => !address.startsWith('javascript:'))
}

it.each([
  ['an outlet', (origin: string) => ({ allowPrivate: true, mayVisit: (url: URL) => url.origin === origin })],
  ['a source', (origin: string) => ({ allowPrivate: privateOf({ url: origin, settings: {}, allowPrivate: true }) })]
] as const)('a page of %s in a browser reaches none of the private addresses, however it asks', async (_, allowed) => {
  const { port } = ours.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const shown = await browser.render(`${origin}/`, { ...allowed(origin), ignoreRobots: true })
  expect(addressesToTry().length).toBeGreaterThanOrEqual(60)
  expect(shown.text).toContain('临江')
  expect(shown.text).not.toContain('secret')
  expect(connections).toBe(0)
})

it('none of the private addresses is opened in a browser at all', async () => {
  const outcomes: string[] = []
  for (const address of privateAddresses(String((canary.address() as AddressInfo).port))) {
    const refused = browser.render(address, { allowPrivate: false, ignoreRobots: true }).then(
      () => 'opened',
      (error: { code: string }) => error.code
    )
    outcomes.push(`${address} ${await refused}`)
  }
  expect(outcomes.filter((outcome) => !outcome.endsWith(' fetch-refused-address'))).toEqual([])
  expect(connections).toBe(0)
})

it('the canary would have noticed', async () => {
  await fetch(`http://127.0.0.1:${(canary.address() as AddressInfo).port}/`)
  expect(connections).toBe(1)
})

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}
