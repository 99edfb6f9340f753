import { array, assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chinaWallTime, instantFromMs, minuteMs, msOf, type Instant } from '../../../core/instant.ts'
import {
  endStages,
  meetStage,
  moveStageAnchor,
  stagePhasesDue,
  stageState,
  startedOverdue,
  type StageAnchor,
  type StageClock,
  type ToldPhase
} from '../../../core/stage-clock.ts'
import { approveExtension, declineExtension, requestExtension } from '../../../core/stage-extension.ts'
import { allowanceWords, Stage, StagedRule, StagedRules } from '../../../core/staged-countdown.ts'
import { WorkingHours, type WorkingTime } from '../../../core/working-days.ts'
import { at, leader, officer, person } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'
import { startStage, startStages } from '../../support/stage-clocks.ts'

const time: WorkingTime = {
  calendar: shippedCalendar,
  hours: WorkingHours.parse({
    spans: [
      { from: '08:30', to: '12:00' },
      { from: '14:00', to: '18:00' }
    ],
    source: '测试作息'
  })
}
const moment = (text: string): Instant => at(text.slice(11), text.slice(0, 10))
const from = (kind: StageAnchor['kind'], text: string): StageAnchor => ({ kind, at: moment(text), setBy: 'machine', reason: '测试' })
const met = (text: string, reason = '测试'): { at: Instant; reason: string; evidence: null } => ({ at: moment(text), reason, evidence: null })
const course = (clock: StageClock | undefined): string[] => (clock?.phases ?? []).map(({ id, at: when }) => `${id} ${chinaWallTime(when)}`)

function stage(id: string, anchor: StageAnchor['kind'], within: object, more: object = {}): object {
  return { id, words: id, from: anchor, within, stopsWith: '测试', source: '测试依据', ...more }
}
const rule = (kind: string, ...stages: object[]): StagedRule => StagedRule.parse({ kind, grades: ['I', 'II', 'III', 'IV'], stages })
const named = (clocks: readonly StageClock[], id: string): StageClock => {
  const found = clocks.find((clock) => clock.stage.id === id)
  if (found === undefined) throw new Error(`no stage ${id}`)
  return found
}

describe('report-up: 30 minutes by phone, 1 hour written', () => {
  const reportUp = rule('report-up', stage('phone', 'detected', { minutes: 30 }), stage('written', 'detected', { hours: 1 }))
  const learned = (when = '2026-10-01 22:00'): StageClock[] => startStages(reportUp, from('detected', '2026-10-01 22:00'), moment(when), time)

  it('runs day and night, on a holiday too, from the moment it was learned of', () => {
    expect(learned().map((clock) => course(clock))).toEqual([
      ['p50 2026-10-01 22:15', 'p75 2026-10-01 22:22', 'p90 2026-10-01 22:27', 'overdue 2026-10-01 22:30'],
      ['p50 2026-10-01 22:30', 'p75 2026-10-01 22:45', 'p90 2026-10-01 22:54', 'overdue 2026-10-01 23:00']
    ])
  })

  it('a call stops the call’s clock alone: the written report stays due', () => {
    const called = meetStage(learned(), 'phone', met('2026-10-01 22:10', '22:10 电话报告市委值班室'))
    expect(called.map((clock) => stageState(clock, moment('2026-10-01 22:50')))).toEqual(['met', 'due-soon'])
  })

  it('a written report does not stand for the call', () => {
    const wrote = meetStage(learned(), 'written', met('2026-10-01 22:10'))
    expect(wrote.map((clock) => stageState(clock, moment('2026-10-01 22:31')))).toEqual(['overdue', 'met'])
  })

  it('found six hours later is at once overdue, and says so', () => {
    const late = learned('2026-10-02 04:00')
    expect(late.map((clock) => [startedOverdue(clock), stageState(clock, moment('2026-10-02 04:00'))])).toEqual([
      [true, 'overdue'],
      [true, 'overdue']
    ])
    expect(learned().some((clock) => startedOverdue(clock))).toBe(false)
  })

  it('is the same clock whatever the state between: running, due soon, overdue', () => {
    const [phone] = learned()
    const states = ['22:00', '22:22', '22:23', '22:29', '22:30'].map((clock) => phone && stageState(phone, moment(`2026-10-01 ${clock}`)))
    expect(states).toEqual(['running', 'running', 'due-soon', 'due-soon', 'overdue'])
  })
})

