import { beforeEach, describe, expect, it } from 'vitest'
import { assign } from '../../../core/incident/assign.ts'
import { answer } from '../../../core/incident/answer.ts'
import { approveExtension } from '../../../core/incident/approve-extension.ts'
import { givenAnswers } from '../../../core/incident/given-answers.ts'
import { reportByPhone } from '../../../core/incident/report-by-phone.ts'
import { requestExtension } from '../../../core/incident/request-extension.ts'
import { returnAssignment } from '../../../core/incident/return.ts'
import { sendBackAnswer } from '../../../core/incident/send-back-answer.ts'
import { addMs, minuteMs } from '../../../core/instant.ts'
import { leader, officer, person } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'
import { moment, safety, StagedDesk, transport } from '../../support/staged-desk.ts'
import { stagedLadder, StagedSweep } from '../../support/staged-sweep.ts'

const handler = person('承办人戊', ['handler'], 'safety')

let desk: StagedDesk
let engine: StagedSweep
beforeEach(() => {
  desk = new StagedDesk()
  engine = new StagedSweep(desk)
})

describe('the ladder speaks of a staged clock', () => {
  it('only where a step names it, each phase once and in order however often it is looked', async () => {
    await desk.open('II', '2026-10-01 22:00', { under: stagedLadder })
    for (let minute = 0; minute <= 70; minute++) {
      await engine.at(addMs(moment('2026-10-01 22:00'), minute * minuteMs))
      await engine.at(addMs(moment('2026-10-01 22:00'), minute * minuteMs))
    }
    expect(engine.phases()).toEqual([
      'report-up/phone p50',
      'report-up/phone p75',
      'report-up/phone p90',
      'report-up/phone overdue',
      'report-up/written p50',
      'report-up/written p75',
      'report-up/written p90',
      'report-up/written overdue'
    ])
    expect(engine.about('report-up')).toEqual([
      'desk call-soon:phase:report-up/phone:p50 上报·电话报告时限已过50%',
      'desk call-soon:phase:report-up/phone:p75 上报·电话报告时限已过75%',
      'desk call-soon:phase:report-up/phone:p90 上报·电话报告时限已过90%',
      'inspectors report-late:phase:report-up/phone:overdue 上报·电话报告已超时',
      'inspectors report-late:phase:report-up/written:overdue 上报·书面报告已超时'
    ])
  })

  it('a late start is at once overdue: one notice, which says that it began late', async () => {
    await desk.open('II', '2026-10-02 04:00', { detected: '2026-10-01 22:00', under: stagedLadder })
    await engine.at(moment('2026-10-02 04:00'))
    const late = engine.notices.notices().filter(({ reason }) => reason.includes('report-up/phone'))
    expect(late.map(({ recipient, title }) => [recipient.contactId, title.includes('上报·电话报告已超时')])).toEqual([
      ['desk', true],
      ['inspectors', true]
    ])
    expect(late[0]?.body).toContain('开始计时的那一刻已经超过时限')
    expect(late[0]?.body).toContain('起算：发现时间 2026-10-01 22:00')
  })

  it('says nothing of what was done in time', async () => {
    await desk.open('II', '2026-10-01 22:00', { under: stagedLadder })
    const call = { calledAt: moment('2026-10-01 22:05'), reporter: '甲', receiver: '市委值班室', note: '' }
    await desk.act('2026-10-01 22:06', officer, (state, context) => reportByPhone(state, call, context))
    await engine.at(moment('2026-10-01 22:40'))
    expect(engine.about('report-up/phone')).toEqual([])
  })

  it('a release that came between reading and writing leaves no phase behind it', async () => {
    await desk.open('II', '2026-10-01 22:00', { under: stagedLadder })
    engine.notices.request = async (asked) => {
      const call = { calledAt: moment('2026-10-01 22:31'), reporter: '甲', receiver: '市委值班室', note: '' }
      Reflect.deleteProperty(engine.notices, 'request')
      await desk.act('2026-10-01 22:32', officer, (state, context) => reportByPhone(state, call, context))
      return await engine.notices.request(asked)
    }
    await engine.at(moment('2026-10-01 22:32'))
    expect(engine.phases().filter((line) => line.startsWith('report-up/phone'))).toEqual([])
  })
})

describe('a department hears of its own reply', () => {
  beforeEach(async () => {
    await desk.open('III', '2026-09-10 09:00', { under: stagedLadder })
    await desk.act('2026-09-10 10:00', officer, (state, context) => assign(state, { departments: [safety, transport], instruction: '' }, context))
  })

  it('when it is given out, and when it is late', async () => {
    await engine.at(moment('2026-09-10 10:00'))
    expect(engine.about(':started')).toEqual([
      'safety given:phase:department-reply/notice/safety:started 部门答复·知晓性回应（安全处）开始计时',
      'transport given:phase:department-reply/notice/transport:started 部门答复·知晓性回应（交通处）开始计时',
      'safety given:phase:department-reply/answer/safety:started 部门答复·实质答复（安全处）开始计时',
      'transport given:phase:department-reply/answer/transport:started 部门答复·实质答复（交通处）开始计时'
    ])
    await engine.at(moment('2026-09-10 13:00'))
    expect(engine.about('notice/safety:overdue').map((line) => line.split(' ')[0])).toEqual(['safety', 'inspectors'])
  })

  it('an extension that is asked for reaches who may grant it; granted, what lies ahead again is told again', async () => {
    const stage = 'department-reply/answer/safety'
    await engine.at(moment('2026-09-17 14:10'))
    await desk.act('2026-09-17 14:20', handler, (state, context) => requestExtension(state, { stage, reason: '须检测' }, context))
    await engine.at(moment('2026-09-17 14:20'))
    expect(engine.about('asked')).toEqual(['deputy asked:phase:department-reply/answer/safety:extension 部门答复·实质答复（安全处）申请延期，待批准'])
    await desk.act('2026-09-17 14:30', leader, (state, context) =>
      approveExtension(state, { stage, reason: '同意', calendar: shippedCalendar }, context)
    )
    await engine.at(moment('2026-09-18 08:00'))
    await engine.at(moment('2026-09-20 18:00'))
    expect(engine.phases().filter((line) => line.startsWith(stage))).toEqual([
      `${stage} p50`,
      `${stage} p75`,
      `${stage} p90`,
      `${stage} p75`,
      `${stage} p90`,
      `${stage} overdue`
    ])
    expect(new Set(engine.notices.notices().map(({ id }) => id)).size).toBe(engine.notices.notices().length)
  })
})

