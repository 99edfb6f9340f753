import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSignLinks } from '../../../adapters/sign-links.ts'
import { Contact } from '../../../core/department.ts'
import { update } from '../../../core/incident/update.ts'
import { hourMs } from '../../../core/instant.ts'
import type { Notice } from '../../../core/notice.ts'
import { SignLinkView } from '../../../dashboard-api/contract-notices.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import { origin, startApp, type Answer, type TestApp } from '../../support/api-app.ts'
import { openIncident } from '../../support/api-incidents.ts'
import { at, officer } from '../../support/incidents.ts'
import { noticeOf } from '../../support/notices.ts'

const signLinks = createSignLinks({ key: 'k'.repeat(32), validHours: 24, publicUrl: origin })
const chief = Contact.parse({ id: 'chief', name: '主要领导', role: 'leader', phone: '13800000000' })
const id = '0123456789abcdef0123456789abcdef'
const notice: Notice = {
  ...noticeOf(id),
  subject: { kind: 'incident', id: 'inc-1' },
  channel: 'sms',
  recipient: { contactId: 'chief', name: '主要领导', role: 'leader', departmentId: null, address: '13800000000' }
}
const token = signLinks.issue(notice)?.split('#')[1] ?? ''

let one: TestApp

beforeEach(async () => {
  one = await startApp({ signLinks, contacts: [chief] })
  await openIncident(one, 'inc-1', 'I', at('08:00'))
  await one.stores.notices.request([notice, { ...notice, id: `${id.slice(1)}0`, channel: 'mail' }, { ...noticeOf('desk'), subject: notice.subject }])
})
afterEach(() => one.close())

const look = (given = token): Promise<Answer> => one.call(null, 'POST', '/api/sign-links/look', { token: given })
const sign = (given = token): Promise<Answer> => one.call(null, 'POST', '/api/sign-links/sign', { token: given })
const acknowledged = async (): Promise<unknown[]> =>
  ((await one.stores.incidents.get('inc-1'))?.events ?? [])
    .filter(({ body }) => body.type === 'acknowledged')
    .map(({ actor, body }) => ({ actor, body }))
const audit = async (): Promise<string[]> => (await one.stores.audit.read(0, 99)).map(({ action, detail }) => `${action} ${detail}`)

