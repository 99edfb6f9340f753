import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { createDutyWarnings } from '../../../alerting/duty-warnings.ts'
import { DutyRoster } from '../../../core/duty-roster.ts'
import { minuteMs } from '../../../core/instant.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { contacts, ways } from '../../support/alerting-ladder.ts'
import { MemoryNotices, RecordingLogger } from '../../support/alerting-stores.ts'
import { at } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'

/** Nights of Tuesday 8 September 2026 are without anybody. */
const desk = DutyRoster.parse({
  id: 'desk',
  name: '值班室',
  source: '测试值班安排',
  shifts: [{ id: 'all', name: '全天', on: ['workday', 'weekend', 'holiday'], from: '08:30', to: '08:30', people: ['desk'] }],
  absences: [{ who: 'desk', substitute: null, from: '2026-09-08 17:30', to: '2026-09-09 08:30', reason: '病假' }]
})

class Evening {
  readonly notices = new MemoryNotices()
  readonly logger = new RecordingLogger()
  readonly clock = new ManualClock(at('17:00', '2026-09-07'))
  roster = desk
  who = contacts
  drill = false
  watch = this.start()

  start(): ReturnType<typeof createDutyWarnings> {
    return createDutyWarnings({
      notices: this.notices,
      contacts: this.who,
      duty: { rosters: [this.roster], calendar: shippedCalendar },
      steps: [],
      channels: Object.fromEntries(Object.entries(ways).map(([id, reach]) => [id, { reach }])),
      clock: this.clock,
      logger: this.logger,
      sha256,
      drill: this.drill,
      requested: () => {}
    })
  }

  async minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute++) {
      this.clock.advance(minuteMs)
      await this.watch.look()
    }
  }
}

describe('a gap of tomorrow', () => {
  test('is told the night before, once to each post that the roster names', async () => {
    const evening = new Evening()
    await evening.minutes(59)
    expect(evening.notices.notices()).toEqual([])
    await evening.minutes(120)
    expect(evening.notices.notices().map(({ recipient, channel, title }) => `${recipient.contactId} ${channel} ${title}`)).toEqual([
      'desk dashboard 值班缺口：值班室 2026-09-08',
      'deputy dashboard 值班缺口：值班室 2026-09-08'
    ])
    expect(evening.notices.notices()[0]?.body).toContain('2026-09-08 17:30 至 2026-09-09 00:00 无人值班：应值班的都不在岗且无人替班：desk 病假')
  })

  test('is told no second time after a restart', async () => {
    const evening = new Evening()
    await evening.minutes(65)
    evening.watch = evening.start()
    await evening.minutes(5)
    expect(evening.notices.notices()).toHaveLength(2)
    expect(evening.notices.asked).toBe(4)
  })

  test('is told again when a new configuration leaves another one', async () => {
    const evening = new Evening()
    await evening.minutes(65)
    evening.roster = DutyRoster.parse({ ...desk, absences: [{ ...desk.absences[0], from: '2026-09-08 20:00' }] })
    evening.watch = evening.start()
    await evening.minutes(2)
    expect(evening.notices.notices()).toHaveLength(4)
  })

  test('that nobody can be told of is logged as an error, once', async () => {
    const evening = new Evening()
    evening.who = contacts.filter(({ role }) => role === 'leader')
    evening.watch = evening.start()
    await evening.minutes(70)
    expect(evening.notices.notices()).toEqual([])
    expect(evening.logger.lines.filter((line) => JSON.stringify(line).includes('nobody can be told'))).toHaveLength(1)
  })

  test('carries the drill mark in a drill', async () => {
    const evening = new Evening()
    evening.drill = true
    evening.watch = evening.start()
    await evening.minutes(61)
    expect(evening.notices.notices()[0]).toMatchObject({ drill: true, title: '【演练】值班缺口：值班室 2026-09-08' })
  })
})

test('a roster in order says nothing, evening after evening', async () => {
  const evening = new Evening()
  evening.roster = DutyRoster.parse({ ...desk, absences: [] })
  evening.watch = evening.start()
  await evening.minutes(3 * 24 * 60)
  expect(evening.notices.asked).toBe(0)
})