const answering = rule(
  'department-reply',
  stage('notice', 'assigned', { hours: 3 }, { alsoMetBy: ['answer'] }),
  stage('answer', 'assigned', { workingDays: 5 }, { extension: { to: { workingDays: 7 }, approvedBy: ['deputy-leader'], source: '测试' } })
)
const assigned = (when: string): StageClock[] => startStages(answering, from('assigned', when), moment(when), time)

describe('department-reply in two stages: 知晓性回应 and 实质答复', () => {
  it('takes notice within hours of the clock, and answers within working days', () => {
    const clocks = assigned('2026-09-18 16:00')
    expect(chinaWallTime(named(clocks, 'notice').dueAt)).toBe('2026-09-18 19:00')
    expect(chinaWallTime(named(clocks, 'answer').dueAt)).toBe('2026-09-24 18:00')
  })

  it.each([
    ['across a weekend', '2026-09-10 10:00', '2026-09-17 18:00'],
    ['调休 Sunday counts as a working day', '2026-09-17 10:00', '2026-09-23 18:00'],
    ['National Day does not', '2026-09-29 10:00', '2026-10-12 18:00'],
    ['given out on a holiday, it counts from the first day of work', '2026-10-03 10:00', '2026-10-13 18:00']
  ])('answers %s', (_, when, due) => {
    expect(chinaWallTime(named(assigned(when), 'answer').dueAt)).toBe(due)
  })

  it('speaks at shares of office hours, so that nobody is reminded at night or on a Sunday', () => {
    expect(course(named(assigned('2026-09-10 16:00'), 'answer'))).toEqual([
      'p50 2026-09-15 11:15',
      'p75 2026-09-16 15:37',
      'p90 2026-09-17 14:03',
      'overdue 2026-09-17 18:00'
    ])
  })

  it('an answer in substance is a taking notice too; a taking notice is no answer', () => {
    const answered = meetStage(assigned('2026-09-10 10:00'), 'answer', met('2026-09-10 11:00'))
    expect(answered.map(({ settled }) => settled?.state)).toEqual(['met', 'met'])
    const noticed = meetStage(assigned('2026-09-10 10:00'), 'notice', met('2026-09-10 11:00'))
    expect(noticed.map(({ settled }) => settled?.state ?? 'running')).toEqual(['met', 'running'])
  })

  it('met once stays as it was met', () => {
    const noticed = meetStage(assigned('2026-09-10 10:00'), 'notice', met('2026-09-10 11:00', '已收到'))
    expect(named(meetStage(noticed, 'answer', met('2026-09-11 11:00', '答复')), 'notice').settled?.reason).toBe('已收到')
  })

  it('returned by the department is withdrawn, and what is assigned anew has its own time', () => {
    const returned = endStages(assigned('2026-09-10 10:00'), 'withdrawn', moment('2026-09-10 15:00'), '退回：不属本部门')
    expect(returned.map((clock) => stageState(clock, moment('2026-09-30 15:00')))).toEqual(['withdrawn', 'withdrawn'])
    expect(chinaWallTime(named(assigned('2026-09-11 09:00'), 'answer').dueAt)).toBe('2026-09-18 18:00')
  })

  it('into a year without a calendar is an error, never a guess', () => {
    expect(() => assigned('2026-12-29 10:00')).toThrow('没有 2027 年的节假日表')
  })

  it('calendar edited mid-incident: what runs keeps its deadline, what starts afterwards has the new one', () => {
    const before = named(assigned('2026-09-10 10:00'), 'answer')
    const edited = { ...time, calendar: { ...shippedCalendar, holidays: new Map([...shippedCalendar.holidays, ['2026-09-14', '本地假日']]) } }
    const after = named(startStages(answering, before.anchor, before.startedAt, edited), 'answer')
    expect([before, after].map(({ dueAt }) => chinaWallTime(dueAt))).toEqual(['2026-09-17 18:00', '2026-09-18 18:00'])
    expect(stageState(before, moment('2026-09-17 18:00'))).toBe('overdue')
    expect(stageState(after, moment('2026-09-17 18:00'))).toBe('due-soon')
  })
})

