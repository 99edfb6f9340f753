import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSignLinks } from '../../adapters/sign-links.ts'
import { Role } from '../../core/actor.ts'
import { addMs, hourMs, instantFromMs } from '../../core/instant.ts'
import { Contact } from '../../core/department.ts'
import { noticeFor } from '../support/alerting-notices.ts'
import { startApp } from '../support/api-app.ts'
import { openIncident } from '../support/api-incidents.ts'
import { startSite, type Site } from '../support/crawlers-site.ts'
import { sourceOn } from '../support/crawlers-world.ts'
import { at } from '../support/incidents.ts'
import { openPageDesk, type PageDesk } from '../support/page-desk.ts'
import { everyStep, fullIncident } from '../support/report-samples.ts'
import { payloadBatches, payloadsIn, xssPayloads } from '../support/xss-payloads.ts'
import { startXssSite, type XssSite } from '../support/xss-site.ts'

const signLinks = createSignLinks({ key: 'k'.repeat(32), validHours: 24, publicUrl: 'https://desk.example.invalid' })
const broken = encodeURIComponent('"><img wlmark src=x onerror=wlRan(0)>')
const parameterOf: Readonly<Record<string, readonly string[]>> = {
  '/incidents/:id': ['inc-0', broken],
  '/rules/packs/:pack': ['emergencies', broken],
  '/rules/versions/:id': [broken],
  '/:rest(.*)*': [broken]
}
const hotList = '/hot?list=hot:newsnow-weibo'
const tabs = 3

let canary: Site
let site: XssSite
let one: PageDesk
let page: Page
let payloads: readonly string[]
/** The host that a page may ask: its own. */
let home: string
/** What ran, asked elsewhere, was refused by the policy or stands in a page as an element: nothing of it may. */
const harm: string[] = []

beforeAll(async () => {
  canary = await startSite()
  payloads = xssPayloads(canary.origin)
  site = await startXssSite(payloads)
  one = await openPageDesk({ outlet: 'http://outlet.example.invalid/', roles: ['crawl', 'pipeline', 'dashboard'], config: configured() })
  await openIncidents()
  page = await one.signIn(Role.options)
  home = new URL(one.at('/')).host
  await watch(page.context(), harm)
  await typeEverywhere()
  while ((await crawled()) < site.mentions) await wait(250)
})

afterAll(async () => {
  await one?.close()
  await site?.close()
  await canary?.close()
})

/** What a city is configured with, each name a payload. */
function configured(): Readonly<Record<string, unknown>> {
  const named = (index: number): string => payloads[index]?.slice(0, 90) ?? ''
  return {
    sources: [
      { ...sourceOn(site.origin, 'feed', '/feed.xml'), id: 'feed', name: named(21) },
      { ...sourceOn(site.origin, 'feed', '/pages.xml', { follow: true }), id: 'pages', name: named(28) },
      { ...sourceOn(site.origin, 'hotlist', '', { board: 'newsnow', list: 'weibo' }), id: 'hot', kind: 'hot-list', name: named(35) }
    ],
    departments: [
      { id: 'publicity', name: named(7), coordinator: true },
      { id: 'safety', name: named(14), duties: ['爆炸'] }
    ],
    contacts: [{ id: 'desk', name: named(42), role: 'duty-officer' }]
  }
}

/** As a machine would have opened them, every payload in a title. */
async function openIncidents(): Promise<void> {
  const { incidents } = one.desk.system.stores
  const now = instantFromMs(Date.now())
  for (const [index, title] of payloadBatches(payloads, 3000).entries()) {
    const supervised = everyStep.map((step) => ({ ...step, text: title.slice(0, 3000) }))
    await incidents.put(fullIncident(`inc-${index}`, addMs(now, -(2 + index) * hourMs), { title, supervised }), 0)
  }
}

