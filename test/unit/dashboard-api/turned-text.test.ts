import { afterAll, beforeAll, expect, test } from 'vitest'
import { machine } from '../../../core/actor.ts'
import { create } from '../../../core/incident/update.ts'
import { addMs, minuteMs } from '../../../core/instant.ts'
import type { MentionDetail, MentionPage } from '../../../dashboard-api/contract.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { judged } from '../../support/api-incidents.ts'
import { anchor, openingOf } from '../../support/incidents.ts'

/** Reads 死亡12人 where a page obeys it. */
const turned = '西青区厂房倒塌死亡\u202e21\u202c人，爆炸'
const shown = '西青区厂房倒塌死亡\ufffd21\ufffd人，爆炸'
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

let one: TestApp
let cookie: string
beforeAll(async () => {
  one = await startApp()
  cookie = await one.signIn(['duty-officer'])
  const now = one.clock.now()
  const { mention, assessment } = judged('m-turned', addMs(now, -minuteMs), 'inc-turned')
  const rules = assessment.rules.map((rule) => ({ ...rule, matches: [{ text: '爆炸', offset: turned.indexOf('爆炸'), field: 'title' as const }] }))
  await one.stores.mentions.putMany([
    {
      mention: { ...mention, title: turned, text: `\u2067${turned}`, author: '甲\u200f乙', source: '都市\u2066网' },
      assessment: { ...assessment, rules }
    }
  ])
  const bodies = openingOf('II', [anchor('first-published', addMs(now, -minuteMs))]).map((body) =>
    body.type === 'opened' ? { ...body, title: turned } : body
  )
  await create(one.writer, 'inc-turned', { at: now, actor: machine('pipeline'), cause: 'test' }, bodies, null)
}, 120_000)
afterAll(async () => await one.close())

test('a list, the whole of a mention, an incident, the queue and the wall carry no sign that turns their order', async () => {
  for (const path of ['/api/mentions', '/api/mentions/m-turned', '/api/incidents/inc-turned', '/api/incidents', '/api/wall']) {
    const { status, text } = await one.call(cookie, 'GET', path)
    expect(status).toBe(200)
    expect(text).not.toMatch(turning)
    expect(text).toContain(shown)
  }
})

test('what is marked stays marked at its place', async () => {
  const { rows } = (await one.call(cookie, 'GET', '/api/mentions')).body as MentionPage
  const mark = rows[0]?.highlights.find(({ field, kind }) => field === 'title' && kind === 'rule')
  expect(rows[0]?.title?.slice(mark?.offset, (mark?.offset ?? 0) + (mark?.length ?? 0))).toBe('爆炸')
})

test('the exported list shows the same', async () => {
  const { text } = await one.call(cookie, 'GET', '/api/mentions/export')
  expect(text).toContain(shown)
  expect(text).not.toMatch(turning)
})

test('what is kept stays as it was written', async () => {
  expect((await one.stores.mentions.whole('m-turned' as MentionDetail['row']['id']))?.stored.mention.title).toBe(turned)
})