describe('the working days of the rules, by name', () => {
  it.each([
    ['R13 township, 2 工作日核实报告', 'assigned', 2, '2026-09-18 09:00', '2026-09-21 18:00'],
    ['R13 township, legacy issues 5 工作日 after 认领', 'accepted', 5, '2026-09-30 09:00', '2026-10-13 18:00'],
    ['R14 登封 交办单, 3 工作日', 'assigned', 3, '2026-02-13 09:00', '2026-02-25 18:00'],
    ['R14 登封 交办单, 5 工作日', 'assigned', 5, '2026-02-13 09:00', '2026-02-27 18:00']
  ] as const)('%s', (_, kind, workingDays, when, due) => {
    const one = Stage.parse(stage('reply', kind, { workingDays }))
    expect(chinaWallTime(startStage('department-reply', one, from(kind, when), moment(when), time).dueAt)).toBe(due)
  })
})

describe('an extension', () => {
  const running = (): StageClock => named(assigned('2026-09-10 10:00'), 'answer')
  const handler = person('承办人戊', ['handler'], 'safety')
  const word = (by: typeof handler, when: string, reason = '须检测'): { by: typeof handler; at: Instant; reason: string } => ({
    by,
    at: moment(when),
    reason
  })
  const asked = (): StageClock => requestExtension(running(), word(handler, '2026-09-16 10:00'))

  it('asked for changes no deadline until it is approved', () => {
    expect(asked().dueAt).toBe(running().dueAt)
    expect(stageState(asked(), moment('2026-09-17 18:00'))).toBe('overdue')
  })

  it('approved by a leader counts to the longer time from the same anchor', () => {
    const longer = approveExtension(asked(), word(leader, '2026-09-16 11:00', '同意'), time)
    expect([chinaWallTime(longer.dueAt), longer.anchor, longer.isExtended, longer.request]).toEqual([
      '2026-09-20 18:00',
      running().anchor,
      true,
      null
    ])
  })

  it('tells again the phase that was told for the shorter time', () => {
    const told: ToldPhase[] = [{ phase: 'p50', at: moment('2026-09-15 09:15') }]
    const longer = approveExtension(asked(), word(leader, '2026-09-16 11:00', '同意'), time)
    expect(stagePhasesDue(longer, moment('2026-09-20 18:00'), told).map(({ id }) => id)).toEqual(['p50', 'p75', 'p90', 'overdue'])
    expect(stagePhasesDue(running(), moment('2026-09-17 18:00'), told).map(({ id }) => id)).toEqual(['p75', 'p90', 'overdue'])
  })

  it('refused leaves the deadline', () => {
    const declined = declineExtension(asked(), word(leader, '2026-09-16 11:00', '按期答复'))
    expect([declined.dueAt, declined.isExtended, declined.request]).toEqual([running().dueAt, false, null])
  })

  it.each([
    ['without a reason', () => requestExtension(running(), word(handler, '2026-09-16 10:00', ' ')), '请写明理由'],
    ['after the deadline', () => requestExtension(running(), word(handler, '2026-09-17 18:00')), '已超过时限'],
    ['twice at once', () => requestExtension(asked(), word(handler, '2026-09-16 10:05')), '正待批准'],
    [
      'for a stage that has none',
      () => requestExtension(named(assigned('2026-09-10 10:00'), 'notice'), word(handler, '2026-09-10 10:30')),
      '不可延期'
    ],
    [
      'a second time',
      () => requestExtension(approveExtension(asked(), word(leader, '2026-09-16 11:00'), time), word(handler, '2026-09-16 12:00')),
      '已延期一次'
    ],
    [
      'of what is answered',
      () => requestExtension(named(meetStage([running()], 'answer', met('2026-09-11 10:00')), 'answer'), word(handler, '2026-09-16 12:00')),
      '已结束'
    ],
    ['approved by a role that may not', () => approveExtension(asked(), word(officer, '2026-09-16 11:00'), time), '不能批准延期'],
    [
      'approved by who asked',
      () => approveExtension(requestExtension(running(), word(leader, '2026-09-16 10:00')), word(leader, '2026-09-16 11:00'), time),
      '申请人不能批准'
    ],
    ['approved that nobody asked for', () => approveExtension(running(), word(leader, '2026-09-16 11:00'), time), '没有待批准'],
    ['approved without a reason', () => approveExtension(asked(), word(leader, '2026-09-16 11:00', ''), time), '请写明理由']
  ])('%s is refused', (_, act, reason) => {
    expect(act).toThrow(reason)
  })
})

