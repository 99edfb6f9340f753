import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deadLettersOn } from '../../../adapters/dead-letters.ts'
import { DutyRoster } from '../../../core/duty-roster.ts'
import { AuditVerdict, AuditView } from '../../../dashboard-api/contract-audit.ts'
import { ContactNumbers, OrganisationView } from '../../../dashboard-api/contract-organisation.ts'
import { DeadLetterList, SystemView } from '../../../dashboard-api/contract-system.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import { contacts } from '../../support/alerting-ladder.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'

const who = contacts[0]?.id ?? ''
const roster = DutyRoster.parse({
  id: 'desk',
  name: '值班室',
  shifts: [{ id: 'day', name: '全天', on: ['workday', 'weekend', 'holiday'], from: '08:00', to: '08:00', people: [who] }],
  source: '值班制度'
})
let one: TestApp
let admin: string
let duty: string
let auditor: string

beforeAll(async () => {
  one = await startApp({
    rosters: [roster],
    contacts: contacts.map((contact) => (contact.id === who ? { ...contact, phone: '13812345678', email: 'zhiban@example.invalid' } : contact))
  })
  admin = await one.signIn(['admin'])
  duty = await one.signIn(['duty-officer'])
  auditor = await one.signIn(['auditor'])
})
afterAll(() => one.close())

describe('the organisation', () => {
  it('shows numbers masked, and a whole one for a reason that stands in the audit log', async () => {
    const { contacts: rows } = OrganisationView.parse((await one.call(duty, 'GET', '/api/organisation')).body)
    expect(rows.find(({ id }) => id === who)).toMatchObject({ phone: '138****5678', email: 'z***@example.invalid' })
    expect((await one.call(duty, 'POST', `/api/contacts/${who}/unmask`, { reason: ' ' })).status).toBe(400)
    expect((await one.call(admin, 'POST', `/api/contacts/${who}/unmask`, { reason: '打电话' })).status).toBe(403)
    const whole = ContactNumbers.parse((await one.call(duty, 'POST', `/api/contacts/${who}/unmask`, { reason: '打电话' })).body)
    expect(whole.phone).toBe('13812345678')
    const entry = (await one.stores.audit.read(0, 1000)).find(({ action }) => action === 'personal-data.unmask')
    expect(entry).toMatchObject({ subject: who, detail: '已办;理由：打电话' })
    expect(JSON.stringify(await one.stores.audit.read(0, 1000))).not.toContain('13812345678')
  })

  it('says who is on duty, and at once who is not any more', async () => {
    const before = OrganisationView.parse((await one.call(duty, 'GET', '/api/organisation')).body).rosters[0]
    expect(before?.now.people).toEqual([contacts[0]?.name])
    const day = one.clock.now().slice(0, 10)
    const absence = { who, substitute: null, from: `${day} 00:00`, to: `${day} 23:59`, reason: '培训' }
    const after = OrganisationView.parse((await one.call(duty, 'POST', '/api/organisation/rosters/desk/absences', absence)).body).rosters[0]
    expect(after).toMatchObject({ now: { people: [] }, changed: { by: '人员2' } })
    expect(after?.gaps).toHaveLength(1)
    expect((await one.call(auditor, 'POST', '/api/organisation/rosters/desk/absences', absence)).status).toBe(403)
    const restored = await one.call(admin, 'POST', '/api/organisation/rosters/desk/restore', { reason: '误登' })
    expect(OrganisationView.parse(restored.body).rosters[0]).toMatchObject({ changed: null, gaps: [] })
  })

  it('changes and adds departments, which the running system knows after its next start', async () => {
    const said = { name: '应急处', aliases: ['应急办'], duties: ['爆炸', '火灾'] }
    await one.call(admin, 'POST', '/api/organisation/departments/safety', said)
    const added = await one.call(admin, 'POST', '/api/organisation/departments', { id: 'water', name: '水务处', aliases: [], duties: ['停水'] })
    const rows = OrganisationView.parse(added.body).departments
    expect(rows.map(({ id, name, awaitsRestart, added: isAdded }) => [id, name, awaitsRestart, isAdded])).toEqual([
      ['publicity', '宣传处', false, false],
      ['safety', '应急处', true, false],
      ['water', '水务处', true, true]
    ])
    const twin = await one.call(admin, 'POST', '/api/organisation/departments', { id: 'water-2', name: '水务处', aliases: [], duties: [] })
    expect(Problem.parse(twin.body).detail).toBe('已有名称为“水务处”的部门（water）')
    const gone = await one.call(admin, 'POST', '/api/organisation/departments/water/restore', { reason: '撤销' })
    expect(OrganisationView.parse(gone.body).departments.map(({ id }) => id)).toEqual(['publicity', 'safety'])
    expect((await one.call(duty, 'POST', '/api/organisation/departments/safety', said)).status).toBe(403)
  })
})

describe('the audit log', () => {
  it('is filtered, verified against its head, and exported without a formula, by the auditor alone', async () => {
    await one.stores.audit.append([
      {
        at: one.clock.now(),
        actor: { kind: 'person', id: 'x', name: '=HYPERLINK("http://evil.example")', roles: [], departmentId: null },
        action: 'mention.enter',
        subject: '@x',
        detail: '+1'
      }
    ])
    expect((await one.call(admin, 'GET', '/api/audit')).status).toBe(403)
    const view = AuditView.parse((await one.call(auditor, 'GET', '/api/audit?action=mention&people=1')).body)
    expect(view.rows.map(({ subject, actionWords }) => [subject, actionWords])).toEqual([['@x', '信息录入']])
    const verdict = AuditVerdict.parse((await one.call(auditor, 'POST', '/api/audit/verify')).body)
    expect(verdict).toMatchObject({ faults: [], auditHead: view.head.hash, auditEntries: view.head.seq })
    const csv = await one.call(auditor, 'GET', '/api/audit/export?action=mention')
    expect(csv.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': expect.stringContaining('attachment') })
    expect(csv.text).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
    expect(csv.text).toContain(`"'@x","'+1"`)
    const noted = (await one.stores.audit.read(view.head.seq, 100)).map(({ action }) => action)
    expect(noted).toEqual(['audit.verify', 'audit.export'])
  })
})

describe('the system', () => {
  it('shows the machine to the admin, and dead letters with a replay that is noted', async () => {
    expect(SystemView.parse((await one.call(admin, 'GET', '/api/system')).body)).toMatchObject({
      version: '0.0.0',
      engine: 'embedded',
      deadLetters: 0
    })
    const letter = { stage: 'assess', source: 'metro', place: '0:7', reason: '读不懂', code: 'invalid-input', key: 'm', body: '电话 13812345678' }
    await deadLettersOn(one.stores.log, one.clock).put([
      { ...letter, topic: 'mentions' },
      { ...letter, place: 'row 3', topic: null }
    ])
    const { rows } = DeadLetterList.parse((await one.call(duty, 'GET', '/api/dead-letters')).body)
    expect(rows.map(({ body }) => body)).toEqual(['电话 138****5678', '电话 138****5678'])
    const [replayable, never] = [rows.find(({ topic }) => topic !== null), rows.find(({ topic }) => topic === null)]
    expect((await one.call(duty, 'POST', `/api/dead-letters/${replayable?.id}/replay`, { reason: '已改' })).status).toBe(200)
    expect((await one.stores.log.read('mentions', null, 10)).map(({ value }) => value)).toEqual(['电话 13812345678'])
    expect((await one.call(duty, 'POST', `/api/dead-letters/${never?.id}/replay`, { reason: '已改' })).status).toBe(409)
  })
})
