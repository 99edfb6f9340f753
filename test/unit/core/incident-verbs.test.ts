import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { machine, type Actor } from '../../../core/actor.ts'
import { countdownState, type CountdownKind } from '../../../core/countdown.ts'
import { ForbiddenError, RefusedError } from '../../../core/errors.ts'
import { acknowledge } from '../../../core/incident/acknowledge.ts'
import { Policy } from '../../../core/policy.ts'
import { clocksStartedBy, governingGrade } from '../../../core/incident/clocks.ts'
import { close } from '../../../core/incident/close.ts'
import { confirmGrade } from '../../../core/incident/confirm-grade.ts'
import { dismiss } from '../../../core/incident/dismiss.ts'
import type { IncidentEvent, IncidentEventBody } from '../../../core/incident/events.ts'
import { evolve } from '../../../core/incident/evolve.ts'
import { openByHand } from '../../../core/incident/open-by-hand.ts'
import { recordConference } from '../../../core/incident/record-conference.ts'
import { recordRelease } from '../../../core/incident/record-release.ts'
import { setAnchor } from '../../../core/incident/set-anchor.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import type { Decision } from '../../../core/incident/update.ts'
import { waive } from '../../../core/incident/waive.ts'
import type { Instant } from '../../../core/instant.ts'
import { analyst, anchor, at, document, evidenceOf, leader, officer, openingOf, otherAnalyst, person, policy } from '../../support/incidents.ts'

const major = document(openingOf('II', [anchor('first-published', at('10:00'))]), at('10:20')).state

function then(state: IncidentState, decision: Decision, now: Instant, actor: Actor = officer): IncidentState {
  return decision.reduce(
    (before, body) => evolve(before, { seq: 99, id: sha256(JSON.stringify(body)), at: now, actor, body, previous: '', hash: '' }),
    state
  )
}

function event(body: IncidentEventBody, now: Instant): IncidentEvent {
  return { seq: 99, id: sha256(JSON.stringify(body)), at: now, actor: machine('pipeline'), body, previous: '', hash: '' }
}

function clock(state: IncidentState, kind: CountdownKind, now: Instant): string {
  const countdowns = state.countdowns.filter((countdown) => countdown.kind === kind)
  return countdowns.map((countdown) => `${countdownState(countdown, now)} ${countdown.dueAt}`).join(' | ')
}

describe('acknowledging', () => {
  it('never stops a statutory clock', () => {
    const state = then(major, acknowledge(major, { note: '' }, { now: at('10:30'), actor: officer }), at('10:30'))
    expect(state.handling).toBe('acknowledged')
    expect(clock(state, 'authoritative-release', at('15:30'))).toBe(`overdue ${at('15:00')}`)
  })

  it('is not for an auditor', () => {
    expect(() => acknowledge(major, { note: '' }, { now: at('10:30'), actor: person('审计', ['auditor']) })).toThrow(ForbiddenError)
  })
})

describe('a release that the system fetched', () => {
  const released = then(
    major,
    recordRelease(
      major,
      { evidence: evidenceOf('https://city.example/1', at('12:00')), text: '关于临江区一化工厂爆炸的情况通报' },
      { now: at('12:00'), actor: officer }
    ),
    at('12:00')
  )

  it('stops the five-hour clock and not the conference', () => {
    expect(clock(released, 'authoritative-release', at('16:00'))).toBe(`met ${at('15:00')}`)
    expect(clock(released, 'press-conference', at('16:00'))).toBe(`running ${at('10:00', '2031-03-13')}`)
  })

  it('is recorded once, however often the button is pressed', () => {
    expect(
      recordRelease(
        released,
        { evidence: evidenceOf('https://city.example/1', at('12:05')), text: '关于临江区一化工厂爆炸的情况通报' },
        { now: at('12:05'), actor: officer }
      )
    ).toEqual([])
  })
})

