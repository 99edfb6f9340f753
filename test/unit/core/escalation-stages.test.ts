import { beforeEach, describe, expect, it } from 'vitest'
import { createSweep } from '../../../alerting/sweep.ts'
import { Contact } from '../../../core/department.ts'
import { assign } from '../../../core/incident/assign.ts'
import { approveExtension } from '../../../core/incident/approve-extension.ts'
import { reportByPhone } from '../../../core/incident/report-by-phone.ts'
import { requestExtension } from '../../../core/incident/request-extension.ts'
import { addMs, minuteMs, type Instant } from '../../../core/instant.ts'
import { Policy } from '../../../core/policy.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { contacts, ladder } from '../../support/alerting-ladder.ts'
import { MemoryNotices, RecordingLogger } from '../../support/alerting-stores.ts'
import { leader, officer, person } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'
import { moment, safety, shippedStages, StagedDesk, transport } from '../../support/staged-desk.ts'

const step = (id: string, on: string, countdowns: string[], to: string[], phases: string[] = []): object => ({
  id,
  on,
  grades: ['I', 'II', 'III', 'IV'],
  countdowns,
  phases,
  to,
  channels: ['dashboard'],
  words: `步骤 ${id}`,
  source: '测试依据'
})
const policy: Policy = Policy.parse({
  ...ladder,
  staged: shippedStages,
  escalation: [
    ...ladder.escalation,
    step('call-soon', 'phase', ['report-up/phone'], ['duty-officer'], ['p50', 'p75', 'p90']),
    step('report-late', 'phase', ['report-up'], ['supervisor'], ['overdue']),
    step('given', 'stage-started', ['department-reply'], ['clock-department']),
    step('reply-late', 'phase', ['department-reply'], ['clock-department', 'supervisor'], ['p90', 'overdue']),
    step('asked', 'extension-requested', ['department-reply'], ['deputy-leader'])
  ]
})
const drivers = Contact.parse({ id: 'transport', name: '交通处', role: 'handler', departmentId: 'transport' })
const handler = person('承办人戊', ['handler'], 'safety')

let desk: StagedDesk
let notices: MemoryNotices
let clock: ManualClock
beforeEach(() => {
  desk = new StagedDesk()
  notices = new MemoryNotices()
})

/** Sweeps by an engine that remembers nothing. */
async function sweep(when: Instant | string): Promise<void> {
  clock = new ManualClock(when.includes('T') ? (when as Instant) : moment(when))
  const engine = createSweep({
    writer: desk.writer,
    notices,
    mentions: { get: () => Promise.resolve(null) },
    contacts: [...contacts, drivers],
    channels: { dashboard: { reach: () => ({ address: null }) } },
    clock,
    logger: new RecordingLogger(),
    requested: () => undefined,
    seen: () => undefined
  })
  expect((await engine.all()).failed).toBe(0)
}

const about = (part: string): string[] =>
  notices
    .notices()
    .flatMap(({ recipient, reason, title }) =>
      reason.includes(part) ? [`${recipient.contactId} ${reason} ${title.split('：')[0]?.split('｜')[1]}`] : []
    )
const phases = (): string[] => desk.document.events.flatMap(({ body }) => (body.type === 'stage-phase-reached' ? [`${body.id} ${body.phase}`] : []))

