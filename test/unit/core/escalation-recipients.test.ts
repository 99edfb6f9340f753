import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { Contact } from '../../../core/department.ts'
import { DutyRoster, type DutyBook } from '../../../core/duty-roster.ts'
import { noticesDue } from '../../../core/escalation.ts'
import { recipients, type Reachable } from '../../../core/escalation-recipients.ts'
import { Policy } from '../../../core/policy.ts'
import { ladder, opened, ways } from '../../support/alerting-ladder.ts'
import { anchor, at, document } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'

const contacts = [
  { id: 'day', name: '白班席', role: 'duty-officer' },
  { id: 'night', name: '夜班席', role: 'duty-officer' },
  { id: 'chief', name: '主要领导', role: 'leader' },
  { id: 'safety', name: '安监处承办席', role: 'handler', departmentId: 'safety' }
].map((contact) => Contact.parse(contact))

const desk = DutyRoster.parse({
  id: 'desk',
  name: '值班室',
  source: '测试',
  shifts: [
    { id: 'day', name: '白班', on: ['workday', 'weekend', 'holiday'], from: '08:30', to: '17:30', people: ['day'] },
    { id: 'night', name: '夜班', on: ['workday', 'weekend'], from: '17:30', to: '08:30', people: ['night'] }
  ]
})
const book = (roster = desk): DutyBook => ({ rosters: [roster], calendar: shippedCalendar })

function asked(to: readonly string[], time: string, more: Partial<Reachable> = {}): { ids: string[]; missing: readonly string[] } {
  const found = recipients([...to], { departments: [], contacts, duty: book(), now: at(time.slice(11), time.slice(0, 10)), ...more })
  return { ids: found.contacts.map(({ id }) => id), missing: found.missing }
}

describe('a step that names a roster', () => {
  it.each([
    ['by day', '2026-09-07 10:00', ['day']],
    ['from hand-over on', '2026-09-07 17:30', ['night']],
    ['on a 调休 Sunday night', '2026-09-20 22:00', ['night']]
  ])('reaches who is on duty %s', (_, when, ids) => {
    expect(asked(['roster:desk'], when)).toEqual({ ids, missing: [] })
  })

  it('reaches a person once, though a role names him too', () => {
    expect(asked(['roster:desk', 'duty-officer', 'leader'], '2026-09-07 10:00').ids).toEqual(['day', 'night', 'chief'])
  })

  it('reaches the substitute while the person is away', () => {
    const away = DutyRoster.parse({
      ...desk,
      absences: [{ who: 'night', substitute: 'chief', from: '2026-09-07 12:00', to: '2026-09-08 12:00', reason: '公差' }]
    })
    expect(asked(['roster:desk'], '2026-09-07 22:00', { duty: book(away) }).ids).toEqual(['chief'])
  })

  it('with nobody on duty says why, and the others of the step are reached', () => {
    expect(asked(['roster:desk', 'leader'], '2026-10-01 22:00')).toEqual({ ids: ['chief'], missing: ['值班室（此时没有班次）'] })
  })

  it('that is not there any more is named', () => {
    expect(asked(['roster:old'], '2026-09-07 10:00')).toEqual({ ids: [], missing: ['值班表 old（配置中没有）'] })
  })

  it('whose person is no contact any more is named with him', () => {
    const left = contacts.filter(({ id }) => id !== 'day')
    expect(asked(['roster:desk'], '2026-09-07 10:00', { contacts: left })).toEqual({ ids: [], missing: ['值班室的 day（没有联系人）'] })
  })
})

describe('a step that names roles and departments', () => {
  it('reaches them as before, whatever the rosters say', () => {
    const departments = [{ id: 'safety', name: '安监处', role: 'lead' as const, reason: '测试' }]
    expect(asked(['duty-officer', 'lead-department', 'supervisor'], '2026-09-07 10:00', { departments })).toEqual({
      ids: ['day', 'night', 'safety'],
      missing: ['督查员（没有联系人）']
    })
  })
})

describe('nobody reachable on level 2', () => {
  const policy = Policy.parse({
    ...ladder,
    escalation: [{ id: 'desk', on: 'opened', grades: ['I'], to: ['roster:desk'], channels: ['dashboard'], words: '第二级', source: '测试' }]
  })
  const holidayNight = at('22:00', '2026-10-01')
  const subject = document(opened('I', [anchor('occurred', holidayNight)], { policy }), holidayNight)

  it('at run time is skipped with a recorded reason', () => {
    const due = noticesDue({ document: subject, contacts, duty: book(), channels: ways, now: holidayNight, sha256, fetchedElapsedMs: null })
    expect(due.notices).toEqual([])
    expect(due.escalations.map(({ body }) => [body.words, body.unreachable])).toEqual([
      ['第二级（无人可通知，已跳过此级）', ['值班室（此时没有班次）']]
    ])
  })

  it('is reached by whoever is on duty when the step falls due, not by who was when the matter began', () => {
    const morning = at('09:00', '2026-10-02')
    const due = noticesDue({ document: subject, contacts, duty: book(), channels: ways, now: morning, sha256, fetchedElapsedMs: null })
    expect(due.notices.map(({ recipient }) => recipient.contactId)).toEqual(['day'])
  })
})
