import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Role } from '../../core/actor.ts'
import { rolesOf, type Action } from '../../core/permission.ts'
import { Status } from '../../dashboard-api/contract.ts'
import { fullIncidentId, fullIncidentTitle, openFullDesk } from '../support/full-desk.ts'
import { newPage, unfitAsItStands, type PageDesk } from '../support/page-desk.ts'
import { waitingRuleVersion } from '../support/rule-version.ts'
import { watchPage, type WatchedPage } from '../support/watched-page.ts'

/** A route as the page itself has it. */
interface Screen {
  readonly name: string
  readonly path: string
  readonly title: string
  readonly needs: Action | null
  /** Shown to whoever is not signed in. */
  readonly open: boolean
}

/** Where a screen is opened whose path leaves something open, or which shows more at another address. A new route with a parameter belongs here. */
const addresses: Readonly<Record<string, string>> = {
  incident: `/incidents/${fullIncidentId}`,
  mentions: `/mentions?q=${encodeURIComponent('爆炸')}`,
  nowhere: '/no-such-page',
  'rule-pack': '/rules/packs/emergencies',
  'rule-version': `/rules/versions/${waitingRuleVersion}`,
  wall: '/wall?kiosk=1'
}
const desktop = { width: 1440, height: 1000 }
const phone = { width: 360, height: 780 }
const wall = { width: 1920, height: 1080 }
const pictures = process.env['WANGLOU_SCREENSHOTS']
const router = `document.querySelector('#app').__vue_app__.config.globalProperties.$router`

let one: PageDesk
let screens: readonly Screen[]
const axed = new Set<string>()
const pictured = new Set<string>()

beforeAll(async () => {
  one = await openFullDesk()
  const page = await newPage(one.browser, desktop.width)
  await page.goto(one.at('/sign-in'))
  await page.getByRole('button', { name: '登录' }).waitFor()
  screens = await page.evaluate<readonly Screen[]>(
    `${router}.getRoutes().map(({ name, path, meta }) => ({ name, path, title: meta.title, needs: meta.needs ?? null, open: meta.open === true }))`
  )
  await page.context().close()
})
afterAll(() => one?.close())

function addressOf({ name, path }: Screen): string {
  const address = addresses[name] ?? path
  if (address.includes(':')) throw new Error(`the screen ${name} (${path}) has no case: name an address for it in this file`)
  return address
}

/** The first role of a screen sees it anew by its address, on a telephone too; the others come to it as a link leads there. */
async function come(to: Screen, watched: WatchedPage, how: 'address' | 'link'): Promise<void> {
  if (how === 'address') await watched.page.goto(one.at(addressOf(to)))
  else await watched.page.evaluate(`${router}.push(${JSON.stringify(addressOf(to))})`)
  await watched.settled()
}

async function nameOfScreen(page: Page): Promise<string> {
  return String(
    await page.evaluate(`document.querySelector('#app').__vue_app__.config.globalProperties.$router?.currentRoute.value.name ?? 'leader'`)
  )
}

/** What axe and a reader of widths find, unless something of the same elements, classes and states was asked about before. */
async function unfitOnce(page: Page): Promise<string[]> {
  const shape = await page.evaluate(`innerWidth + [...document.body.querySelectorAll('*')].map((one) => one.tagName +
    [...one.attributes].filter(({ name }) => /^(class|role|type|disabled|hidden|aria-(?!label$|labelledby|describedby|controls).*)$/.test(name)).map(({ name, value }) => name + value).join()).join()`)
  const key = createHash('sha256').update(String(shape)).digest('hex')
  if (axed.has(key)) return []
  axed.add(key)
  return unfitAsItStands(page, 'both')
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

/** What is wrong with a screen before somebody who may see it. */
async function faultsOf(screen: Screen, watched: WatchedPage): Promise<string[]> {
  const { page } = watched
  const first = !pictured.has(screen.name)
  pictured.add(screen.name)
  const size = screen.name === 'wall' ? wall : desktop
  await page.setViewportSize(size)
  // The page of a telephone is another document, from which no router leads back.
  await come(screen, watched, first || screen.name === 'leader' || (await nameOfScreen(page)) === 'leader' ? 'address' : 'link')
  const faults: string[] = []
  if ((await nameOfScreen(page)) !== screen.name) faults.push(`leads to ${page.url()}`)
  if (!(await page.title()).includes(screen.name === 'incident' ? fullIncidentTitle : screen.title)) faults.push(`is called ${await page.title()}`)
  faults.push(...(await unfitOnce(page)))
  if (first) {
    await picture(page, `${screen.name}-${size.width}`)
    // A wall is drawn for what hangs there.
    if (screen.name !== 'wall') {
      await page.setViewportSize(phone)
      await watched.settled()
      faults.push(...(await unfitOnce(page)).map((fault) => `at 360 px: ${fault}`))
      await picture(page, `${screen.name}-${phone.width}`)
    }
  }
  return [...faults, ...watched.faults()].map((fault) => `${screen.name}: ${fault}`)
}

describe('every screen of the page', () => {
  it('is one that this test knows how to open, and somebody may see it', () => {
    expect(screens.length).toBeGreaterThan(20)
    for (const screen of screens) expect(addressOf(screen)).toMatch(/^\//)
    expect(screens.filter(({ needs }) => needs !== null && rolesOf(needs).length === 0)).toEqual([])
  })

  it.each(Role.options)(
    '%s: each that it may see fits, in both themes, breaks nothing and asks nobody else; each other leads to 没有权限',
    async (role) => {
      const watched = await watchPage(await one.signIn(role, role === 'handler' ? 'safety' : null), new URL(one.at('/')).origin)
      const faults: string[] = []
      for (const screen of screens.filter(({ open }) => !open)) {
        if (screen.needs === null || rolesOf(screen.needs).includes(role)) faults.push(...(await faultsOf(screen, watched)))
      }
      await watched.page.setViewportSize(desktop)
      await watched.page.goto(one.at('/me'))
      await watched.settled()
      for (const screen of screens.filter(({ needs }) => needs !== null && !rolesOf(needs).includes(role))) {
        await come(screen, watched, 'link')
        const led = await nameOfScreen(watched.page)
        // Who has no desk begins elsewhere.
        if (screen.name === 'desk' ? led === 'desk' : led !== 'no-right') faults.push(`${screen.name} leads to ${led}`)
      }
      faults.push(...watched.faults())
      expect(faults).toEqual([])
    },
    600_000
  )

  it('before nobody: each that is open fits, each other asks to sign in', async () => {
    const watched = await watchPage(await newPage(one.browser, desktop.width), new URL(one.at('/')).origin)
    const faults: string[] = []
    for (const screen of screens.filter(({ open }) => open)) faults.push(...(await faultsOf(screen, watched)))
    await watched.page.setViewportSize(desktop)
    for (const screen of screens.filter(({ open }) => !open)) {
      await come(screen, watched, 'address')
      if ((await nameOfScreen(watched.page)) !== 'sign-in') faults.push(`${screen.name} leads to ${watched.page.url()}`)
    }
    faults.push(...watched.faults())
    // Being signed out is told by 401, on whatever screen it is asked.
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
  }, 600_000)

  it('was refused nothing by the content security policy, as browsers report it', async () => {
    const answer = await (await one.signIn('auditor')).request.get(one.at('/api/status'))
    expect(Status.parse(await answer.json()).policyReports).toBe(0)
  })
})