describe('an assignment that a department returned', () => {
  const returned = (when: string, reason: string) =>
    desk.act(when, handler, (state, context, events) => returnAssignment(state, { departmentId: 'safety', reason }, context, events))
  const given = (when: string) => desk.act(when, officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
  const told = (): string[] =>
    engine.notices
      .notices()
      .flatMap(({ reason, recipient, body }) =>
        reason.startsWith('refused:') ? [`${recipient.contactId} ${/安全处退回：(.*)/.exec(body)?.[1]}`] : []
      )

  it('is told to the desk once, with the department and its reason, and again when it is returned again', async () => {
    await desk.open('III', '2026-09-10 10:00', { under: stagedLadder })
    await given('2026-09-10 10:05')
    await returned('2026-09-10 10:20', '不属本处职责')
    for (const minute of ['20', '21', '30']) await engine.at(moment(`2026-09-10 10:${minute}`))
    expect(told()).toEqual(['desk 不属本处职责'])
    await given('2026-09-10 10:40')
    await returned('2026-09-10 10:50', '已属区里')
    await engine.at(moment('2026-09-10 10:50'))
    expect(told()).toEqual(['desk 不属本处职责', 'desk 已属区里'])
  })

  it('is no news once it was given to somebody else', async () => {
    await desk.open('III', '2026-09-10 10:00', { under: stagedLadder })
    await given('2026-09-10 10:05')
    await returned('2026-09-10 10:20', '不属本处职责')
    await given('2026-09-10 10:21')
    await engine.at(moment('2026-09-10 10:22'))
    expect(told()).toEqual([])
  })
})

describe('an answer that was sent back', () => {
  const reply = (when: string, text: string) => desk.act(when, handler, (state, context) => answer(state, { departmentId: 'safety', text }, context))
  const sendBack = (when: string, reason: string) =>
    desk.act(when, officer, (state, context) => {
      const newest = givenAnswers(state, desk.document.events).at(-1)?.seq ?? 0
      return sendBackAnswer(state, { answer: newest, reason, findings: [] }, context, desk.document.events)
    })
  const told = (): string[] =>
    engine.notices
      .notices()
      .flatMap(({ reason, recipient, title, body }) =>
        reason.startsWith('again:') ? [[recipient.contactId, title.split('｜')[1]?.split('：')[0], /退回理由：(.*)/.exec(body)?.[1]].join(' ')] : []
      )

  beforeEach(async () => {
    await desk.open('III', '2026-09-10 10:00', { under: stagedLadder })
    await desk.act('2026-09-10 10:00', officer, (state, context) => assign(state, { departments: [safety, transport], instruction: '' }, context))
    await reply('2026-09-10 11:00', '我处高度重视，将尽快处理。')
  })

  it('is told to the people of that department alone, once, with the reason; each time that it is sent back', async () => {
    await sendBack('2026-09-10 11:30', '没有写明查了什么')
    for (const minute of ['30', '31', '45']) await engine.at(moment(`2026-09-10 11:${minute}`))
    expect(told()).toEqual(['safety 部门答复·实质答复（安全处）答复被退回，须重新答复 没有写明查了什么'])
    await reply('2026-09-10 13:00', '正在研究处理，特此答复。')
    await sendBack('2026-09-10 13:30', '仍是套话')
    await engine.at(moment('2026-09-10 13:30'))
    expect(told().at(-1)).toBe('safety 部门答复·实质答复（安全处）答复被退回，须重新答复 仍是套话')
    expect(told()).toHaveLength(2)
  })

  it('is no news any more once it was answered anew', async () => {
    await sendBack('2026-09-10 11:30', '没有写明查了什么')
    await reply('2026-09-10 11:40', '已关停涉事场所，伤者送医，明日公布检测结果。')
    await engine.at(moment('2026-09-10 11:50'))
    expect(told()).toEqual([])
  })
})

describe('a deadline that could not be told', () => {
  it('starts to run by itself once the calendar is there', async () => {
    await desk.open('III', '2026-12-29 09:00', { under: stagedLadder })
    await desk.act('2026-12-29 10:00', officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
    await engine.at(moment('2026-12-29 10:01'))
    expect(desk.document.state.unstartedStages).toHaveLength(1)
    desk.calendar = { ...shippedCalendar, years: new Set([2025, 2026, 2027]) }
    await engine.at(moment('2026-12-29 10:02'))
    expect(desk.document.state.unstartedStages).toBeUndefined()
    expect(desk.clock('department-reply/answer/safety').dueAt).toBe(moment('2027-01-05 18:00'))
  })
})