describe('the ladder speaks of a staged clock', () => {
  it('only where a step names it, each phase once and in order however often it is looked', async () => {
    await desk.open('II', '2026-10-01 22:00', { under: policy })
    for (let minute = 0; minute <= 70; minute++) {
      await sweep(addMs(moment('2026-10-01 22:00'), minute * minuteMs))
      await sweep(addMs(moment('2026-10-01 22:00'), minute * minuteMs))
    }
    expect(phases()).toEqual([
      'report-up/phone p50',
      'report-up/phone p75',
      'report-up/phone p90',
      'report-up/phone overdue',
      'report-up/written p50',
      'report-up/written p75',
      'report-up/written p90',
      'report-up/written overdue'
    ])
    expect(about('report-up')).toEqual([
      'desk call-soon:phase:report-up/phone:p50 上报·电话报告时限已过50%',
      'desk call-soon:phase:report-up/phone:p75 上报·电话报告时限已过75%',
      'desk call-soon:phase:report-up/phone:p90 上报·电话报告时限已过90%',
      'inspectors report-late:phase:report-up/phone:overdue 上报·电话报告已超时',
      'inspectors report-late:phase:report-up/written:overdue 上报·书面报告已超时'
    ])
  })

  it('a late start is at once overdue: one notice, which says that it began late', async () => {
    await desk.open('II', '2026-10-02 04:00', { detected: '2026-10-01 22:00', under: policy })
    await sweep('2026-10-02 04:00')
    const late = notices.notices().filter(({ reason }) => reason.includes('report-up/phone'))
    expect(late.map(({ recipient, title }) => [recipient.contactId, title.includes('上报·电话报告已超时')])).toEqual([
      ['desk', true],
      ['inspectors', true]
    ])
    expect(late[0]?.body).toContain('开始计时的那一刻已经超过时限')
    expect(late[0]?.body).toContain('起算：发现时间 2026-10-01 22:00')
  })

  it('says nothing of what was done in time', async () => {
    await desk.open('II', '2026-10-01 22:00', { under: policy })
    const call = { calledAt: moment('2026-10-01 22:05'), reporter: '甲', receiver: '市委值班室', note: '' }
    await desk.act('2026-10-01 22:06', officer, (state, context) => reportByPhone(state, call, context))
    await sweep('2026-10-01 22:40')
    expect(about('report-up/phone')).toEqual([])
  })

  it('a release that came between reading and writing leaves no phase behind it', async () => {
    await desk.open('II', '2026-10-01 22:00', { under: policy })
    notices.request = async (asked) => {
      const call = { calledAt: moment('2026-10-01 22:31'), reporter: '甲', receiver: '市委值班室', note: '' }
      Reflect.deleteProperty(notices, 'request')
      await desk.act('2026-10-01 22:32', officer, (state, context) => reportByPhone(state, call, context))
      return await notices.request(asked)
    }
    await sweep('2026-10-01 22:32')
    expect(phases().filter((line) => line.startsWith('report-up/phone'))).toEqual([])
  })
})

describe('a department hears of its own reply', () => {
  beforeEach(async () => {
    await desk.open('III', '2026-09-10 09:00', { under: policy })
    await desk.act('2026-09-10 10:00', officer, (state, context) => assign(state, { departments: [safety, transport], instruction: '' }, context))
  })

  it('when it is given out, and when it is late', async () => {
    await sweep('2026-09-10 10:00')
    expect(about(':started')).toEqual([
      'safety given:phase:department-reply/notice/safety:started 部门答复·知晓性回应（安全处）开始计时',
      'transport given:phase:department-reply/notice/transport:started 部门答复·知晓性回应（交通处）开始计时',
      'safety given:phase:department-reply/answer/safety:started 部门答复·实质答复（安全处）开始计时',
      'transport given:phase:department-reply/answer/transport:started 部门答复·实质答复（交通处）开始计时'
    ])
    await sweep('2026-09-10 13:00')
    expect(about('notice/safety:overdue').map((line) => line.split(' ')[0])).toEqual(['safety', 'inspectors'])
  })

  it('an extension that is asked for reaches who may grant it; granted, what lies ahead again is told again', async () => {
    const stage = 'department-reply/answer/safety'
    await sweep('2026-09-17 14:10')
    await desk.act('2026-09-17 14:20', handler, (state, context) => requestExtension(state, { stage, reason: '须检测' }, context))
    await sweep('2026-09-17 14:20')
    expect(about('asked')).toEqual(['deputy asked:phase:department-reply/answer/safety:extension 部门答复·实质答复（安全处）申请延期，待批准'])
    await desk.act('2026-09-17 14:30', leader, (state, context) =>
      approveExtension(state, { stage, reason: '同意', calendar: shippedCalendar }, context)
    )
    await sweep('2026-09-18 08:00')
    await sweep('2026-09-20 18:00')
    expect(phases().filter((line) => line.startsWith(stage))).toEqual([
      `${stage} p50`,
      `${stage} p75`,
      `${stage} p90`,
      `${stage} p75`,
      `${stage} p90`,
      `${stage} overdue`
    ])
    expect(new Set(notices.notices().map(({ id }) => id)).size).toBe(notices.notices().length)
  })
})

describe('a deadline that could not be told', () => {
  it('starts to run by itself once the calendar is there', async () => {
    await desk.open('III', '2026-12-29 09:00', { under: policy })
    await desk.act('2026-12-29 10:00', officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
    await sweep('2026-12-29 10:01')
    expect(desk.document.state.unstartedStages).toHaveLength(1)
    desk.calendar = { ...shippedCalendar, years: new Set([2025, 2026, 2027]) }
    await sweep('2026-12-29 10:02')
    expect(desk.document.state.unstartedStages).toBeUndefined()
    expect(desk.clock('department-reply/answer/safety').dueAt).toBe(moment('2027-01-05 18:00'))
  })
})