describe('a 一键签收链接', () => {
  it('says what it is about without signing, however often it is looked at', async () => {
    for (let times = 0; times < 3; times++) {
      const view = SignLinkView.parse((await look()).body)
      expect(view).toMatchObject({ incidentId: 'inc-1', recipient: '主要领导', open: true, signedAt: null, expiresAt: at('08:00', '2031-03-13') })
    }
    expect(await acknowledged()).toEqual([])
    expect((await one.stores.notices.get(id))?.marks).toEqual({})
  })

  it('does nothing when its address is merely fetched, as mail scanners do', async () => {
    for (const method of ['GET', 'HEAD'] as const) {
      for (const address of ['/sign.html', `/sign.html?${token}`, `/sign.html#${token}`, '/api/sign-links/sign', '/api/sign-links/look']) {
        await one.app.inject({ method, url: address, headers: { host: 'desk.example' } })
      }
    }
    expect(await acknowledged()).toEqual([])
  })

  it('signs as the person it was sent to, over every channel of theirs and for nobody else, and is audited', async () => {
    expect(SignLinkView.parse((await sign()).body).signedAt).toBe(at('09:00'))
    expect(await acknowledged()).toEqual([
      {
        actor: { kind: 'person', id: 'chief', name: '主要领导', roles: ['leader'], departmentId: null },
        body: { type: 'acknowledged', note: '一键签收链接（sms）' }
      }
    ])
    const rows = await one.stores.notices.list({ subjectId: 'inc-1', limit: 9 })
    expect(rows.map(({ notice: { channel }, state }) => `${channel} ${state}`).sort()).toEqual(['email queued', 'mail signed', 'sms signed'])
    expect(await audit()).toEqual(['incident.acknowledge 已办;一键签收链接（sms）'])
  })

  it('signs once, however often and however much at once its button is pressed', async () => {
    const answers = await Promise.all([sign(), sign(), sign()])
    one.clock.pass(hourMs)
    answers.push(await sign())
    expect(answers.map(({ status, body }) => [status, SignLinkView.parse(body).signedAt])).toEqual(answers.map(() => [200, at('09:00')]))
    expect(await acknowledged()).toHaveLength(1)
  })

  it('that was changed is refused in words, and that is audited without the token', async () => {
    const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    for (const answer of [await look(changed), await sign(changed)]) {
      expect(answer.status).toBe(403)
      expect(Problem.parse(answer.body).detail).toBe('链接不完整或被改动，不能用来签收。请从通知里重新点开；仍不行，请登录工作台签收，或致电值班室')
    }
    expect(await audit()).toEqual([expect.stringContaining('sign-link 未成：链接不完整或被改动')])
    expect((await audit()).join()).not.toContain(changed.slice(0, 20))
  })

  it('that is over is refused in words', async () => {
    one.clock.pass(23 * hourMs)
    expect(Problem.parse((await sign()).body).detail).toBe('链接已于 2031-03-13 08:00 过期，请登录工作台签收，或致电值班室')
    expect(await acknowledged()).toEqual([])
  })

  it('signs nothing in an incident that has ended', async () => {
    await update(one.writer, 'inc-1', { at: one.clock.now(), actor: officer, cause: 'end' }, () => [{ type: 'closed', reason: '已处置' }])
    expect(SignLinkView.parse((await look()).body).open).toBe(false)
    expect(Problem.parse((await sign()).body).detail).toBe('事件已办结，不能再操作')
  })

  it('of an incident that was merged signs the one that it went into, and the notices of both', async () => {
    await openIncident(one, 'inc-2', 'I', at('08:00'))
    await one.stores.notices.request([{ ...notice, id: `${id.slice(2)}00`, subject: { kind: 'incident', id: 'inc-2' } }])
    await update(one.writer, 'inc-1', { at: one.clock.now(), actor: officer, cause: 'merge' }, () => [
      { type: 'merged', into: 'inc-2', reason: '同一起' }
    ])
    expect(SignLinkView.parse((await look()).body)).toMatchObject({ incidentId: 'inc-2', open: true, signedAt: null })
    for (let times = 0; times < 2; times++) {
      expect(SignLinkView.parse((await sign()).body)).toMatchObject({ incidentId: 'inc-2', signedAt: at('09:00') })
      one.clock.pass(hourMs)
    }
    const signed = (await one.stores.incidents.get('inc-2'))?.events.filter(({ body }) => body.type === 'acknowledged')
    expect([signed?.length, await acknowledged()]).toEqual([1, []])
    expect((await one.stores.notices.list({ state: 'signed', limit: 9 })).map(({ notice: { subject } }) => subject.id).sort()).toEqual([
      'inc-1',
      'inc-1',
      'inc-2'
    ])
  })

  it('pressed again after the signature lapsed signs no notice that came since', async () => {
    await sign()
    one.clock.pass(2 * hourMs)
    const newer = { ...notice, id: `${id.slice(3)}000`, round: 1, requestedAt: one.clock.now() }
    await one.stores.notices.request([newer])
    one.clock.pass(hourMs)
    expect((await sign()).status).toBe(200)
    expect((await one.stores.notices.get(newer.id))?.state).toBe('queued')
    expect(await acknowledged()).toHaveLength(1)
  })

  it('does not work for a post that the configuration has no more, or where there are no links', async () => {
    const without = await startApp({ signLinks, contacts: [] })
    await openIncident(without, 'inc-1', 'I', at('08:00'))
    await without.stores.notices.request([notice])
    expect(Problem.parse((await without.call(null, 'POST', '/api/sign-links/sign', { token })).body).detail).toContain('通讯录中已没有“主要领导”')
    await without.close()
    const off = await startApp()
    expect((await off.call(null, 'POST', '/api/sign-links/sign', { token })).status).toBe(404)
    await off.close()
  })
})
