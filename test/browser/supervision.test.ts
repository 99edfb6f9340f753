import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scaledClock } from '../../adapters/clock.ts'
import { sha256 } from '../../adapters/hash.ts'
import { machine, type Role } from '../../core/actor.ts'
import type { IncidentEventBody } from '../../core/incident/events.ts'
import { create } from '../../core/incident/update.ts'
import { anchor, openingOf } from '../support/incidents.ts'
import { openDialog, openPageDesk, submit, unfit, type PageDesk } from '../support/page-desk.ts'
import { shippedSupervision } from '../support/shipped-supervision.ts'
import { moment } from '../support/staged-desk.ts'

const title = '临江区一化工厂爆炸'
const clock = scaledClock({ realStartMs: Date.now(), civilStart: moment('2026-09-10 15:00'), speed: 1 })
let one: PageDesk
/** Number of the event that shows a fault of the unit. */
let noted = 0

/** A serious matter whose release was due at one o'clock; it is three. */
beforeAll(async () => {
  one = await openPageDesk({ outlet: 'http://outlet.example.invalid/', roles: ['dashboard'], clock, config: { supervision: shippedSupervision } })
  for (const [role, departmentId] of [
    ['supervisor', null],
    ['handler', 'emergency'],
    ['leader', null]
  ] as const)
    await one.signIn(role, departmentId)
  const { system } = one.desk
  const writer = { store: system.stores.incidents, sha256, announce: () => Promise.resolve() }
  const lead = { id: 'emergency', name: '应急局', role: 'lead', reason: '爆炸' } as const
  const assigned: IncidentEventBody = { type: 'assigned', departments: [lead], instruction: '' }
  const bodies: IncidentEventBody[] = [
    ...openingOf('II', [anchor('first-published', moment('2026-09-10 08:00'))]),
    assigned,
    { type: 'noted', text: '两次去电，值守无人接听' }
  ]
  noted = bodies.length
  await create(writer, 'inc-1', { at: moment('2026-09-10 08:05'), actor: machine('pipeline'), cause: 'open' }, bodies, null)
})

afterAll(async () => {
  await one?.close()
})

async function openLedger(role: Role): Promise<Page> {
  const page = one.as(role)
  await page.goto(one.at('/supervision'))
  await page.getByRole('heading', { name: '督办台账', level: 1 }).waitFor()
  await page.getByRole('heading', { name: /^文书/ }).waitFor()
  return page
}

describe('the ledger, with the keyboard alone', () => {
  it('shows what the machine proposes; a reminder goes out with its number', async () => {
    const page = await openLedger('supervisor')
    expect(await unfit(page, 'supervision-proposals')).toEqual([])
    const dialog = await openDialog(page.getByRole('button', { name: /^督办：权威发布应于/ }).first())
    expect(await dialog.getByRole('combobox', { name: '被督办单位' }).inputValue()).toBe('emergency')
    await submit(page)
    const entry = page.getByRole('article', { name: '提醒 应急局' })
    await entry.getByText('舆提〔2026〕1号').waitFor()
    expect(await entry.innerText()).toContain('依据：权威发布：时限 2026-09-10 13:00，当时尚未完成')
  })

  it('takes a criticism from its draft over the unit’s statement to a leader’s signature', async () => {
    const supervisor = one.as('supervisor')
    await supervisor.goto(one.at('/supervision?incident=inc-1'))
    const dialog = supervisor.getByRole('dialog')
    await dialog.waitFor()
    await dialog.getByRole('combobox', { name: '类别' }).selectOption('criticism')
    await dialog.getByRole('combobox', { name: '被督办单位' }).selectOption('emergency')
    await dialog.getByRole('textbox', { name: '事实与理由（必填）' }).fill('权威发布超过五小时未作出，回应不妥当')
    await dialog.getByRole('textbox', { name: '依据的时间线事件（必填）' }).fill(`1、${noted}`)
    await dialog.getByRole('textbox', { name: '越级理由（前一步已作出的不填）' }).fill('影响恶劣')
    await submit(supervisor)

    const handler = await openLedger('handler')
    await (await openDialog(handler.getByRole('button', { name: '陈述' }).first())).getByRole('textbox').fill('夜间值守人手不足，已补齐')
    await submit(handler)

    const leader = await openLedger('leader')
    await openDialog(leader.getByRole('button', { name: '签发' }).first())
    await submit(leader)
    const entry = leader.getByRole('article', { name: '通报批评 应急局' })
    await entry.getByText('舆通〔2026〕1号').waitFor()
    expect(await entry.innerText()).toContain('夜间值守人手不足，已补齐')
    expect(await unfit(leader, 'supervision-ledger')).toEqual([])
  })

  it('writes down who else told of the matter, and who knew of it before', async () => {
    const page = one.as('supervisor')
    await page.goto(one.at('/incidents/inc-1'))
    const region = page.getByRole('region', { name: '他方报告与事前已知' })
    const other = await openDialog(region.getByRole('button', { name: '登记他方报告' }), '登记他方报告')
    await other.getByLabel('报告时间（北京时间）').fill('2026-09-10T09:00')
    await other.getByLabel('经何种途径得知（必填）').fill('热线工单')
    await submit(page)
    await region.getByText(/^\s*另经热线工单报告：报告时间 2026-09-10 09:00（测试supervisor，/).waitFor()
    const known = await openDialog(region.getByRole('button', { name: '登记事前已知' }), '登记事前已知')
    await known.getByLabel('单位').selectOption('emergency')
    await known.getByLabel('得知时间（北京时间）').fill('2026-09-10T07:30')
    expect(await known.getByRole('button', { name: '登记' }).isDisabled()).toBe(true)
    await known.getByLabel('依据：何人何时如何得知（必填）').fill('企业电话，见值班记录')
    expect(await unfit(page, 'supervision-known')).toEqual([])
    await submit(page)
    await region.getByText(/应急局事前已知：2026-09-10 07:30：企业电话，见值班记录/).waitFor()
  })

  it('opens the rows behind each figure', async () => {
    const page = await openLedger('supervisor')
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.getByRole('heading', { name: '漏报迟报误报瞒报', level: 1 }).waitFor()
    await page.getByRole('button', { name: '应急局按时率 0%（0/1），看明细' }).focus()
    await page.keyboard.press('Enter')
    const rows = page.getByRole('region', { name: /应急局 · 按时率：计入 0 条，共 1 条/ })
    await rows.getByRole('link', { name: title }).waitFor()
    expect(await page.getByRole('region', { name: '未被发现的（推算）' }).innerText()).toContain('未知')
    expect(await unfit(page, 'measures')).toEqual([])
  })
})