/** What people may type, and what they are called. */
async function typeEverywhere(): Promise<void> {
  const { accounts } = one.desk.system.stores
  const account = { roles: ['handler'] as const, departmentId: 'safety', passwordHash: null, disabled: false }
  for (const [index, name] of payloadBatches(payloads, 4000).entries())
    await accounts.put({ ...account, id: `x-${index}`, login: `x${index}"><img>`, name })
  const own = await accounts.byId(`p-${Role.options.join('-')}`)
  if (own !== null) await accounts.put({ ...own, name: payloads[3] ?? '', departmentId: 'safety' })
  const text = payloadBatches(payloads, 1900)[1] ?? ''
  const dueAt = addMs(instantFromMs(Date.now()), hourMs)
  const deeds: [string, object][] = [
    ['note', { text }],
    ['assign', { departments: [{ id: 'safety', role: 'lead' }], instruction: text }],
    ['give-task', { text, owner: { kind: 'lead' }, dueAt, about: text.slice(0, 400) }],
    ['draft-wording', { text }],
    ['answer', { text }],
    ['plan-media', { outlet: text.slice(0, 100), angle: text.slice(0, 500), plannedAt: dueAt, link: 'javascript:wlRan(1)' }],
    ['record-other-report', { way: text.slice(0, 200), reportedAt: addMs(dueAt, -2 * hourMs) }]
  ]
  let taken = 0
  for (const [verb, data] of deeds) {
    const answer = await page.request.post(one.at(`/api/incidents/inc-0/${verb}`), { data, headers: { origin: new URL(one.at('/')).origin } })
    if (answer.status() >= 500) harm.push(`${verb}: ${answer.status()}`)
    if (answer.ok()) taken += 1
  }
  expect(taken).toBeGreaterThanOrEqual(4)
}

/** Notes in `found` whatever harm comes to pages of a browser. */
async function watch(context: BrowserContext, found: string[]): Promise<void> {
  await context.exposeBinding('wlRan', (_, what) => void found.push(`ran ${String(what)}`))
  await context.addInitScript(`
    for (const name of ['alert', 'confirm', 'prompt', 'print']) globalThis[name] = () => globalThis.wlRan(name)
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => globalThis.wlRan('policy ' + violatedDirective + ' ' + blockedURI))
  `)
  context.on('dialog', (dialog) => void dialog.dismiss().then(() => found.push(`dialog ${dialog.message()}`)))
  context.on('console', (said) => {
    if (/Content.Security.Policy/i.test(said.text())) found.push(`said ${said.text()}`)
  })
  context.on('weberror', (error) => void found.push(`failed ${error.error().message}`))
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== home) found.push(`asked ${request.url()}`)
  })
}

async function crawled(): Promise<number> {
  const { total } = (await (await page.request.get(one.at('/api/mentions?limit=1'))).json()) as { total: number }
  return total
}

/** What a screen shows, and whether anything of it became part of the page. */
async function look(tab: Page, where: string): Promise<ReadonlySet<number>> {
  const found = await tab.evaluate<{ text: string; made: number; links: readonly string[] }>(`({
    text: document.body.innerText,
    made: document.querySelectorAll('[wlmark], [onerror], [onload], [onfocus], iframe, object, embed, base').length,
    links: [...document.links].filter(({ protocol }) => !/^(?:https?|mailto|tel|blob):$/.test(protocol)).map(({ href }) => href)
  })`)
  if (found.text.length < 20) harm.push(`${where}: shows nothing`)
  if (found.made > 0) harm.push(`${where}: ${found.made} elements of a payload`)
  for (const href of found.links) harm.push(`${where}: links to ${href.slice(0, 60)}`)
  return payloadsIn(found.text)
}

async function open(where: string, tab = page): Promise<ReadonlySet<number>> {
  await tab.goto(one.at(where))
  await tab.waitForLoadState('networkidle')
  return await look(tab, where)
}

/** Opens them a few at a time, for most of it is waiting. */
async function openAll(places: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const seen = new Map<string, ReadonlySet<number>>()
  const left = [...places]
  await Promise.all(
    Array.from({ length: tabs }, async () => {
      const tab = await page.context().newPage()
      for (let where = left.shift(); where !== undefined; where = left.shift()) seen.set(where, await open(where, tab))
      await tab.close()
    })
  )
  return seen
}

async function screens(): Promise<readonly string[]> {
  const routes = [...(await readFile('dashboard/router.ts', 'utf8')).matchAll(/path: '([^']+)'/g)].map(([, route]) => route ?? '')
  expect(routes.length).toBeGreaterThan(30)
  return routes.flatMap((route) => (parameterOf[route] ?? ['']).map((value) => route.replace(/:.*/, value)))
}

