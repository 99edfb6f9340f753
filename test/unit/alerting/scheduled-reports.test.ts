import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { createScheduledReports, type ScheduledReportsDeps } from '../../../alerting/reports/scheduled-reports.ts'
import type { Clock } from '../../../core/clock.ts'
import { Contact } from '../../../core/department.ts'
import type { Instant } from '../../../core/instant.ts'
import { readReports } from '../../../core/reports/report-book.ts'
import { ReportTime } from '../../../core/reports/report-settings.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { at } from '../../support/incidents.ts'
import { reportDay, reportDesk, type ReportDesk } from '../../support/report-desk.ts'

const leader = Contact.parse({ id: 'leader', name: '主要领导', role: 'leader', email: 'leader@unit.example' })
const officer = Contact.parse({ id: 'officer', name: '值班席', role: 'duty-officer' })
const daily = ReportTime.parse({ kind: 'daily', at: '08:30', to: ['leader'], channels: ['mail'] })

function scheduleOf(desk: ReportDesk, now: Instant, more: Partial<ScheduledReportsDeps> = {}) {
  const clock: Clock = { now: () => now, elapsedMs: () => Date.parse(now), speed: 1 }
  return createScheduledReports({
    schedule: [daily],
    make: (request, actor) => desk.reports.make(request, actor),
    shelf: desk.stores.crawl,
    notices: desk.stores.notices,
    leases: desk.stores.leases,
    holder: 'one',
    contacts: [leader],
    channels: {
      dashboard: { reach: () => ({ address: null }) },
      mail: { reach: ({ email }) => (email === null ? { unreachable: '没有邮箱' } : { address: email }) }
    },
    clock,
    sha256,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    drill: false,
    requested: () => undefined,
    ...more
  })
}

describe('reports that are due', { timeout: 120_000 }, () => {
  it('are made once and sent once, with their files, however often it is looked, and after a restart', async () => {
    const desk = await reportDesk({ pdf: false })
    try {
      const now = at('08:30', reportDay)
      const first = scheduleOf(desk, now)
      expect(await first.look()).toBe(1)
      expect(await first.look()).toBe(0)
      expect(await scheduleOf(desk, now, { holder: 'two' }).look()).toBe(0)
      const [record, ...others] = await readReports(desk.stores.crawl, desk.clock.elapsedMs())
      expect(others).toEqual([])
      expect(record).toMatchObject({ kind: 'daily', cause: `schedule:daily:${reportDay}`, madeBy: { kind: 'machine', part: 'alerting' } })
      const notices = await desk.stores.notices.list({ limit: 10 })
      expect(notices.map(({ notice }) => notice)).toMatchObject([
        { channel: 'mail', recipient: { address: 'leader@unit.example' }, title: '日报：3月13日网络舆情日报', link: '/reports' }
      ])
      expect(notices[0]?.notice.attachments).toEqual(record?.files.map(({ key, name }) => ({ key, name })))
    } finally {
      await desk.close()
    }
  })

  it('go, where two lines of the schedule name one paper, to the people of both', async () => {
    const desk = await reportDesk({ pdf: false })
    try {
      const others = ReportTime.parse({ kind: 'daily', at: '09:00', to: ['deputy'], channels: ['mail'] })
      const deputy = Contact.parse({ id: 'deputy', name: '分管领导', role: 'deputy-leader', email: 'deputy@unit.example' })
      const more = { schedule: [daily, others], contacts: [leader, deputy] }
      const clock = new ManualClock(at('08:30', reportDay))
      const reports = scheduleOf(desk, clock.now(), { ...more, clock })
      await reports.look()
      clock.set(at('09:00', reportDay))
      await reports.look()
      const today = (await desk.stores.notices.list({ limit: 10 })).filter(({ notice }) => notice.title.includes('3月13日'))
      expect(today.map(({ notice }) => notice.recipient.contactId).toSorted()).toEqual(['deputy', 'leader'])
    } finally {
      await desk.close()
    }
  })

  it('are told of to the desk where they cannot be made, hold up no other, and are made once they can be', async () => {
    const desk = await reportDesk({ pdf: false })
    try {
      let broken = true
      const clock = new ManualClock(at('08:30', reportDay))
      const weekly = ReportTime.parse({ kind: 'weekly', weekday: 'thursday', at: '08:30', to: ['leader'], channels: ['mail'] })
      const reports = scheduleOf(desk, clock.now(), {
        schedule: [daily, weekly],
        contacts: [leader, officer],
        clock,
        make: (request, actor) => (request.kind === 'daily' && broken ? Promise.reject(new Error('浏览器不见了')) : desk.reports.make(request, actor))
      })
      expect(await reports.look()).toBe(1)
      expect(await desk.stores.notices.list({ limit: 10 })).toMatchObject([{ notice: { title: '周报：2031年第11周网络舆情周报' } }])
      clock.advance(10_000)
      expect(await reports.look()).toBe(0)
      const [told, ...more] = (await desk.stores.notices.list({ limit: 10 })).filter(({ notice }) => notice.channel === 'dashboard')
      expect(more).toEqual([])
      expect(told?.notice).toMatchObject({ recipient: { contactId: 'officer' }, title: '日报未能生成，仍在重试', link: '/reports' })
      expect(told?.notice.body).toContain('浏览器不见了')
      broken = false
      expect(await reports.look()).toBe(0)
      clock.advance(60_000)
      expect(await reports.look()).toBe(1)
    } finally {
      await desk.close()
    }
  })

  it('say whom the schedule names and no address reaches', async () => {
    const desk = await reportDesk({ pdf: false })
    try {
      const deputy = Contact.parse({ id: 'deputy', name: '分管领导', role: 'deputy-leader' })
      const time = ReportTime.parse({ ...daily, to: ['leader', 'deputy'] })
      await scheduleOf(desk, at('08:30', reportDay), { schedule: [time], contacts: [leader, deputy, officer] }).look()
      const told = (await desk.stores.notices.list({ limit: 10 })).find(({ notice }) => notice.channel === 'dashboard')
      expect(told?.notice).toMatchObject({ recipient: { contactId: 'officer' }, title: '日报有人送不到' })
      expect(told?.notice.body).toContain('分管领导（mail）：没有邮箱')
    } finally {
      await desk.close()
    }
  })

  it('are not made up for a time before the first start, and are for one in which nothing ran', async () => {
    const desk = await reportDesk({ pdf: false })
    try {
      const clock = new ManualClock(at('10:00', reportDay))
      expect(await scheduleOf(desk, clock.now(), { clock }).look()).toBe(0)
      clock.set(at('09:10', '2031-03-14'))
      expect(await scheduleOf(desk, clock.now(), { clock }).look()).toBe(1)
      expect(await readReports(desk.stores.crawl, clock.elapsedMs())).toMatchObject([{ cause: 'schedule:daily:2031-03-14' }])
    } finally {
      await desk.close()
    }
  })

  it('wait while another process makes them', async () => {
    const desk = await reportDesk({ pdf: false })
    try {
      const now = at('08:30', reportDay)
      await desk.stores.leases.acquire('reports', 'other', Date.parse(now), 30_000)
      expect(await scheduleOf(desk, now).look()).toBe(0)
      expect(await readReports(desk.stores.crawl, Date.parse(now))).toEqual([])
    } finally {
      await desk.close()
    }
  })
})
