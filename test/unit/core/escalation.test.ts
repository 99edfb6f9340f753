import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { nextMoment, noticesDue, type EscalationInput, type NoticesDue } from '../../../core/escalation.ts'
import { clockOf } from '../../../core/escalation-phases.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import type { IncidentDocument } from '../../../core/incident/state.ts'
import type { Instant } from '../../../core/instant.ts'
import { contacts, graded, ladder, opened, ways } from '../../support/alerting-ladder.ts'
import { defined } from '../../support/alerting-notices.ts'
import { anchor, at, document, evidenceOf } from '../../support/incidents.ts'

const noon = at('12:00')

function due(subject: IncidentDocument, now: Instant, more: Partial<EscalationInput> = {}): NoticesDue {
  return noticesDue({ document: subject, contacts, channels: ways, now, sha256, fetchedElapsedMs: null, ...more })
}

/** What a sweep at these moments would leave on the timeline. */
function swept(bodies: IncidentEventBody[], moments: readonly Instant[]): IncidentDocument {
  let all: { body: IncidentEventBody; at: Instant }[] = bodies.map((body) => ({ body, at: noon }))
  for (const now of moments) all = [...all, ...recorded(due(document(all, noon), now), now)]
  return document(all, noon)
}

function recorded({ phases, escalations }: NoticesDue, now: Instant): { body: IncidentEventBody; at: Instant }[] {
  return [...phases, ...escalations].map(({ body }) => ({ body, at: now }))
}

function then(subject: IncidentDocument, body: IncidentEventBody, moment: Instant): IncidentDocument {
  return document([...subject.events.map((event) => ({ body: event.body, at: event.at })), { body, at: moment }], noon)
}

const told = ({ notices }: NoticesDue): string[] => notices.map(({ recipient, channel, reason }) => `${recipient.contactId} ${channel} ${reason}`)
const major = opened('I', [anchor('occurred', noon)])

describe('a new incident', () => {
  test('reaches the posts of its grade over each channel, once', () => {
    const first = due(document(major, noon), noon)
    expect(told(first)).toEqual([
      'desk dashboard new-major:opened',
      'desk mail new-major:opened',
      'safety dashboard new-major:opened',
      'safety mail new-major:opened'
    ])
    expect(told(due(swept(major, [noon]), at('12:01')))).toEqual([])
  })

  test('asks for the same ids again until the timeline says that they were asked for', () => {
    const ids = (now: Instant): string[] => due(document(major, noon), now).notices.map(({ id }) => id)
    expect(ids(at('12:03'))).toEqual(ids(noon))
    expect(new Set(ids(noon)).size).toBe(4)
    expect(ids(noon)[0]).toMatch(/^[0-9a-f]{32}$/)
  })

  test('says grade in word and shape, deadlines in wall time, what stops them, the document, and where to look', () => {
    const notice = due(document(major, noon), noon).notices[0]
    expect(notice?.title).toBe('Ⅰ◆特别重大｜新事件：临江区一化工厂爆炸')
    expect(notice?.body).toContain('权威发布：须在 2031-03-12 17:00（+08:00）前完成，还剩5小时00分')
    expect(notice?.body).toContain('新闻发布会：须在 2031-03-13 12:00（+08:00）前完成')
    expect(notice?.body).toContain('停止条件：已公开的权威信息')
    expect(notice?.body).toContain('依据：国办发〔2016〕80号')
    expect(notice?.body).toContain('事发时间 2031-03-12 12:00（机器读出，待核）')
    expect(notice?.link).toBe('/incidents/inc-test')
  })

  test('carries the drill mark in front when it is one', () => {
    const notice = due(document(opened('III', [anchor('occurred', noon)], { drill: true }), noon), noon).notices[0]
    expect(notice?.title.startsWith('【演练】Ⅲ●较大')).toBe(true)
    expect(notice?.body.startsWith('【演练】')).toBe(true)
    expect(notice?.drill).toBe(true)
  })

  test('knows when its news was fetched; a later warning does not claim to', () => {
    const news = due(document(major, noon), noon, { fetchedElapsedMs: 77 }).notices
    expect(news.map(({ fetchedElapsedMs }) => fetchedElapsedMs)).toEqual([77, 77, 77, 77])
    const later = due(swept(major, [noon]), at('14:30'), { fetchedElapsedMs: 77 }).notices
    expect(new Set(later.map(({ fetchedElapsedMs }) => fetchedElapsedMs))).toEqual(new Set([null]))
  })

  test('without any grade is told nobody of where it deserves no reply', () => {
    const ungraded = ungradedOf('observe')
    expect(due(document(ungraded, noon), at('18:00'))).toEqual({ notices: [], phases: [], escalations: [] })
    expect(nextMoment(document(ungraded, noon))).toBeNull()
  })
})