describe('a press conference', () => {
  const held = {
    evidence: evidenceOf('https://city.example/2', at('16:00')),
    text: '今天15时，市政府召开新闻发布会，通报爆炸事故情况。会上，发言人表示将继续发布进展。',
    venue: '市政府新闻发布厅',
    speaker: '新闻发言人',
    heldAt: at('15:00')
  }

  it('stops its clock when it was held', () => {
    const state = then(major, recordConference(major, held, { now: at('16:00'), actor: officer }), at('16:00'))
    expect(clock(state, 'press-conference', at('17:00'))).toMatch(/^met/)
  })

  it('does not when it is only scheduled', () => {
    expect(() => recordConference(major, { ...held, heldAt: at('18:00') }, { now: at('16:00'), actor: officer })).toThrow(RefusedError)
  })

  it.each([
    ['says nothing of one', '今天15时，救援结束，事故原因正在调查。', /没有提到新闻发布会/],
    ['only announces one', '市政府定于今天15时在市政府新闻发布厅召开新闻发布会，请媒体记者准时到会。', /只预告了新闻发布会/],
    ['announces one after another', '新闻发布会将于15时举行。届时将通报情况。', /只预告了新闻发布会/]
  ])('does not by a page that %s', (_what, text, why) => {
    expect(() => recordConference(major, { ...held, text }, { now: at('16:00'), actor: officer })).toThrow(why)
  })

  it('does not by a page from before it, unless that shows only its day', () => {
    const early = { ...held, evidence: { ...held.evidence, publishedAt: at('14:00') } }
    expect(() => recordConference(major, early, { now: at('16:00'), actor: officer })).toThrow(/早于发布会的举行时间/)
    const day = { ...held, evidence: { ...held.evidence, publishedAt: at('00:00'), publishedPrecision: 'day' as const } }
    expect(recordConference(major, day, { now: at('16:00'), actor: officer })).toHaveLength(1)
  })
})

describe('a re-grade from III to II four hours after it happened', () => {
  const minor = document(openingOf('III', [anchor('occurred', at('10:00')), anchor('first-published', at('10:30'))]), at('10:40')).state

  it('leaves one hour of the five, never five again', () => {
    const decision = confirmGrade(minor, { eventGrade: 'II', opinionGrade: null, reason: '死亡人数增加' }, { now: at('14:00'), actor: analyst })
    const state = then(minor, decision, at('14:00'))
    expect(clock(state, 'authoritative-release', at('14:00'))).toBe(`due-soon ${at('15:00')}`)
    expect(clock(state, 'reply', at('14:00'))).toMatch(/^withdrawn/)
    expect(state.gradeStatus).toBe('confirmed')
  })

  it('is overdue at once when six hours have passed', () => {
    const grade = governingGrade(policy, 'II', null)
    const state = then(minor, clocksStartedBy(minor, grade), at('16:00'), machine('pipeline'))
    expect(clock(state, 'authoritative-release', at('16:00'))).toBe(`overdue ${at('15:00')}`)
  })
})

describe('lowering a major grade', () => {
  const lower = { eventGrade: 'IV' as const, opinionGrade: null, reason: '核实为误传' }

  it('takes two persons', () => {
    const first = confirmGrade(major, lower, { now: at('11:00'), actor: analyst })
    expect(first.map(({ type }) => type)).toEqual(['lowering-proposed'])
    const proposed = then(major, first, at('11:00'), analyst)
    expect(() => confirmGrade(proposed, lower, { now: at('11:01'), actor: analyst })).toThrow(RefusedError)
    const second = confirmGrade(proposed, lower, { now: at('11:05'), actor: otherAnalyst })
    const state = then(proposed, second, at('11:05'), otherAnalyst)
    expect(state.grade).toBe('IV')
    expect(clock(state, 'authoritative-release', at('11:05'))).toMatch(/^withdrawn/)
    expect(clock(state, 'press-conference', at('11:05'))).toMatch(/^withdrawn/)
    expect(clock(state, 'reply', at('11:05'))).toBe(`running ${at('10:00', '2031-03-14')}`)
  })

  it('starts a new clock from the old anchor when the grade rises again', () => {
    const proposed = then(major, confirmGrade(major, lower, { now: at('11:00'), actor: analyst }), at('11:00'), analyst)
    const lowered = then(proposed, confirmGrade(proposed, lower, { now: at('11:05'), actor: otherAnalyst }), at('11:05'))
    const raised = then(
      lowered,
      confirmGrade(lowered, { eventGrade: 'I', opinionGrade: null, reason: '再核实' }, { now: at('12:00'), actor: analyst }),
      at('12:00')
    )
    expect(clock(raised, 'authoritative-release', at('12:00'))).toBe(`withdrawn ${at('15:00')} | running ${at('15:00')}`)
  })
})

