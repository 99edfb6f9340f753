import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { createScheduledReports, type ScheduledReportsDeps } from '../../../alerting/reports/scheduled-reports.ts'
import type { Clock } from '../../../core/clock.ts'
import { Contact } from '../../../core/department.ts'
import type { Instant } from '../../../core/instant.ts'
import { readReports } from '../../../core/reports/report-book.ts'
import { ReportTime } from '../../../core/reports/report-settings.ts'
import { at } from '../../support/incidents.ts'
import { reportDay, reportDesk, type ReportDesk } from '../../support/report-desk.ts'

const leader = Contact.parse({ id: 'leader', name: '主要领导', role: 'leader', email: 'leader@unit.example' })
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
    channels: { mail: { reach: ({ email }) => (email === null ? { unreachable: '没有邮箱' } : { address: email }) } },
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