/** No grade from a table; its clock is the one that such a matter runs. */
function ungradedOf(responseValue: 'must-respond' | 'respond' | 'observe'): IncidentEventBody[] {
  const clocks: IncidentEventBody[] = responseValue === 'observe' ? [] : [{ type: 'countdown-started', rule: defined(ladder.countdowns[2]) }]
  return [
    ...major
      .filter(({ type }) => type !== 'graded' && type !== 'countdown-started')
      .map((body) => (body.type === 'opened' ? { ...body, responseValue } : body)),
    ...clocks
  ]
}

describe('a matter without a grade that deserves a reply', () => {
  const dayThree = at('12:00', '2031-03-14')

  test('is told by the steps of 一般, from its opening to its deadline', () => {
    expect(told(due(document(ungradedOf('respond'), noon), noon))).toEqual(['desk dashboard new-other:opened'])
    const opening = swept(ungradedOf('respond'), [noon])
    expect(told(due(opening, at('12:00', '2031-03-13')))).toEqual(['safety dashboard half:phase:reply:p50'])
    const overdue = due(opening, dayThree).notices
    expect(overdue.map(({ recipient, reason }) => `${recipient.contactId} ${reason}`)).toContain('chief overdue:phase:reply:overdue')
    expect(overdue[0]?.title).toBe('未定级｜回应已超时：临江区一化工厂爆炸')
  })

  test('is no raise when it is graded 一般, and one when it is graded higher', () => {
    const opening = swept(ungradedOf('must-respond'), [noon])
    expect(told(due(then(opening, graded('IV'), at('12:05')), at('12:05')))).toEqual([])
    expect(told(due(then(opening, graded('II'), at('12:05')), at('12:05')))).toEqual([
      'desk dashboard raised-major:raised',
      'desk mail raised-major:raised',
      'chief dashboard raised-major:raised',
      'chief mail raised-major:raised'
    ])
  })

  test('opened with a grade has no earlier one: that is an opening and no raise', () => {
    expect(told(due(document(major, noon), noon)).every((line) => line.endsWith('new-major:opened'))).toBe(true)
  })
})