describe('dismissing as false', () => {
  it('withdraws every clock after the second person agreed', () => {
    const proposed = then(major, dismiss(major, { reason: '演练' }, { now: at('11:00'), actor: analyst }), at('11:00'), analyst)
    expect(proposed.status).toBe('open')
    const state = then(proposed, dismiss(proposed, { reason: '演练' }, { now: at('11:02'), actor: leader }), at('11:02'), leader)
    expect(state.status).toBe('dismissed')
    expect(state.countdowns.every((countdown) => countdown.settled?.state === 'withdrawn')).toBe(true)
  })

  it('needs a reason', () => {
    expect(() => dismiss(major, { reason: '  ' }, { now: at('11:00'), actor: analyst })).toThrow(RefusedError)
  })
})

describe('waiving and closing', () => {
  it('lets only a leader end a clock without evidence', () => {
    const command = { kind: 'press-conference', reason: '无必要' } as const
    expect(() => waive(major, command, { now: at('11:00'), actor: officer })).toThrow(ForbiddenError)
    expect(
      clock(then(major, waive(major, command, { now: at('11:00'), actor: leader }), at('11:00'), leader), 'press-conference', at('11:00'))
    ).toMatch(/^waived/)
  })

  it('does not close over a running clock', () => {
    expect(() => close(major, { reason: '完成' }, { now: at('11:00'), actor: officer })).toThrow(/权威发布/)
  })
})

describe('setting an anchor', () => {
  it('moves the clocks that run, with the reason kept', () => {
    const decision = setAnchor(
      major,
      { kind: 'occurred', at: at('09:10'), precision: 'minute', reason: '消防接警记录' },
      { now: at('11:00'), actor: analyst }
    )
    const state = then(major, decision, at('11:00'), analyst)
    expect(clock(state, 'authoritative-release', at('11:00'))).toBe(`running ${at('14:10')}`)
    expect(state.anchors.find(({ kind }) => kind === 'occurred')?.reason).toBe('消防接警记录')
  })

  it('leaves a met clock as it was met', () => {
    const met = then(
      major,
      recordRelease(
        major,
        { evidence: evidenceOf('https://city.example/1', at('12:00')), text: '关于临江区一化工厂爆炸的情况通报' },
        { now: at('12:00'), actor: officer }
      ),
      at('12:00')
    )
    const moved = then(
      met,
      setAnchor(met, { kind: 'occurred', at: at('09:10'), precision: 'minute', reason: '更正' }, { now: at('12:10'), actor: analyst }),
      at('12:10')
    )
    expect(clock(moved, 'authoritative-release', at('12:10'))).toBe(`met ${at('15:00')}`)
  })
})

describe('the anchor that counts', () => {
  it.each([
    ['a reading within 72 hours', '2031-03-10', '15:00', '2031-03-10'],
    ['a reading older than 72 hours is not believed', '2031-03-08', '15:00', '2031-03-12']
  ])('%s', (_, day, due, dueDay) => {
    const { state } = document(openingOf('II', [anchor('occurred', at('10:00', day)), anchor('first-published', at('10:00'))]), at('10:20'))
    expect(clock(state, 'authoritative-release', at('10:20'))).toContain(at(due, dueDay))
  })

  it('takes a person at their word', () => {
    const { state } = document(
      openingOf('II', [anchor('occurred', at('10:00', '2031-03-08'), 'person'), anchor('first-published', at('10:00'))]),
      at('10:20')
    )
    expect(clock(state, 'authoritative-release', at('10:20'))).toContain(at('15:00', '2031-03-08'))
  })
})

