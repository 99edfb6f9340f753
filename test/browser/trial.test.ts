import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instantFromMs } from '../../core/instant.ts'
import { openPageDesk, shippedConfig, type PageDesk } from '../support/page-desk.ts'

const title = '滨河路一商场发生燃气爆炸已致35人死亡'
const telephone = { width: 360, height: 740 }
let one: PageDesk

beforeAll(async () => {
  one = await openPageDesk({
    outlet: 'https://gov.example/',
    roles: ['pipeline', 'alerting', 'dashboard'],
    config: {
      calendar: shippedConfig('calendar'),
      stagedCountdowns: shippedConfig('staged-countdowns.yaml'),
      contacts: [
        { id: 'desk', name: '值班席', role: 'duty-officer' },
        { id: 'rescue', name: '应急局值班', role: 'handler', departmentId: 'emergency' }
      ]
    }
  })
  await one.signIn('duty-officer', 'publicity')
  await one.signIn('analyst', 'publicity')
})

afterAll(async () => {
  await one?.close()
})

/** The one open incident, as its page shows it. */
async function theIncident(): Promise<string> {
  const [document] = await one.desk.system.stores.incidents.list({ status: ['open'], limit: 2 })
  return document?.id ?? ''
}

interface Telephone {
  readonly page: Page
  readonly taps: () => number
  readonly open: (path: string) => Promise<void>
  readonly tap: (on: Locator) => Promise<void>
}

/** A telephone in the same person's hand: it touches, and each touch is counted. */
async function onTelephone(page: Page): Promise<Telephone> {
  const state = await page.context().storageState()
  const context: BrowserContext = await one.browser.newContext({ viewport: telephone, hasTouch: true, isMobile: true, storageState: state })
  const phone = await context.newPage()
  phone.setDefaultTimeout(60_000)
  let taps = 0
  return {
    page: phone,
    taps: () => taps,
    async open(path) {
      taps++
      await phone.goto(one.at(path))
    },
    async tap(on) {
      taps++
      await on.tap()
    }
  }
}

/** What a finger can touch without scrolling. */
async function isInSight(on: Locator): Promise<boolean> {
  const box = await on.boundingBox()
  return box !== null && box.y >= 0 && box.y + box.height <= telephone.height && box.x + box.width <= telephone.width && box.height >= 44
}

describe('a red incident, through the hands of those who owe something', () => {
  it('arrives on the desk and is signed by the keyboard in under ten seconds', async () => {
    const page = one.as('duty-officer')
    await page.goto(one.at('/'))
    await page.getByText('没有进行中的事件').waitFor()
    const text = '今日，滨河路一商场发生燃气爆炸，已造成35人死亡、61人受伤。救援正在进行，原因正在调查。'
    await one.desk.publish({ id: 'red', sourceKind: 'portal', source: '测试新闻网', title, publishedAt: instantFromMs(Date.now()), text })
    const row = page.locator('[data-incident]').filter({ hasText: title })
    await row.waitFor()
    const arrived = Date.now()
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    await page.locator('form:focus-within').waitFor()
    await page.keyboard.press('Control+Enter')
    await row.getByText('已签收').waitFor()
    const seconds = (Date.now() - arrived) / 1000
    console.log(`signed ${seconds} s after it was on the desk, by three keys`)
    expect(seconds).toBeLessThan(10)
    expect(await row.getByText('特别重大').count()).toBeGreaterThan(0)
  })

  it('is answered by the department in three taps from the link of its notice', async () => {
    const id = await theIncident()
    const headers = { origin: new URL(one.at('/')).origin }
    const data = { departments: [{ id: 'emergency', role: 'lead' }], instruction: '请核实伤亡' }
    const given = await one.as('duty-officer').request.post(one.at(`/api/incidents/${id}/assign`), { headers, data })
    expect(given.status()).toBe(200)
    const theirs = async (): Promise<string | undefined> =>
      (await one.desk.system.stores.notices.list({ limit: 200 })).find(({ notice }) => notice.recipient.contactId === 'rescue')?.notice.link ??
      undefined
    await expect.poll(theirs).toBeDefined()
    const { page, taps, open, tap } = await onTelephone(await one.signIn('handler', 'emergency'))
    await open((await theirs()) ?? '')
    const answer = page.getByRole('region', { name: '您要办的' }).getByRole('button', { name: '实质答复' })
    await answer.waitFor()
    expect(await isInSight(answer)).toBe(true)
    await tap(answer)
    await page.locator('form:focus-within').waitFor()
    await page.keyboard.type('经核实，35人死亡、61人受伤，伤员已全部送医，现场搜救结束，事故原因由应急局牵头调查。')
    await tap(page.getByRole('dialog').getByRole('button', { name: '实质答复' }))
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('[data-stage^="department-reply/answer"]').getByText('已完成').waitFor()
    expect(taps()).toBe(3)
  })

  it('has its wording approved by a leader on a telephone', async () => {
    const id = await theIncident()
    await draftAndReview(id)
    const { page, taps, open, tap } = await onTelephone(await one.signIn('leader'))
    await open(`/incidents/${id}`)
    await page.waitForURL('**/m?id=*')
    const agree = page.getByRole('button', { name: /^同意/ })
    await agree.waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(telephone.width)
    await page.getByText('后续情况将于').first().waitFor()
    await tap(agree)
    await tap(page.getByRole('button', { name: /^确认/ }))
    await agree.waitFor({ state: 'detached' })
    expect(taps()).toBe(3)
    // The button is gone as soon as it asks whether it was meant.
    await expect
      .poll(async () => (await one.desk.system.stores.incidents.get(id))?.events.filter(({ body }) => body.type === 'wording-approved').at(-1)?.actor)
      .toMatchObject({ id: 'p-leader' })
  })
})

interface Filled {
  readonly template: { readonly id: string }
  readonly sections: readonly { readonly field: string; readonly text: string }[]
}

/** A first wording from its template, with its gaps filled, put forward by one person and passed on by another. */
async function draftAndReview(id: string): Promise<void> {
  const officer = one.as('duty-officer')
  const read = async (path: string): Promise<unknown> => (await officer.request.get(one.at(`/api/incidents/${id}/${path}`))).json()
  const { templates } = (await read('wording')) as { templates: readonly { id: string; stage: string }[] }
  const first = templates.find(({ stage }) => stage === 'first-release')
  const { template, sections } = (await read(`wording-filled?template=${first?.id ?? ''}&unit=`)) as Filled
  // At every hour of the day the policy allows so much.
  const added = (field: string): string => (field === 'next-update' ? '今日' : '拨打12345咨询')
  await deed(officer, id, 'draft-wording', {
    template: template.id,
    sections: sections.map(({ field, text }) => ({ field, text: text.replace(/【待核：[^】]*】/g, added(field)) })),
    basis: '应急局答复'
  })
  await deed(officer, id, 'submit-wording', { version: 1 })
  await deed(one.as('analyst'), id, 'approve-wording', { version: 1 })
}

/** A deed as the page of that person sends it. */
async function deed(page: Page, id: string, verb: string, data: object): Promise<void> {
  const { seq } = (await (await page.request.get(one.at(`/api/incidents/${id}`))).json()) as { seq: number }
  const headers = { origin: new URL(one.at('/')).origin, 'wanglou-seen': String(seq) }
  const answer = await page.request.post(one.at(`/api/incidents/${id}/${verb}`), { data, headers })
  if (!answer.ok()) throw new Error(`${verb}: ${await answer.text()}`)
}
