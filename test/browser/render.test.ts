import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../adapters/clock.ts'
import { findChromium } from '../../adapters/web/chromium.ts'
import { createFetch } from '../../adapters/web/fetch.ts'
import { createRender } from '../../adapters/web/render.ts'
import { silent } from '../support/running-system.ts'

const text = '临江区一化工厂发生爆炸，造成12人死亡。救援正在进行，原因正在调查。'
const asked: string[] = []
let ours: Server
let inside: Server
let web: ReturnType<typeof createFetch>
let browser: ReturnType<typeof createRender>

beforeAll(async () => {
  inside = createServer((request, response) => {
    asked.push(`inside ${request.url}`)
    response.end('secret')
  })
  await listening(inside)
  ours = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const page = pages()[request.url ?? '']
    if (request.url === '/part-leads-away') response.writeHead(302, { location: `${originOf(inside)}/part` }).end()
    else if (page === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': page.startsWith('{') ? 'application/json' : 'text/html; charset=utf-8' }).end(page)
  })
  await listening(ours)
  web = createFetch({ userAgent: 'WanglouTest/1.0', clock: systemClock, logger: silent, retries: 0 })
  browser = createRender({ fetch: web.fetch, executablePath: findChromium() ?? '', userAgent: 'WanglouTest/1.0', clock: systemClock })
})
beforeEach(() => asked.splice(0))
afterAll(async () => {
  await browser?.close()
  await web?.close()
  ours?.close()
  inside?.close()
})

/** A page that a script fills, and one whose script tries to reach what it may not. */
function pages(): Readonly<Record<string, string>> {
  return {
    '/app': `<html><head><title>通报</title></head><body><div id="text"></div>
      <script>fetch('/text.json').then((answer) => answer.json()).then(({ text }) => { document.getElementById('text').textContent = text })</script></body></html>`,
    '/text.json': JSON.stringify({ text }),
    '/hostile': `<html><body><p id="text">${text}</p><img src="${originOf(inside)}/picture"><script>
      const reach = (how) => how().catch(() => {})
      reach(() => fetch('${originOf(inside)}/fetch'))
      reach(() => fetch('/admin', { method: 'POST', body: 'x' }))
      new WebSocket('${originOf(inside).replace('http', 'ws')}/socket')
      navigator.sendBeacon('${originOf(inside)}/beacon', 'x')</script></body></html>`,
    '/part-leads': `<html><body><p>${text}</p><p id="part"></p><script>
      fetch('/part-leads-away').then((answer) => answer.text()).then((part) => { document.getElementById('part').textContent = part })</script></body></html>`,
    '/endless': `<html><body><p>${text}</p><script>while (1) {}</script></body></html>`,
    '/leads-away': `<html><body><script>location.href = '${originOf(inside)}/page'</script></body></html>`
  }
}

const options = (): { allowPrivate: boolean; ignoreRobots: boolean; mayVisit: (url: URL) => boolean } => ({
  allowPrivate: true,
  ignoreRobots: true,
  mayVisit: ({ origin }) => origin === originOf(ours)
})

describe('a page in a browser', () => {
  it('is read as its scripts leave it', async () => {
    const page = await browser.render(`${originOf(ours)}/app`, options())
    expect(page).toMatchObject({ status: 200, finalUrl: `${originOf(ours)}/app`, contentType: 'text/html; charset=utf-8' })
    expect(page.text).toContain(text)
    expect(page.date).toMatch(/GMT$/)
  })

  it('reaches nothing but what the guarded fetch lets through, and changes nothing', async () => {
    const page = await browser.render(`${originOf(ours)}/hostile`, options())
    expect(page.text).toContain(text)
    expect(asked).toEqual(['GET /hostile'])
  })

  it('that leads itself away to where it may not stand is refused', async () => {
    await expect(browser.render(`${originOf(ours)}/leads-away`, options())).rejects.toMatchObject({ code: 'fetch-refused-address' })
    expect(asked).toEqual(['GET /leads-away'])
  })

  it('has no part that leads to where the page may not stand', async () => {
    const page = await browser.render(`${originOf(ours)}/part-leads`, options())
    expect(page.text).toContain(text)
    expect(page.text).not.toContain('secret')
    expect(asked).toEqual(['GET /part-leads', 'GET /part-leads-away'])
  })

  it('whose script never ends is given up', async () => {
    const hasty = createRender({
      fetch: web.fetch,
      executablePath: findChromium() ?? '',
      userAgent: 'WanglouTest/1.0',
      clock: systemClock,
      settleMs: 2000
    })
    await expect(hasty.render(`${originOf(ours)}/endless`, options())).rejects.toMatchObject({ code: 'timeout', metadata: { afterMs: 6000 } })
    await hasty.close()
  })

  it('whose script never ends takes no other page with it for good', async () => {
    const hasty = createRender({
      fetch: web.fetch,
      executablePath: findChromium() ?? '',
      userAgent: 'WanglouTest/1.0',
      clock: systemClock,
      settleMs: 1500
    })
    const endless = hasty.render(`${originOf(ours)}/endless`, options()).catch((error: unknown) => error)
    expect(await endless).toMatchObject({ code: 'timeout' })
    expect((await hasty.render(`${originOf(ours)}/app`, options())).text).toContain(text)
    await hasty.close()
  })

  it('shares its browser with those that come soon after, and the browser ends when none comes', async () => {
    const brief = createRender({
      fetch: web.fetch,
      executablePath: findChromium() ?? '',
      userAgent: 'WanglouTest/1.0',
      clock: systemClock,
      idleMs: 500
    })
    const before = await chromiumsOf(process.pid)
    await brief.render(`${originOf(ours)}/app`, options())
    const [first] = (await chromiumsOf(process.pid)).filter((pid) => !before.includes(pid))
    await brief.render(`${originOf(ours)}/app`, options())
    expect((await chromiumsOf(process.pid)).filter((pid) => !before.includes(pid))).toEqual([first])
    await expect.poll(async () => (await chromiumsOf(process.pid)).filter((pid) => !before.includes(pid))).toEqual([])
    await brief.close()
  })

  it('keeps nothing of the page before', async () => {
    await browser.render(`${originOf(ours)}/app`, options())
    await browser.render(`${originOf(ours)}/app`, options())
    expect(asked).toEqual(['GET /app', 'GET /text.json', 'GET /app', 'GET /text.json'])
  })

  it('that does not exist says so as the fetch does', async () => {
    await expect(browser.render(`${originOf(ours)}/none`, options())).rejects.toMatchObject({ code: 'http-status', metadata: { status: 404 } })
  })
})

/** Processes that this one started itself, by their numbers: a browser is one, with its parts below it. */
async function chromiumsOf(parent: number): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '') })))
  return stats
    .filter(({ stat }) => stat.includes('(chrom') && stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(parent))
    .map(({ pid }) => pid)
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}