describe('opening by hand', () => {
  it('starts confirmed, with clocks from the occurrence that was reported', () => {
    const command = {
      title: '泰安路塌陷',
      summary: '',
      eventType: '塌陷',
      eventGrade: 'II' as const,
      opinionGrade: null,
      occurredAt: at('08:00'),
      departments: [],
      reason: '电话报告'
    }
    const bodies = openByHand(
      command,
      { jurisdiction: 'test', policy, drill: false, blindSources: ['portal-a'] },
      { now: at('09:00'), actor: officer }
    )
    const { state } = document([...bodies], at('09:00'))
    expect(state.gradeStatus).toBe('confirmed')
    expect(state.unconfirmedSince).toBeNull()
    expect(state.blindSources).toEqual(['portal-a'])
    expect(clock(state, 'authoritative-release', at('09:00'))).toBe(`running ${at('13:00')}`)
  })
})

describe('opening by hand is refused', () => {
  const command = {
    title: '泰安路塌陷',
    summary: '',
    eventType: null,
    eventGrade: 'II' as const,
    opinionGrade: null,
    occurredAt: null,
    reason: '电话'
  }
  const opening = { jurisdiction: 'test', policy, drill: false, blindSources: [], eventTypes: ['塌陷', '爆炸'] }
  const share = (id: string, role: 'lead' | 'assist') => ({ id, name: id, role, reason: '电话' })
  const open = (more: Partial<Parameters<typeof openByHand>[0]>) =>
    openByHand({ ...command, departments: [], ...more }, opening, { now: at('09:00'), actor: officer })

  it('with two leads, as an assignment is', () => {
    expect(() => open({ departments: [share('a', 'lead'), share('b', 'lead')] })).toThrow('须指定一个主办部门，现为 2 个')
    expect(open({ departments: [share('a', 'lead'), share('b', 'assist')] })).not.toEqual([])
  })

  it('with a kind of event that nothing knows', () => {
    expect(() => open({ eventType: '<x>' })).toThrow('没有事件类型“<x>”；不确定可不填。已知的：塌陷、爆炸')
    expect(open({ eventType: '爆炸' })).not.toEqual([])
  })
})

describe('a moment typed by hand', () => {
  const hand = {
    title: '泰安路塌陷',
    summary: '',
    eventType: null,
    eventGrade: 'II' as const,
    opinionGrade: null,
    departments: [],
    reason: '电话报告'
  }
  const opening = { jurisdiction: 'test', policy, drill: false, blindSources: [] }
  const context = { now: at('09:00'), actor: analyst }

  it('is refused where it lies more than ten years back, as of a form that was left at 1970', () => {
    const open = (occurredAt: Instant) => () => openByHand({ ...hand, occurredAt }, opening, { ...context, actor: officer })
    expect(open(at('08:00', '1970-01-01'))).toThrow('事发时间 1970-01-01 08:00 早于十年前，请核对年份')
    expect(open(at('08:00', '2021-03-11'))).toThrow('早于十年前')
    expect(open(at('09:00', '2021-03-13'))).not.toThrow()
    const { state } = document(openingOf('II', [anchor('detected', at('08:10'))]), at('08:10'))
    const move = { kind: 'occurred' as const, at: at('08:00', '1970-01-01'), precision: 'minute' as const, reason: '更正' }
    expect(() => setAnchor(state, move, context)).toThrow('起算时刻 1970-01-01 08:00 早于十年前，请核对年份')
  })
})

describe('what joins later', () => {
  it('never moves a running deadline back: a first publication after our own detection does not count', () => {
    const { state } = document(openingOf('II', [anchor('detected', at('09:10'))]), at('09:10'))
    const later = evolve(state, event({ type: 'anchor-set', anchor: anchor('first-published', at('12:00')) }, at('12:05')))
    expect(clock(later, 'authoritative-release', at('12:05'))).toBe(`running ${at('14:10')}`)
    const earlier = evolve(later, event({ type: 'anchor-set', anchor: anchor('first-published', at('08:50')) }, at('12:10')))
    expect(clock(earlier, 'authoritative-release', at('12:10'))).toContain(at('13:50'))
  })
})

