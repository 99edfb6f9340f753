import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { machine } from '../../../core/actor.ts'
import { answer } from '../../../core/incident/answer.ts'
import { approveExtension } from '../../../core/incident/approve-extension.ts'
import { assign } from '../../../core/incident/assign.ts'
import { findFault } from '../../../core/incident/chain.ts'
import { close } from '../../../core/incident/close.ts'
import { confirmGrade } from '../../../core/incident/confirm-grade.ts'
import { declineExtension } from '../../../core/incident/decline-extension.ts'
import { dismiss } from '../../../core/incident/dismiss.ts'
import { replay } from '../../../core/incident/evolve.ts'
import { moveStage } from '../../../core/incident/move-stage.ts'
import { reportByPhone } from '../../../core/incident/report-by-phone.ts'
import { reportInWriting } from '../../../core/incident/report-in-writing.ts'
import { requestExtension } from '../../../core/incident/request-extension.ts'
import { returnAssignment } from '../../../core/incident/return.ts'
import { setAnchor } from '../../../core/incident/set-anchor.ts'
import { stagesOf } from '../../../core/incident/stages.ts'
import { IncidentDocument, IncidentState } from '../../../core/incident/state.ts'
import { takeNotice } from '../../../core/incident/take-notice.ts'
import { waiveStage } from '../../../core/incident/waive-stage.ts'
import { addMs, chinaWallTime } from '../../../core/instant.ts'
import { startedOverdue } from '../../../core/stage-clock.ts'
import { graded } from '../../support/alerting-ladder.ts'
import { analyst, evidenceOf, leader, officer, otherAnalyst, person, policy } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'
import { moment, safety, StagedDesk, stagedPolicy, transport } from '../../support/staged-desk.ts'

const handler = person('承办人戊', ['handler'], 'safety')
const driver = person('承办人己', ['handler'], 'transport')
let desk: StagedDesk
beforeEach(() => {
  desk = new StagedDesk()
})