describe('a raise', () => {
  test('to a major grade is told once, and once more for the next raise', () => {
    const third = swept(opened('III', [anchor('occurred', noon)]), [noon])
    const second = then(third, graded('II'), at('13:00'))
    expect(told(due(second, at('13:00')))).toEqual([
      'desk dashboard raised-major:raised',
      'desk mail raised-major:raised',
      'chief dashboard raised-major:raised',
      'chief mail raised-major:raised'
    ])
    const told1 = document(
      [...second.events.map(({ body, at: moment }) => ({ body, at: moment })), ...recorded(due(second, at('13:00')), at('13:00'))],
      noon
    )
    expect(told(due(told1, at('13:01')))).toEqual([])
    const first = then(told1, graded('I'), at('13:05'))
    const ids = due(first, at('13:05'))
      .notices.filter(({ reason }) => reason === 'raised-major:raised')
      .map(({ id }) => id)
    expect(ids).toHaveLength(4)
    expect(due(second, at('13:00')).notices.map(({ id }) => id)).not.toContain(ids[0])
  })

  test('four hours in leaves one hour of five: the anchor stays', () => {
    const third = swept(opened('III', [anchor('occurred', noon)]), [noon])
    const raised = then(then(third, graded('II'), at('16:00')), { type: 'countdown-started', rule: defined(ladder.countdowns[0]) }, at('16:00'))
    const notices = due(raised, at('16:00')).notices
    expect(notices.find(({ reason }) => reason === 'raised-major:raised')?.body).toContain(
      '权威发布：须在 2031-03-12 17:00（+08:00）前完成，还剩1小时00分'
    )
    /* 50 % and 75 % of the five hours lie behind already: one warning about the newer, both recorded with their lateness. */
    expect(due(raised, at('16:00')).phases.map(({ body }) => `${clockOf(body)} ${body.phase}`)).toEqual([
      'authoritative-release p50',
      'authoritative-release p75'
    ])
    const warnings = notices.filter(({ reason }) => reason.includes(':phase:'))
    expect(warnings.map(({ recipient, reason }) => `${recipient.contactId} ${reason}`)).toEqual([
      'safety half:phase:authoritative-release:p75',
      'deputy quarter-left:phase:authoritative-release:p75'
    ])
  })

  test('that a person took back before anybody was told is not told', () => {
    const third = swept(opened('IV', [anchor('occurred', noon)]), [noon])
    const back = then(
      then(third, graded('II'), at('13:00')),
      { type: 'grade-confirmed', eventGrade: 'IV', opinionGrade: null, reason: '误报', secondedBy: null },
      at('13:01')
    )
    expect(told(due(back, at('13:02')))).toEqual([])
  })
})

describe('waiting for a person', () => {
  test('a major grade of a machine escalates after 15 minutes without a word', () => {
    const quiet = swept(major, [noon, at('12:10')])
    expect(told(due(quiet, at('12:14')))).toEqual([])
    expect(told(due(quiet, at('12:15')))).toEqual(['analysts dashboard unconfirmed:unconfirmed', 'deputy dashboard unconfirmed:unconfirmed'])
  })

  test('a confirmation ends it', () => {
    const confirmed = then(
      swept(major, [noon, at('12:10')]),
      { type: 'grade-confirmed', eventGrade: 'I', opinionGrade: null, reason: '属实', secondedBy: null },
      at('12:14')
    )
    expect(told(due(confirmed, at('12:30')))).toEqual([])
  })

  test('nobody signed for ten minutes: the deputy leader hears of it; a signature ends that and no clock', () => {
    expect(told(due(swept(major, [noon]), at('12:10')))).toEqual(['deputy dashboard unsigned:unacknowledged'])
    const signed = then(swept(major, [noon]), { type: 'acknowledged', note: '' }, at('12:05'))
    expect(told(due(signed, at('12:10')))).toEqual([])
    expect(due(signed, at('17:00')).phases.map(({ body }) => body.phase)).toEqual(['p50', 'p75', 'p90', 'm10', 'overdue'])
    expect(told(due(signed, at('17:00')))).toContain('chief dashboard overdue:phase:authoritative-release:overdue')
  })
})