describe('an anchor that a person corrects', () => {
  it('moves what runs, and leaves what is settled', () => {
    const [notice, answer] = meetStage(assigned('2026-09-10 10:00'), 'notice', met('2026-09-10 11:00'))
    const earlier = { ...from('assigned', '2026-09-08 10:00'), setBy: 'person' as const, reason: '交办单时间有误' }
    expect(notice && moveStageAnchor(notice, earlier, time)).toEqual(notice)
    expect(answer && chinaWallTime(moveStageAnchor(answer, earlier, time).dueAt)).toBe('2026-09-15 18:00')
  })
})

describe('phases', () => {
  it('however often and when they are looked at: each once, in order, none early, none lost', () => {
    const clocks = assigned('2026-09-28 16:40')
    const start = msOf(moment('2026-09-28 16:40'))
    assert(
      property(constantFrom(...clocks), array(integer({ min: 0, max: 16 * 24 * 60 }), { maxLength: 30 }), (clock, minutes) => {
        const looks = [...minutes.sort((a, b) => a - b), 17 * 24 * 60].map((minute) => instantFromMs(start + minute * minuteMs))
        const told: ToldPhase[] = []
        for (const now of looks) {
          for (const phase of stagePhasesDue(clock, now, told)) {
            expect(phase.at <= now).toBe(true)
            told.push({ phase: phase.id, at: now })
          }
        }
        expect(told.map(({ phase }) => phase)).toEqual(['p50', 'p75', 'p90', 'overdue'])
      })
    )
  })
})

describe('staged rules with a slip', () => {
  const good = { kind: 'department-reply', grades: ['I'], stages: [stage('notice', 'assigned', { hours: 3 })] }

  it.each([
    [{ ...good, stages: [stage('notice', 'assigned', { hours: 3 }, { alsoMetBy: ['answer'] })] }, '其后没有阶段 answer'],
    [
      {
        kind: 'report-up',
        grades: ['I'],
        stages: [stage('written', 'detected', { hours: 1 }, { extension: { to: { hours: 2 }, approvedBy: ['leader'], source: 's' } })]
      },
      '只有部门答复可以延期'
    ],
    [{ ...good, stages: [stage('later', 'assigned', { hours: 3 })] }, 'department-reply 没有阶段 later，可用：notice、answer'],
    [{ ...good, stages: [stage('notice', 'released', { hours: 3 })] }, 'department-reply 不能从 released 起算'],
    [{ ...good, stages: [good.stages[0], good.stages[0]] }, '编号 notice 重复'],
    [{ ...good, stages: [stage('notice', 'assigned', { days: 3 })] }, 'minutes、hours、workingDays'],
    [{ ...good, stages: [stage('notice', 'assigned', { workingDays: 1.5 })] }, 'minutes、hours、workingDays'],
    [
      {
        ...good,
        stages: [stage('notice', 'assigned', { workingDays: 5 }, { extension: { to: { workingDays: 5 }, approvedBy: ['leader'], source: 's' } })]
      },
      '同一单位，且更长'
    ],
    [
      {
        ...good,
        stages: [stage('notice', 'assigned', { workingDays: 5 }, { extension: { to: { hours: 200 }, approvedBy: ['leader'], source: 's' } })]
      },
      '同一单位，且更长'
    ],
    [{ ...good, stages: [stage('notice', 'assigned', { hours: 3 }, { source: '' })] }, 'source']
  ])('are refused with the reason (%#)', (bad, reason) => {
    expect(JSON.stringify(StagedRules.safeParse([bad]).error?.issues)).toContain(reason)
  })

  it('that speak of one grade twice are refused', () => {
    expect(StagedRules.safeParse([good, good]).error?.issues[0]?.message).toBe('department-reply 对I级已有规定')
  })

  it('say how long they are', () => {
    expect([{ minutes: 30 }, { hours: 1 }, { workingDays: 5 }].map(allowanceWords)).toEqual(['30分钟', '1小时', '5个工作日'])
  })
})