describe('evidence and re-grades', () => {
  const release = evidenceOf('https://city.example/1', at('12:00'))
  const released = then(
    major,
    recordRelease(major, { evidence: release, text: '关于临江区一化工厂爆炸的情况通报' }, { now: at('12:00'), actor: officer }),
    at('12:00')
  )

  it('lets what is published answer the clock that a lowering starts', () => {
    const lower = { eventGrade: 'III' as const, opinionGrade: null, reason: '核实' }
    const proposed = then(released, confirmGrade(released, lower, { now: at('13:00'), actor: analyst }), at('13:00'), analyst)
    const lowered = then(proposed, confirmGrade(proposed, lower, { now: at('13:05'), actor: otherAnalyst }), at('13:05'), otherAnalyst)
    expect(clock(lowered, 'reply', at('14:00'))).toMatch(/^met/)
    expect(close(lowered, { reason: '完成' }, { now: at('14:00'), actor: officer })).toHaveLength(1)
  })

  it('refuses a page from before the matter began, and a conference too', () => {
    const old = { ...release, url: 'https://city.example/old', publishedAt: at('09:00', '2019-01-01') }
    expect(() => recordRelease(major, { evidence: old, text: '关于临江区一化工厂爆炸的情况通报' }, { now: at('12:00'), actor: officer })).toThrow(
      /早于本事件的首次发布时间/
    )
    const ahead = { ...old, publishedAt: at('14:30') }
    expect(() => recordRelease(major, { evidence: ahead, text: '关于临江区一化工厂爆炸的情况通报' }, { now: at('12:00'), actor: officer })).toThrow(
      /还没有到/
    )
    const held = { evidence: release, text: '召开新闻发布会', venue: '发布厅', speaker: '发言人', heldAt: at('09:00', '2031-03-11') }
    expect(() => recordConference(major, held, { now: at('12:00'), actor: officer })).toThrow(RefusedError)
  })

  it('takes a page that shows only its day, if that day is not over before', () => {
    const day = { ...release, publishedAt: at('00:00'), publishedPrecision: 'day' as const }
    expect(recordRelease(major, { evidence: day, text: '关于临江区一化工厂爆炸的情况通报' }, { now: at('12:00'), actor: officer })).toHaveLength(1)
  })
})

describe('the second person', () => {
  it('is asked for when only the grade that the clocks follow is lowered', () => {
    const byEvent = { ...major, opinionGrade: 'II' as const, policy: Policy.parse({ ...policy, startsOn: 'event' }) }
    const decision = confirmGrade(byEvent, { eventGrade: 'IV', opinionGrade: 'II', reason: '误' }, { now: at('11:00'), actor: officer })
    expect(decision.map(({ type }) => type)).toEqual(['lowering-proposed'])
  })

  it('cannot complete a lowering that was proposed before the grade rose', () => {
    const lower = { eventGrade: 'IV' as const, opinionGrade: null, reason: '误传' }
    const proposed = then(major, confirmGrade(major, lower, { now: at('11:00'), actor: analyst }), at('11:00'), analyst)
    const explanation = { eventGrade: 'I' as const, opinionGrade: null, reasons: [], wouldChange: [] }
    const raised = evolve(proposed, event({ type: 'graded', eventGrade: 'I', opinionGrade: null, explanation }, at('11:02')))
    expect(confirmGrade(raised, lower, { now: at('11:05'), actor: otherAnalyst }).map(({ type }) => type)).toEqual(['lowering-proposed'])
  })
})

describe('a matter without a grade that deserves a reply', () => {
  it('runs the 48 hours when it is opened by hand or confirmed so', () => {
    const command = {
      title: '来电反映',
      summary: '',
      eventType: null,
      eventGrade: null,
      opinionGrade: null,
      occurredAt: null,
      departments: [],
      reason: '电话'
    }
    const bodies = openByHand(command, { jurisdiction: 'test', policy, drill: false, blindSources: [] }, { now: at('09:00'), actor: officer })
    const { state } = document([...bodies], at('09:00'))
    expect(clock(state, 'reply', at('09:00'))).toBe(`running ${at('09:00', '2031-03-14')}`)
    const confirmed = then(
      state,
      confirmGrade(state, { eventGrade: null, opinionGrade: null, reason: '无等级' }, { now: at('10:00'), actor: analyst }),
      at('10:00')
    )
    expect(clock(confirmed, 'reply', at('10:00'))).toMatch(/^running/)
  })
})