describe('上报 starts with the grade', () => {
  it('a major matter is reported by phone within 30 minutes and in writing within the hour, from the detection', async () => {
    await desk.open('II', '2026-10-01 22:00')
    expect(desk.clocks('2026-10-01 22:10')).toEqual(['上报·电话报告 2026-10-01 22:30 running', '上报·书面报告 2026-10-01 23:00 running'])
  })

  it('found six hours after it was detected is at once overdue, and says so', async () => {
    await desk.open('II', '2026-10-02 04:00', { detected: '2026-10-01 22:00' })
    expect(startedOverdue(desk.clock('report-up/phone'))).toBe(true)
    expect(desk.clocks('2026-10-02 04:00')).toEqual(['上报·电话报告 2026-10-01 22:30 overdue', '上报·书面报告 2026-10-01 23:00 overdue'])
  })

  it('re-grade 较大→重大 at +40 min: the call is added and overdue, the report keeps its anchor with the tighter time, nothing is reset', async () => {
    await desk.open('III', '2026-10-01 22:00')
    await desk.write('2026-10-01 22:40', graded('II'))
    expect(desk.clocks('2026-10-01 22:40')).toEqual([
      '上报·书面报告 2026-10-02 00:00 withdrawn',
      '上报·书面报告 2026-10-01 23:00 running',
      '上报·电话报告 2026-10-01 22:30 overdue'
    ])
    expect(desk.clock('report-up/written#2').anchor.at).toBe(moment('2026-10-01 22:00'))
  })

  it('a report that was made is not asked for again by a re-grade', async () => {
    await desk.open('III', '2026-10-01 22:00')
    await desk.act('2026-10-01 22:30', officer, (state, context) =>
      reportInWriting(
        state,
        { sentAt: moment('2026-10-01 22:20'), documentNo: '值班〔2026〕12号', evidence: null, receipt: '市委值班室 22:25 收' },
        context
      )
    )
    await desk.write('2026-10-01 22:40', graded('II'))
    expect(desk.clocks('2026-10-01 22:40')).toEqual(['上报·书面报告 2026-10-02 00:00 met', '上报·电话报告 2026-10-01 22:30 overdue'])
  })

  it('a machine’s lowering touches no clock; a person’s withdraws what the lower grade does not ask for, with the reason', async () => {
    await desk.open('II', '2026-10-01 22:00')
    await desk.write('2026-10-01 22:05', graded('III'))
    expect(desk.clocks('2026-10-01 22:05')).toHaveLength(2)
    const other = new StagedDesk()
    await other.open('II', '2026-10-01 22:00')
    const lower = { eventGrade: 'III', opinionGrade: null, reason: '死亡人数有误' } as const
    await other.act('2026-10-01 22:06', analyst, (state, context) => confirmGrade(state, lower, context))
    expect(other.clocks('2026-10-01 22:06')).toEqual(['上报·电话报告 2026-10-01 22:30 running', '上报·书面报告 2026-10-01 23:00 running'])
    await other.act('2026-10-01 22:08', otherAnalyst, (state, context) => confirmGrade(state, lower, context))
    expect(other.clocks('2026-10-01 22:08')).toEqual([
      '上报·电话报告 2026-10-01 22:30 withdrawn',
      '上报·书面报告 2026-10-01 23:00 withdrawn',
      '上报·书面报告 2026-10-02 00:00 running'
    ])
    expect(other.clock('report-up/phone').settled?.reason).toContain('死亡人数有误')
  })

  it('follows the detection when a person corrects it, with the reason', async () => {
    await desk.open('II', '2026-10-01 22:00')
    await desk.act('2026-10-01 22:10', analyst, (state, context) =>
      setAnchor(state, { kind: 'detected', at: moment('2026-10-01 21:30'), precision: 'minute', reason: '区里 21:30 已来电' }, context)
    )
    expect(desk.clocks('2026-10-01 22:10')).toEqual(['上报·电话报告 2026-10-01 22:00 overdue', '上报·书面报告 2026-10-01 22:30 running'])
    expect(desk.clock('report-up/phone').anchor).toMatchObject({ setBy: 'person', reason: '区里 21:30 已来电' })
  })

  it.each([
    ['dismissed', '驳回'],
    ['merged', '并入 inc-other']
  ])('withdrawn when the matter is %s', async (how, reason) => {
    await desk.open('II', '2026-10-01 22:00')
    if (how === 'merged') await desk.write('2026-10-01 22:10', { type: 'merged', into: 'inc-other', reason: '同一件事' })
    else {
      await desk.act('2026-10-01 22:10', analyst, (state, context) => dismiss(state, { reason: '驳回' }, context))
      await desk.act('2026-10-01 22:11', otherAnalyst, (state, context) => dismiss(state, { reason: '驳回' }, context))
    }
    expect(desk.clocks('2026-10-02 22:10').map((line) => line.split(' ').at(-1))).toEqual(['withdrawn', 'withdrawn'])
    expect(desk.clock('report-up/phone').settled?.reason).toContain(reason)
  })

  it('withdrawn when the matter is closed', async () => {
    await desk.open('III', '2026-10-01 22:00')
    await desk.write('2026-10-01 22:10', { type: 'countdown-waived', kind: 'reply', reason: '测试' })
    await desk.act('2026-10-01 22:20', leader, (state, context) => close(state, { reason: '已处理', despite: '已当面报告' }, context))
    expect(desk.clock('report-up/written').settled).toMatchObject({ state: 'withdrawn', reason: '办结：已处理' })
  })

  it('a merge that knew of it earlier moves the clock, as it does the statutory ones', async () => {
    await desk.open('II', '2026-10-01 22:00')
    const earlier = {
      kind: 'detected',
      at: moment('2026-10-01 21:50'),
      precision: 'second',
      setBy: 'machine',
      reason: '并入的事件：首次发现'
    } as const
    await desk.write('2026-10-01 22:10', { type: 'absorbed', incidentId: 'inc-other', reason: '同一件事' }, { type: 'anchor-set', anchor: earlier })
    expect(desk.clocks('2026-10-01 22:10')[0]).toBe('上报·电话报告 2026-10-01 22:20 running')
  })
})

