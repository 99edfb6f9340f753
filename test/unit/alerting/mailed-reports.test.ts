import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { sha256, strongRandom } from '../../../adapters/hash.ts'
import { createSignLinks } from '../../../adapters/sign-links.ts'
import { createChannels } from '../../../alerting/channels/create-channels.ts'
import { startOutbox } from '../../../alerting/outbox.ts'
import { createScheduledReports } from '../../../alerting/reports/scheduled-reports.ts'
import { Contact } from '../../../core/department.ts'
import { minuteMs } from '../../../core/instant.ts'
import { readReports } from '../../../core/reports/report-book.ts'
import { ReportTime } from '../../../core/reports/report-settings.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { defined, until } from '../../support/alerting-notices.ts'
import { RecordingLogger } from '../../support/alerting-stores.ts'
import { at } from '../../support/incidents.ts'
import { findAiosmtpd, RealSmtp } from '../../support/real-smtp.ts'
import { reportDay, reportDesk, type ReportDesk } from '../../support/report-desk.ts'

const found = findAiosmtpd()
if ('missing' in found) console.warn(`mailing papers over a real server is not tested: ${found.missing}`)

const contact = (id: string, email: string | null = null, role = 'leader') => Contact.parse({ id, name: id, role, email })
const people = [
  contact('leader', 'leader@desk.example.invalid'),
  contact('gone', 'nobody@desk.example.invalid'),
  contact('busy', 'busy@desk.example.invalid'),
  contact('officer', null, 'duty-officer')
]

describe.skipIf('missing' in found)('a 日报 that is due, over aiosmtpd', { timeout: 120_000 }, () => {
  let server: RealSmtp
  let port: number
  let desk: ReportDesk
  let clock: ManualClock
  beforeAll(async () => {
    server = new RealSmtp('python' in found ? found.python : '')
    port = await server.open()
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    desk = await reportDesk({ pdf: false })
    clock = new ManualClock(at('08:30', reportDay))
  })
  afterEach(() => desk.close())

  /** What a process has: the schedule and the outbox, with none of what another process knew. */
  function start(holder: string, to: readonly string[]) {
    const signLinks = createSignLinks({ key: 'k'.repeat(32), validHours: 24, publicUrl: 'https://desk.example.invalid' })
    const mail = { type: 'smtp', enabled: true, host: '127.0.0.1', port, secure: false, from: 'wanglou@desk.example.invalid' }
    const channels = createChannels(
      { mail },
      { drill: true, clock: systemClock, env: {}, baseUrl: 'https://desk.example.invalid', signLinks, evidence: desk.stores.evidence }
    )
    const { notices } = desk.stores
    const logger = new RecordingLogger()
    const outbox = startOutbox({ notices, channels, clock: systemClock, logger, random: strongRandom, holder, pollMs: 20 })
    const reports = createScheduledReports({
      schedule: [ReportTime.parse({ kind: 'daily', at: '08:30', to, channels: ['mail'] })],
      make: (request, actor) => desk.reports.make(request, actor),
      shelf: desk.stores.crawl,
      notices,
      leases: desk.stores.leases,
      holder,
      contacts: people,
      channels: { ...channels, dashboard: { reach: () => ({ address: null }) } },
      clock,
      sha256,
      logger,
      drill: false,
      requested: () => outbox.wake()
    })
    return { reports, outbox }
  }

  test('arrives with its files, byte for byte, and after a restart not again', async () => {
    const before = server.mails.length
    const first = start('one', ['leader'])
    await first.reports.look()
    await until(() => server.mails.length > before)
    await first.outbox.close()

    const [record] = await readReports(desk.stores.crawl, clock.elapsedMs())
    const mail = defined(server.mails[before])
    expect(mail.to).toEqual(['leader@desk.example.invalid'])
    expect(mail.subject).toBe('日报：3月13日网络舆情日报')
    expect(mail.attachments).toEqual([
      {
        name: '3月13日网络舆情日报.docx',
        type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        sha256: record?.files.find(({ format }) => format === 'docx')?.key
      },
      {
        name: '3月13日网络舆情日报.xlsx',
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        sha256: record?.files.find(({ format }) => format === 'xlsx')?.key
      }
    ])

    const second = start('two', ['leader'])
    expect(await second.reports.look()).toBe(0)
    await until(async () => (await desk.stores.notices.list({ limit: 10 })).every(({ state }) => state === 'accepted'))
    await second.outbox.close()
    expect(server.mails.length).toBe(before + 1)
    expect(await readReports(desk.stores.crawl, clock.elapsedMs())).toHaveLength(1)
  })

  test('was made and the process ended before it was sent: the next one sends it', async () => {
    const before = server.mails.length
    const first = start('one', ['leader'])
    await first.outbox.close()
    await first.reports.look()
    expect(server.mails.length).toBe(before)

    const second = start('two', ['leader'])
    await second.reports.look()
    await until(() => server.mails.length > before)
    await second.outbox.close()
    expect(server.mails).toHaveLength(before + 1)
  })

  test('does not get to somebody: the desk is told, and a server that is busy is asked again', async () => {
    const { reports, outbox } = start('one', ['gone', 'busy'])
    await reports.look()
    const rows = async () => await desk.stores.notices.list({ limit: 20 })
    await until(async () => (await rows()).some(({ state }) => state === 'dead'))
    await until(async () => (await rows()).some(({ state, attempts }) => state === 'queued' && attempts > 1))
    clock.advance(11 * minuteMs)
    await reports.look()
    await reports.look()
    await outbox.close()

    const told = (await rows()).filter(({ notice }) => notice.recipient.contactId === 'officer').map(({ notice }) => notice)
    expect(told.map(({ title }) => title).toSorted()).toEqual(['日报没有送到busy（mail）', '日报没有送到gone（mail）'])
    expect(told.find(({ title }) => title.includes('gone'))?.body).toContain('已停止重试：')
    expect(told.find(({ title }) => title.includes('busy'))?.body).toMatch(/试了 \d+ 次仍没有送到，继续重试：.*451/)
  })
})