describe('phases of a countdown', () => {
  test('each is told when it comes, to the posts of its step', () => {
    const started = swept(major, [noon, at('12:10'), at('12:15')])
    const half = at('14:30')
    expect(told(due(started, at('14:29')))).toEqual([])
    expect(told(due(started, half))).toEqual(['safety dashboard half:phase:authoritative-release:p50'])
    expect(due(started, half).notices[0]?.title).toBe('Ⅰ◆特别重大｜权威发布时限已过50%：临江区一化工厂爆炸')
    expect(due(started, half).notices[0]?.body).not.toContain('迟')
    const after = document([...started.events.map(({ body, at: moment }) => ({ body, at: moment })), ...recorded(due(started, half), half)], noon)
    expect(due(after, half)).toEqual({ notices: [], phases: [], escalations: [] })
    expect(told(due(after, at('15:45')))).toEqual(['deputy dashboard quarter-left:phase:authoritative-release:p75'])
  })

  test('missed while the engine was off: one late warning about the newest, every phase recorded with its own moment', () => {
    const started = swept(major, [noon, at('12:10'), at('12:15')])
    const late = due(started, at('16:00'))
    expect(late.phases.map(({ body }) => [body.phase, body.phaseAt, body.dueAt])).toEqual([
      ['p50', at('14:30'), at('17:00')],
      ['p75', at('15:45'), at('17:00')]
    ])
    expect(late.notices.map(({ recipient, title }) => `${recipient.contactId} ${title}`)).toEqual([
      'safety Ⅰ◆特别重大｜权威发布时限已过75%：临江区一化工厂爆炸',
      'deputy Ⅰ◆特别重大｜权威发布时限已过75%：临江区一化工厂爆炸'
    ])
    expect(late.notices[0]?.body).toContain(
      '时限已过50%（应于 2031-03-12 14:30 提醒，迟1小时30分）；时限已过75%（应于 2031-03-12 15:45 提醒，迟15分）'
    )
  })

  test('of several clocks are recorded in the order of their moments', () => {
    const between = { ...defined(ladder.countdowns[2]), kind: 'report-up' as const, hours: 8, grades: ['I' as const] }
    const both = document([...opened('I', [anchor('occurred', noon)]), { type: 'countdown-started', rule: between }], noon)
    const moments = due(both, at('21:00')).phases.map(({ body }) => body.phaseAt)
    expect(moments).toEqual(moments.toSorted())
  })

  test('asked for again after a crash are no news to whom only an older one concerns, though another phase has passed', () => {
    const started = swept(major, [noon, at('12:10'), at('12:15')])
    const before = due(started, at('14:30'))
    const after = due(started, at('15:45'))
    const idOf = ({ notices }: NoticesDue, contactId: string): unknown => notices.find(({ recipient }) => recipient.contactId === contactId)?.id
    expect(told(before)).toEqual(['safety dashboard half:phase:authoritative-release:p50'])
    expect(idOf(after, 'safety')).toBe(idOf(before, 'safety'))
    expect(idOf(after, 'deputy')).not.toBe(idOf(after, 'safety'))
  })

  test('events on the timeline do not stand for notices: after a crash between the two the notices are due still', () => {
    const started = swept(major, [noon, at('12:10'), at('12:15')])
    const [phase] = due(started, at('14:30')).phases
    const half = then(started, defined(phase).body, at('14:30'))
    expect(told(due(half, at('14:31')))).toEqual(['safety dashboard half:phase:authoritative-release:p50'])
    expect(due(half, at('14:31')).phases).toEqual([])
  })

  test('a release stops them', () => {
    const released = then(
      swept(major, [noon, at('12:10'), at('12:15')]),
      { type: 'release-recorded', evidence: evidenceOf('https://gov.example/1', at('14:00')) },
      at('14:00')
    )
    expect(due(released, at('17:30'))).toEqual({ notices: [], phases: [], escalations: [] })
    expect(nextMoment(released)).toBe(at('00:00', '2031-03-13'))
  })

  test('come again when a person moves the anchor so that they lie ahead', () => {
    const overdue = swept(opened('I', [anchor('occurred', at('02:00'))]), [noon, at('12:10'), at('12:15')])
    expect(overdue.state.countdowns[0]?.reached).toContain('overdue')
    const corrected = then(overdue, { type: 'anchor-set', anchor: anchor('occurred', at('11:00'), 'person') }, at('12:20'))
    expect(due(corrected, at('12:21')).phases).toEqual([])
    expect(due(corrected, at('13:30')).phases.map(({ cause, body }) => [cause, body.phase])).toEqual([
      ['phase:inc-test:authoritative-release:p50#1', 'p50']
    ])
    const again = due(corrected, at('16:00'))
    expect(told(again)).toContain('chief dashboard overdue:phase:authoritative-release:overdue')
    const before = due(document(opened('I', [anchor('occurred', at('02:00'))]), noon), noon).notices.map(({ id }) => id)
    expect(again.notices.filter(({ id }) => before.includes(id))).toEqual([])
  })

  test('are told again by a clock that was withdrawn and starts anew', () => {
    const half = swept(major, [noon, at('12:10'), at('12:15'), at('14:30')])
    expect(half.state.countdowns[0]?.reached).toEqual(['p50'])
    const withdrawn = then(half, { type: 'countdown-withdrawn', kind: 'authoritative-release', reason: '核定为较大' }, at('14:40'))
    expect(due(withdrawn, at('16:00')).phases).toEqual([])
    const anew = then(withdrawn, { type: 'countdown-started', rule: defined(ladder.countdowns[0]) }, at('15:00'))
    const again = due(anew, at('15:00'))
    expect(again.phases.map(({ cause }) => cause)).toEqual(['phase:inc-test:authoritative-release:p50#1'])
    expect(told(again)).toEqual(['safety dashboard half:phase:authoritative-release:p50'])
    expect(again.notices.map(({ round }) => round)).toEqual([1])
  })

  test('are no more once the matter is closed', () => {
    const closed = then(swept(major, [noon]), { type: 'dismissed', reason: '误报', secondedBy: null }, at('12:05'))
    expect(due(closed, at('20:00'))).toEqual({ notices: [], phases: [], escalations: [] })
    expect(nextMoment(closed)).toBeNull()
  })
})