describe('上报 is met by what shows it', () => {
  const call = { calledAt: moment('2026-10-01 22:12'), reporter: '值班员甲', receiver: '市委值班室 王某', note: '' }

  it('a call stops the call’s clock alone', async () => {
    await desk.open('II', '2026-10-01 22:00')
    await desk.act('2026-10-01 22:15', officer, (state, context) => reportByPhone(state, call, context))
    expect(desk.clocks('2026-10-01 22:50')).toEqual(['上报·电话报告 2026-10-01 22:30 met', '上报·书面报告 2026-10-01 23:00 due-soon'])
    expect(desk.clock('report-up/phone').settled).toMatchObject({
      at: call.calledAt,
      reason: '2026-10-01 22:12 电话报告，报告人值班员甲，接报人市委值班室 王某'
    })
  })

  it.each([
    ['a call of tomorrow', officer, { ...call, calledAt: moment('2026-10-01 22:16') }, '不能晚于现在'],
    ['a call from before there was anything to report', officer, { ...call, calledAt: moment('2026-10-01 21:59') }, '早于本事件'],
    ['a call that nobody received', officer, { ...call, receiver: ' ' }, '请填写接报单位'],
    ['a call by whom it is not for', handler, call, '不能进行此操作']
  ])('%s is refused', async (_, who, command, reason) => {
    await desk.open('II', '2026-10-01 22:00')
    await expect(desk.act('2026-10-01 22:15', who, (state, context) => reportByPhone(state, command, context))).rejects.toThrow(reason)
  })

  it('a call within the minute of the detection is none from before it', async () => {
    await desk.open('II', '2026-10-01 22:00')
    await desk.write('2026-10-01 22:00', {
      type: 'anchor-set',
      anchor: { kind: 'detected', at: addMs(moment('2026-10-01 22:00'), 20_000), precision: 'second', setBy: 'machine', reason: '测试' }
    })
    await desk.act('2026-10-01 22:05', officer, (state, context) => reportByPhone(state, { ...call, calledAt: moment('2026-10-01 22:00') }, context))
    expect(desk.clock('report-up/phone').settled?.state).toBe('met')
  })

  it('a second call is refused, with the first', async () => {
    await desk.open('II', '2026-10-01 22:00')
    await desk.act('2026-10-01 22:15', officer, (state, context) => reportByPhone(state, call, context))
    await expect(desk.act('2026-10-01 22:16', officer, (state, context) => reportByPhone(state, call, context))).rejects.toThrow(
      '已记录：2026-10-01 22:12'
    )
  })

  const report = { sentAt: moment('2026-10-01 22:40'), documentNo: null, evidence: null, receipt: '市委值班室已收' }
  it.each([
    ['without a number and a copy', report, '请填写文号'],
    ['without a receipt', { ...report, documentNo: '1号', receipt: '' }, '请填写收件回执']
  ])('a written report %s is refused', async (_, command, reason) => {
    await desk.open('II', '2026-10-01 22:00')
    await expect(desk.act('2026-10-01 22:45', officer, (state, context) => reportInWriting(state, command, context))).rejects.toThrow(reason)
  })
})