describe('texts that would be programs', () => {
  it('are programs to a page that takes them for its own, and that is noticed', async () => {
    const context = await one.browser.newContext()
    const found: string[] = []
    await watch(context, found)
    await (
      await context.newPage()
    ).setContent(
      `<p>${payloads
        .slice(0, 60)
        .map((text) => text.replaceAll(canary.origin, site.origin))
        .join('')}`
    )
    await expect.poll(() => found.join('\n')).toMatch(/^ran \d+$/m)
    await expect.poll(() => site.paths().some((asked) => /^\/\d+$/.test(asked))).toBe(true)
    await context.close()
  })

  it('stay texts on every screen that there is', async () => {
    const seen = await openAll([
      ...(await screens()),
      '/m?full=0',
      '/m?id=inc-0',
      hotList,
      `/mentions?q=${broken}`,
      `/rules/new?words=${broken}&title=${broken}`
    ])
    // More than what a head says: who sits there has a payload for a name.
    const told = ['/', '/wall', '/m', '/m?id=inc-0', '/incidents/inc-0', hotList, '/sources', '/people', '/supervision']
    expect(told.filter((where) => (seen.get(where)?.size ?? 0) <= 2)).toEqual([])
    await page.emulateMedia({ media: 'print' })
    expect((await open('/incidents/inc-0')).size).toBeGreaterThan(20)
    await page.emulateMedia({ media: 'screen' })
    expect(harm).toEqual([])
  })

  it('stay texts on the page behind a 一键签收链接', async () => {
    const shown = payloadBatches(payloads, 3000)[0] ?? ''
    const contact = { id: 'desk', name: payloads[0] ?? '', role: 'duty-officer' as const }
    const links = await startApp({ contacts: [Contact.parse(contact)], signLinks, pageDirectory: path.resolve('dist/dashboard') })
    try {
      await openIncident(links, 'inc-test', 'I', at('08:00'))
      const recipient = { contactId: contact.id, name: contact.name, role: contact.role, departmentId: null, address: null }
      const notice = noticeFor('0123456789abcdef0123456789abcdef', { title: shown, body: shown, recipient, requestedAt: at('08:00') })
      await links.stores.notices.request([notice])
      await links.app.listen({ host: '127.0.0.1', port: 0 })
      home = `127.0.0.1:${(links.app.server.address() as AddressInfo).port}`
      await page.goto(`http://${home}/sign.html#${signLinks.issue(notice)?.split('#')[1]}`)
      await page.getByRole('button', { name: '签收' }).waitFor()
      expect([...(await look(page, '/sign.html'))]).toEqual([...payloadsIn(shown)])
    } finally {
      home = new URL(one.at('/')).host
      await links.close()
    }
    expect(harm).toEqual([])
  })

  it('are all to be seen: in the titles of the queue, and as what was crawled', async () => {
    const every = payloads.map((_, index) => index)
    expect(every.length).toBeGreaterThanOrEqual(300)
    await open('/')
    // On a screen the queue draws what is near the window, on paper all of it.
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`)
    await page.locator('[data-incident]').nth(10).waitFor()
    const titles = await look(page, '/')
    expect(every.filter((index) => !titles.has(index))).toEqual([])
    await open('/mentions')
    for (let rows = 50; rows < site.mentions; rows += 50) {
      await page.getByRole('button', { name: '再看 50 条' }).click()
      await page.locator('[data-mention]').nth(rows).waitFor()
    }
    const crawledOnes = await look(page, '/mentions')
    expect(every.filter((index) => !crawledOnes.has(index))).toEqual([])
    expect(harm).toEqual([])
  })

  it('are bytes to be saved, never a page, in what was kept of where they stood', async () => {
    const { rows } = (await (await page.request.get(one.at('/api/mentions?limit=50&q=流传'))).json()) as {
      rows: readonly { url: string; snapshot: string | null }[]
    }
    const kept = rows.find(({ url }) => url.endsWith('/page/0'))?.snapshot ?? ''
    const answer = await page.request.get(one.at(`/api/evidence/${kept}`))
    expect(await answer.text()).toContain('<script wlmark>wlRan(0)</script>')
    expect(answer.headers()).toMatchObject({ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' })
    // Opened as an address it is saved; the page that was there stays.
    const [saved] = await Promise.all([page.waitForEvent('download'), page.goto(one.at(`/api/evidence/${kept}`)).catch(() => null)])
    expect(saved.suggestedFilename()).toMatch(/\.bin$/)
    expect(harm).toEqual([])
  })

  it('are no formulas in a file that the page or the server saves', async () => {
    await open('/incidents/inc-0')
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '时间线 CSV' }).click()])
    const files = [await readFile(await saved.path(), 'utf8')]
    for (const route of ['/api/mentions/export', '/api/audit/export']) files.push(await (await page.request.get(one.at(route))).text())
    for (const text of files) expect(text).not.toMatch(/(?:^|,)"[\s\p{Cf}]*[=+\-@＝＋－＠]/mu)
    expect(files.map((text) => payloadsIn(text).size > 20)).toEqual([true, true, true])
    expect(harm).toEqual([])
  })

  it('are asked of nobody', () => {
    expect(canary.asked).toEqual([])
  })
})