describe('whom nobody can reach', () => {
  test('a step without anybody is skipped, and the timeline says why', () => {
    const alone = due(document(major, noon), at('12:10'), { contacts: contacts.filter(({ role }) => role !== 'deputy-leader') })
    const [, unsigned] = alone.escalations
    expect(unsigned?.body).toEqual({
      type: 'escalated',
      step: 'unsigned:unacknowledged',
      words: '步骤 unsigned（无人可通知，已跳过此级）',
      reached: [],
      unreachable: ['分管领导（没有联系人）']
    })
  })

  test('a department that is not known yet, or has nobody, is named', () => {
    const unknown = due(document(opened('I', [anchor('occurred', noon)], { departments: [] }), noon), noon)
    expect(unknown.escalations[0]?.body.unreachable).toEqual(['主办部门（尚未确定）'])
    const empty = due(document(major, noon), noon, { contacts: contacts.filter(({ id }) => id !== 'safety') })
    expect(empty.escalations[0]?.body.unreachable).toEqual(['安全监管处承办人（没有联系人）'])
  })

  test('a person without an address on the only channel is named with the reason', () => {
    const mailOnly = { ...ladder, escalation: ladder.escalation.map((step) => ({ ...step, channels: ['mail', 'pager'] })) }
    const subject = document(opened('I', [anchor('occurred', noon)], { policy: mailOnly }), noon)
    const unconfirmed = due(subject, at('12:15')).escalations.find(({ body }) => body.step === 'unconfirmed:unconfirmed')
    expect(unconfirmed?.body.reached).toEqual(['分管领导（mail）'])
    expect(unconfirmed?.body.unreachable).toEqual(['研判组（mail：没有邮箱地址；pager：渠道未启用）'])
  })
})

test('the next moment is the earliest thing to come', () => {
  expect(nextMoment(document(major, noon))).toBe(noon)
  expect(nextMoment(swept(major, [noon]))).toBe(at('12:10'))
  expect(nextMoment(swept(major, [noon, at('12:10')]))).toBe(at('12:15'))
  expect(nextMoment(swept(major, [noon, at('12:10'), at('12:15')]))).toBe(at('14:30'))
})