describe('部门答复 starts with the assignment, for each department', () => {
  const give = (...departments: (typeof safety)[]) =>
    desk.act('2026-09-10 10:00', officer, (state, context) => assign(state, { departments, instruction: '' }, context))
  beforeEach(async () => {
    await desk.open('III', '2026-09-10 09:00')
  })

  it('notice within hours, answer within working days; a coordinator owes none', async () => {
    await give(safety, transport, { id: 'publicity', name: '宣传处', role: 'coordinator', reason: '' })
    expect(desk.clocks('2026-09-10 10:00').slice(1)).toEqual([
      '部门答复·知晓性回应（安全处） 2026-09-10 13:00 running',
      '部门答复·知晓性回应（交通处） 2026-09-10 13:00 running',
      '部门答复·实质答复（安全处） 2026-09-17 18:00 running',
      '部门答复·实质答复（交通处） 2026-09-17 18:00 running'
    ])
  })

  it('a department named twice in one list is refused; clocks that were stored twice count once', async () => {
    const twice = [safety, { ...safety, role: 'assist' as const }]
    const before = JSON.stringify(desk.document)
    const assignment = desk.act('2026-09-10 10:05', officer, (state, context) => assign(state, { departments: twice, instruction: '' }, context))
    await expect(assignment).rejects.toThrow('安全处在名单中不止一次，同一部门只能主办或协办')
    expect(JSON.stringify(desk.document)).toBe(before)
    await desk.write('2026-09-10 10:06', { type: 'assigned', departments: twice, instruction: '' })
    const ids = desk.document.state.stages?.map(({ id }) => id) ?? []
    expect(new Set(ids).size).toBe(ids.length)
    const { state } = desk.document
    expect(stagesOf({ stages: [...stagesOf(state), ...stagesOf(state)] })).toEqual(stagesOf(state))
  })

  it('a department that takes it without an assignment owes from then on as after one', async () => {
    const desk = new StagedDesk()
    await desk.open('III', '2026-09-10 10:00')
    await desk.write('2026-09-10 10:01', { type: 'departments-proposed', departments: [safety] })
    const replies = (): number => desk.clocks('2026-09-10 10:03').filter((line) => line.includes(safety.name)).length
    expect(replies()).toBe(0)
    await desk.write('2026-09-10 10:02', { type: 'accepted', departmentId: 'safety' })
    expect(replies()).toBeGreaterThan(1)
    const before = desk.clocks('2026-09-10 10:03')
    await desk.write('2026-09-10 10:10', { type: 'assigned', departments: [safety], instruction: '' })
    expect(desk.clocks('2026-09-10 10:03')).toEqual(before)
  })

  it('what a machine proposes starts none', async () => {
    await desk.write('2026-09-10 10:00', { type: 'departments-proposed', departments: [safety] })
    expect(desk.clocks('2026-09-10 10:00')).toHaveLength(1)
  })

  it('assigned again to the same department is not reset; to others it is withdrawn there', async () => {
    await give(safety)
    await desk.act('2026-09-11 10:00', officer, (state, context) => assign(state, { departments: [safety, transport], instruction: '' }, context))
    expect(desk.clock('department-reply/answer/safety').dueAt).toBe(moment('2026-09-17 18:00'))
    await desk.act('2026-09-11 11:00', officer, (state, context) =>
      assign(state, { departments: [{ ...transport, role: 'lead' }], instruction: '' }, context)
    )
    expect(desk.clock('department-reply/answer/safety').settled).toMatchObject({ state: 'withdrawn', reason: '已改交其他部门' })
    expect(desk.clock('department-reply/answer/transport').dueAt).toBe(moment('2026-09-18 18:00'))
  })

  it('returned is withdrawn with the department’s reason; assigned anew it has its own time', async () => {
    await give(safety)
    await desk.act('2026-09-10 11:00', handler, (state, context, events) =>
      returnAssignment(state, { departmentId: 'safety', reason: '不属本处' }, context, events)
    )
    expect(desk.clock('department-reply/notice/safety').settled).toMatchObject({ state: 'withdrawn', reason: '退回：不属本处' })
    await desk.act('2026-09-11 09:00', officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
    expect(desk.clock('department-reply/answer/safety#2').dueAt).toBe(moment('2026-09-18 18:00'))
  })

  it('a taking notice is no answer; an answer in substance is a taking notice too', async () => {
    await give(safety, transport)
    await desk.act('2026-09-10 10:30', handler, (state, context) => takeNotice(state, { departmentId: 'safety', handler: '戊', text: '' }, context))
    await desk.act('2026-09-10 10:40', driver, (state, context) =>
      answer(state, { departmentId: 'transport', text: '已封闭路段，绕行方案见附件' }, context)
    )
    expect(
      desk
        .clocks('2026-09-10 11:00')
        .slice(1)
        .map((line) => line.split(' ').at(-1))
    ).toEqual(['met', 'met', 'running', 'met'])
  })

  it.each([
    ['another department', driver, '只能办理本部门的事件'],
    ['the desk', officer, '不能进行此操作']
  ])('an answer of %s is refused', async (_, who, reason) => {
    await give(safety)
    const text = '经查已修复，现场清理完毕'
    await expect(desk.act('2026-09-10 11:00', who, (state, context) => answer(state, { departmentId: 'safety', text }, context))).rejects.toThrow(
      reason
    )
  })

  it('an answer that says nothing is refused', async () => {
    await give(safety)
    await expect(
      desk.act('2026-09-10 11:00', handler, (state, context) => answer(state, { departmentId: 'safety', text: '已处理' }, context))
    ).rejects.toThrow('请写明事实、处理与结果')
  })

  it('extended once, by another who may, from the same anchor', async () => {
    await give(safety)
    const stage = 'department-reply/answer/safety'
    await desk.act('2026-09-16 10:00', handler, (state, context) => requestExtension(state, { stage, reason: '须检测' }, context))
    expect(desk.clock(stage)).toMatchObject({ dueAt: moment('2026-09-17 18:00'), request: { reason: '须检测' } })
    await expect(
      desk.act('2026-09-16 10:30', officer, (state, context) =>
        approveExtension(state, { stage, reason: '同意', calendar: shippedCalendar }, context)
      )
    ).rejects.toThrow('不能批准延期')
    await desk.act('2026-09-16 11:00', leader, (state, context) =>
      approveExtension(state, { stage, reason: '同意', calendar: shippedCalendar }, context)
    )
    expect(desk.clock(stage)).toMatchObject({ dueAt: moment('2026-09-20 18:00'), isExtended: true, request: null })
  })

  it('declined, the deadline stays', async () => {
    await give(safety)
    const stage = 'department-reply/answer/safety'
    await desk.act('2026-09-16 10:00', handler, (state, context) => requestExtension(state, { stage, reason: '须检测' }, context))
    await desk.act('2026-09-16 11:00', leader, (state, context) => declineExtension(state, { stage, reason: '按期答复' }, context))
    expect(desk.clock(stage)).toMatchObject({ dueAt: moment('2026-09-17 18:00'), isExtended: false, request: null })
  })

  it('waived by a leader with a reason, by nobody else and not without', async () => {
    await give(safety)
    const stage = 'department-reply/notice/safety'
    await expect(
      desk.act('2026-09-10 11:00', officer, (state, context) => waiveStage(state, { stage, reason: '已当面说明' }, context))
    ).rejects.toThrow('不能进行此操作')
    await expect(desk.act('2026-09-10 11:00', leader, (state, context) => waiveStage(state, { stage, reason: ' ' }, context))).rejects.toThrow('理由')
    await desk.act('2026-09-10 11:00', leader, (state, context) => waiveStage(state, { stage, reason: '已当面说明' }, context))
    expect(desk.clock(stage).settled).toMatchObject({ state: 'waived', reason: '已当面说明' })
    expect(desk.clock('department-reply/answer/safety').settled).toBeNull()
  })

  it('its anchor is corrected by a person with a reason; that of 上报 by the detection alone', async () => {
    await give(safety)
    const command = { stage: 'department-reply/answer/safety', at: moment('2026-09-08 10:00'), reason: '交办单时间有误', calendar: shippedCalendar }
    await desk.act('2026-09-10 12:00', analyst, (state, context) => moveStage(state, command, context))
    expect(desk.clock(command.stage)).toMatchObject({ dueAt: moment('2026-09-15 18:00'), anchor: { setBy: 'person' } })
    await expect(
      desk.act('2026-09-10 12:00', analyst, (state, context) => moveStage(state, { ...command, stage: 'report-up/written' }, context))
    ).rejects.toThrow('请更正发现时间')
  })
})

describe('a year without a calendar', () => {
  it('stops no assignment: it is said that the deadline cannot be told, and the clock starts when the calendar is there', async () => {
    await desk.open('III', '2026-12-29 09:00')
    const give = (when: string) => desk.act(when, officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
    await give('2026-12-29 10:00')
    await desk.write('2026-12-29 10:01', { type: 'noted', text: '测试' })
    expect(desk.document.state.unstartedStages).toMatchObject([{ stageId: 'answer', reason: expect.stringContaining('没有 2027 年') as string }])
    expect(desk.document.events.filter(({ body }) => body.type === 'stage-not-started')).toHaveLength(1)
    desk.calendar = {
      ...shippedCalendar,
      years: new Set([2025, 2026, 2027]),
      holidays: new Map([...shippedCalendar.holidays, ['2027-01-01', '元旦']])
    }
    await desk.write('2026-12-30 10:00', { type: 'noted', text: '测试' })
    expect(chinaWallTime(desk.clock('department-reply/answer/safety').dueAt)).toBe('2027-01-06 18:00')
    expect(desk.document.state.unstartedStages).toBeUndefined()
  })
})

describe('what waits for a calendar', () => {
  it('is forgotten with the assignment, and with the matter', async () => {
    await desk.open('III', '2026-12-29 09:00')
    await desk.act('2026-12-29 10:00', officer, (state, context) => assign(state, { departments: [safety, transport], instruction: '' }, context))
    await desk.act('2026-12-29 11:00', handler, (state, context, events) =>
      returnAssignment(state, { departmentId: 'safety', reason: '不属本处' }, context, events)
    )
    expect(desk.document.state.unstartedStages?.map(({ department }) => department?.id)).toEqual(['transport'])
    await desk.act('2026-12-29 12:00', officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
    expect(desk.document.state.unstartedStages?.map(({ department }) => department?.id)).toEqual(['safety'])
    await desk.act('2026-12-29 13:00', analyst, (state, context) => dismiss(state, { reason: '误报' }, context))
    expect([desk.document.state.status, desk.document.state.unstartedStages]).toEqual(['dismissed', undefined])
  })
})

describe('持续发布', () => {
  const release = (url: string, when: string) => ({ type: 'release-recorded', evidence: evidenceOf(url, moment(when)) }) as const

  it('starts with the first release; each newer one answers it and starts the next', async () => {
    await desk.open('I', '2026-09-07 10:00')
    expect(desk.clocks('2026-09-07 10:00')).toHaveLength(2)
    await desk.write('2026-09-07 15:02', release('https://gov.example/1', '2026-09-07 15:00'))
    expect(desk.clocks('2026-09-07 15:02').at(-1)).toBe('持续发布·续报发布 2026-09-07 21:00 running')
    await desk.write('2026-09-07 19:31', release('https://gov.example/2', '2026-09-07 19:30'))
    expect(desk.clocks('2026-09-07 19:31').slice(2)).toEqual(['持续发布·续报发布 2026-09-07 21:00 met', '持续发布·续报发布 2026-09-08 01:30 running'])
    expect(desk.clock('next-update/update').settled).toMatchObject({ at: moment('2026-09-07 19:30'), reason: 'https://gov.example/2' })
  })

  it('an older release found later changes nothing', async () => {
    await desk.open('I', '2026-09-07 10:00')
    await desk.write('2026-09-07 15:02', release('https://gov.example/1', '2026-09-07 15:00'))
    await desk.write('2026-09-07 15:30', release('https://gov.example/0', '2026-09-07 14:00'))
    expect(desk.clocks('2026-09-07 15:30').slice(2)).toEqual(['持续发布·续报发布 2026-09-07 21:00 running'])
  })

  it('a lost release that opens a closed matter again: what was owed within the house is owed again, from its old anchor', async () => {
    await desk.open('III', '2026-09-07 10:00')
    const first = release('https://gov.example/1', '2026-09-07 10:30')
    await desk.write('2026-09-07 10:32', first)
    await desk.act('2026-09-07 10:40', leader, (state, context) => close(state, { reason: '已发布', despite: '已当面报告' }, context))
    const { url, textHash } = first.evidence
    await desk.write('2026-09-07 11:00', { type: 'release-lost', url, textHash, reason: '页面已不见', since: moment('2026-09-07 10:50') })
    expect(desk.clocks('2026-09-07 11:00')).toEqual(['上报·书面报告 2026-09-07 12:00 withdrawn', '上报·书面报告 2026-09-07 12:00 running'])
  })

  const lost = ({ evidence: { url, textHash } }: ReturnType<typeof release>) =>
    ({ type: 'release-lost', url, textHash, reason: '页面已不见', since: moment('2026-09-07 15:20') }) as const

  it('no release stands any more: there is nothing to update, and the next release starts it anew', async () => {
    await desk.open('I', '2026-09-07 10:00')
    const only = release('https://gov.example/1', '2026-09-07 15:00')
    await desk.write('2026-09-07 15:02', only)
    await desk.write('2026-09-07 15:30', lost(only))
    expect(desk.clocks('2026-09-07 15:30').at(-1)).toBe('持续发布·续报发布 2026-09-07 21:00 withdrawn')
    expect(desk.clock('next-update/update').settled?.reason).toBe('发布已全部失效，没有可续报的发布')
    await desk.write('2026-09-07 16:02', release('https://gov.example/2', '2026-09-07 16:00'))
    expect(desk.clocks('2026-09-07 16:02').at(-1)).toBe('持续发布·续报发布 2026-09-07 22:00 running')
  })

  it('the newest release is lost and an older one stands: the update counts from that one again', async () => {
    await desk.open('I', '2026-09-07 10:00')
    const newer = release('https://gov.example/2', '2026-09-07 15:00')
    await desk.write('2026-09-07 14:02', release('https://gov.example/1', '2026-09-07 14:00'))
    await desk.write('2026-09-07 15:02', newer)
    expect(desk.clocks('2026-09-07 15:02').at(-1)).toBe('持续发布·续报发布 2026-09-07 21:00 running')
    await desk.write('2026-09-07 15:30', lost(newer))
    expect(desk.clocks('2026-09-07 15:30').at(-1)).toBe('持续发布·续报发布 2026-09-07 20:00 running')
    const told = desk.document.events.length
    await desk.write('2026-09-07 15:40', { type: 'noted', text: '测试' })
    expect(desk.document.events).toHaveLength(told + 1)
  })

  it('an older release is lost: the update counts on from the newer one', async () => {
    await desk.open('I', '2026-09-07 10:00')
    const older = release('https://gov.example/1', '2026-09-07 14:00')
    await desk.write('2026-09-07 14:02', older)
    await desk.write('2026-09-07 15:02', release('https://gov.example/2', '2026-09-07 15:00'))
    await desk.write('2026-09-07 15:30', lost(older))
    expect(desk.clocks('2026-09-07 15:30').at(-1)).toBe('持续发布·续报发布 2026-09-07 21:00 running')
  })

  it('re-grade to 重大 after the release: the next update is due from that release, however long ago', async () => {
    await desk.open('III', '2026-09-07 10:00')
    await desk.write('2026-09-07 15:02', release('https://gov.example/1', '2026-09-07 15:00'))
    await desk.write('2026-09-08 10:00', graded('II'))
    expect(desk.clocks('2026-09-08 10:00').at(-1)).toBe('持续发布·续报发布 2026-09-08 03:00 overdue')
  })
})

describe('policy edited mid-incident -> running incident unchanged', () => {
  it('an incident opened under a policy without stages never gets any', async () => {
    await desk.open('I', '2026-09-07 10:00', { under: policy })
    await desk.write('2026-09-07 15:02', { type: 'release-recorded', evidence: evidenceOf('https://gov.example/1', moment('2026-09-07 15:00')) })
    expect(desk.document.state).not.toHaveProperty('stages')
  })
})

describe('what is stored', () => {
  it('folds to the same state again, and reads by its schema', async () => {
    await desk.open('I', '2026-09-07 10:00')
    await desk.act('2026-09-07 10:30', officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
    await desk.write('2026-09-07 15:02', { type: 'release-recorded', evidence: evidenceOf('https://gov.example/1', moment('2026-09-07 15:00')) })
    const { id, events, state } = desk.document
    expect(replay(id, events)).toEqual(state)
    expect(IncidentState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state)
  })

  it.each([
    ['without stages, as it was before there were any', policy],
    ['with them', stagedPolicy]
  ])('%s: read by its schema no event gains a field, so the chain holds', async (_, under) => {
    await desk.open('I', '2026-09-07 10:00', { under })
    await desk.act('2026-09-07 10:30', officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
    const stored: unknown = JSON.parse(JSON.stringify(desk.document))
    expect(findFault(sha256, IncidentDocument.parse(stored).events)).toBeNull()
    expect(IncidentDocument.parse(stored)).toEqual(stored)
  })

  it('the same cause twice starts nothing twice', async () => {
    await desk.open('I', '2026-09-07 10:00')
    const before = desk.document
    await desk.open('I', '2026-09-07 10:00')
    expect(desk.document).toEqual(before)
    await desk.act('2026-09-07 10:30', machine('alerting'), () => [])
    expect(desk.document).toEqual(before)
  })
})
