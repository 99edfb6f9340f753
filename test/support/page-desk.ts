import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { systemClock } from '../../adapters/clock.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import type { Role } from '../../core/actor.ts'
import { createSignInLink } from '../../dashboard-api/one-time-links.ts'
import { openBrowser } from './browser.ts'
import { accessibilityFaults, type AxeThemes } from './page-axe.ts'
import { openDesk, type Desk } from './running-system.ts'

const widths = { phone: 360, desk: 1440 } as const
const password = 'Wang-lou-2031'

/** A running desk with a browser before it, and whoever sits there. */
export interface PageDesk {
  readonly desk: Desk
  readonly browser: Browser
  /** A person with these roles, with a session in a browser of their own, before the first page that they see. */
  signIn(roles: Role | readonly Role[], departmentId?: string | null): Promise<Page>
  /** The page as whoever signed in with this role sees it. */
  as(role: Role): Page
  /** An address of the desk as a whole. */
  at(path: string): string
  close(): Promise<void>
}

/** @throws Error when the page is not built */
export async function openPageDesk(options: Parameters<typeof openDesk>[0]): Promise<PageDesk> {
  demandBuiltPage()
  const desk = await openDesk(options)
  const browser = await openBrowser()
  const pages = new Map<Role, Page>()
  const at = (path: string): string => new URL(path, desk.system.url ?? '').href
  return {
    desk,
    browser,
    at,
    async signIn(role, departmentId = null) {
      const roles = typeof role === 'string' ? [role] : role
      const { accounts } = desk.system.stores
      const name = roles.join('-')
      const account = { id: `p-${name}`, login: name, name: `测试${name}`, roles, departmentId, passwordHash: null, disabled: false }
      await accounts.put(account)
      const page = await newPage(browser, widths.desk)
      await page.goto(at(await createSignInLink({ accounts, clock: options.clock ?? systemClock, random: strongRandom, sha256 }, account.id)))
      await page.getByRole('navigation').first().waitFor()
      for (const one of roles) pages.set(one, page)
      return page
    },
    as(role) {
      const page = pages.get(role)
      if (page === undefined) throw new Error(`nobody is signed in as ${role}`)
      return page
    },
    async close() {
      await browser.close()
      await desk.close()
    }
  }
}

export function demandBuiltPage(): void {
  if (!existsSync('dist/dashboard/index.html')) throw new Error('the page is not built: npm run build')
}

/** A page in a browser of its own, which waits long: other tests keep the machine busy. */
export async function newPage(browser: Browser, width: number): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height: 1000 }, acceptDownloads: true })).newPage()
  page.setDefaultTimeout(120_000)
  return page
}

/** The first person of a desk makes the first account, by the one-time link, and stands before an empty desk. */
export async function setUpFirst(page: Page, desk: Desk, look: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await page.goto(desk.system.firstRunLink ?? '')
  await look()
  await page.getByLabel('登录名').fill('zhiban')
  await page.getByLabel('姓名').fill('值班员乙')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByLabel('再输一遍密码').fill(password)
  await page.getByRole('button', { name: '建立账号并登录' }).click()
  await page.getByRole('heading', { name: '开始使用' }).waitFor()
  await page.goto(new URL('/', desk.system.url ?? '').href)
  await page.getByText('没有进行中的事件').waitFor()
}

/** A file of the product's configuration. */
export function shippedConfig(name: string): string {
  return fileURLToPath(new URL(`../../config/${name}`, import.meta.url))
}

/**
 * What is wrong with a page on a telephone and on a desktop: serious findings of axe, and sideways scrolling. With WANGLOU_SCREENSHOTS
 * it leaves a picture of each there.
 */
export async function unfit(page: Page, name: string): Promise<string[]> {
  const faults: string[] = []
  for (const width of Object.values(widths)) {
    await page.setViewportSize({ width, height: 1000 })
    faults.push(...(await unfitAsItStands(page)).map((fault) => `${fault} (${width} px)`))
    const folder = process.env['WANGLOU_SCREENSHOTS']
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
  return faults
}

/** The same for the window as it is. */
export async function unfitAsItStands(page: Page, themes?: AxeThemes): Promise<string[]> {
  const wide = await sidewaysBy(page)
  return [...(await accessibilityFaults(page, themes)), ...(wide > 0 ? [`scrolls sideways by ${wide} px`] : [])]
}

/** Pixels by which the page is wider than its window. */
export async function sidewaysBy(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'))
}

/** Opens a dialog by the keyboard alone; whatever its name is, where none is given. */
export async function openDialog(button: Locator, name?: string): Promise<Locator> {
  await button.focus()
  await button.page().keyboard.press('Enter')
  const dialog = button.page().getByRole('dialog', name === undefined ? {} : { name })
  await dialog.waitFor()
  // Keys go to the dialog once it has drawn itself up.
  await button.page().locator('form:focus-within').waitFor()
  return dialog
}

/** Sends the dialog that is open, by its keys. */
export async function submit(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
