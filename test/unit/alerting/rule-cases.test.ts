import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { createDutyWarnings } from '../../../alerting/duty-warnings.ts'
import { createSweep } from '../../../alerting/sweep.ts'
import { DutyRoster } from '../../../core/duty-roster.ts'
import { update } from '../../../core/incident/update.ts'
import { hourMs, minuteMs } from '../../../core/instant.ts'
import { Policy } from '../../../core/policy.ts'
import { SurgePolicy } from '../../../core/surge.ts'
import { isWorkingDay } from '../../../core/working-calendar.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { SweepWorld } from '../../support/alerting-engine.ts'
import { contacts, graded, ladder, opened, ways } from '../../support/alerting-ladder.ts'
import { MemoryNotices } from '../../support/alerting-stores.ts'
import { SurgeWorld } from '../../support/alerting-surge.ts'
import { anchor, at, document, officer } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'

/*
 * The cases of the rules that concern escalation, surge, mute and delivery, each by its name. Those that a channel or a release
 * decides stand beside it: `channels/*.test.ts` (errcode in an HTTP 200, twenty a minute), `releases.test.ts`.
 */

const noon = at('12:00')

function world(): SweepWorld {
  const made = new SweepWorld(noon)
  made.put(document(opened('I', [anchor('occurred', noon)]), noon))
  return made
}

/** A process on the same stores whose clock is its own. */
function processWith(here: SweepWorld, clock: ManualClock): ReturnType<typeof createSweep> {
  return createSweep({
    writer: here.writer,
    incidents: here.incidents,
    notices: here.notices,
    mentions: { get: () => Promise.resolve(null) },
    contacts,
    channels: Object.fromEntries(Object.entries(ways).map(([id, reach]) => [id, { reach }])),
    clock,
    logger: here.logger,
    requested: () => {},
    seen: () => {}
  })
}

function doubled(here: SweepWorld): string[] {
  const reasons = here.reasons()
  return reasons.filter((reason, index) => reasons.indexOf(reason) !== index)
}

describe('cases worth a test', () => {
  test('engine killed between state write and send: exactly one visible notice, or a marked possible duplicate', async () => {
    const here = new SurgeWorld(null)
    const [asked] = await here.ask(1, { grade: 'I' })
    const claimed = await here.notices.claim({
      holder: 'killed',
      channels: ['mail'],
      nowElapsedMs: here.clock.elapsedMs(),
      leaseMs: 10_000,
      limit: 1
    })
    expect(claimed).toHaveLength(1)
    here.clock.advance(10_000)
    here.process()
    await here.settled()
    await here.close()
    expect(here.sent.map(({ row }) => [row.notice.id, row.possibleDuplicate])).toEqual([[asked?.id, true]])
  })

  test('engine off across the 75 % and 90 % marks: one merged late warning, both marks logged with their lateness', async () => {
    const here = world()
    await here.engine().all()
    here.clock.advance(2.5 * hourMs)
    await here.engine().all()
    here.clock.advance(2.1 * hourMs)
    await here.engine().all()
    const late = here.notices.notices().filter(({ requestedAt, recipient }) => requestedAt === here.clock.now() && recipient.contactId === 'deputy')
    expect(late).toHaveLength(1)
    expect(late[0]?.body).toContain('迟到的提醒：时限已过75%（应于 2031-03-12 15:45 提醒，迟51分）；时限已过90%（应于 2031-03-12 16:30 提醒，迟6分）')
    expect(here.phases().slice(-2)).toEqual(['authoritative-release p75', 'authoritative-release p90'])
    expect(here.lateness().map((ms) => Math.round(ms / minuteMs))).toEqual([0, 51, 6])
  })

  test('clock stepped back two hours on one of two nodes: nothing early, nothing double', async () => {
    const here = world()
    const [one, other] = [new ManualClock(noon), new ManualClock(at('10:00'))]
    const engines = [processWith(here, one), processWith(here, other)]
    for (let minute = 0; minute < 6 * 60; minute++) {
      for (const engine of engines) await engine.all()
      one.advance(minuteMs)
      other.advance(minuteMs)
    }
    expect(here.phases()).toEqual(['p50', 'p75', 'p90', 'm10', 'overdue'].map((phase) => `authoritative-release ${phase}`))
    expect(doubled(here)).toEqual([])
  })

  test('clock stepped forward two hours on one node and put right: what it told early is told once, and no clock ends by it', async () => {
    const here = world()
    const clock = new ManualClock(noon)
    const engine = processWith(here, clock)
    await engine.all()
    clock.advance(hourMs)
    clock.set(at('15:00'))
    await engine.all()
    clock.set(at('13:00'))
    for (let minute = 0; minute < 5 * 60; minute++) {
      await engine.all()
      clock.advance(minuteMs)
    }
    expect(here.phases().filter((phase) => phase.startsWith('authoritative'))).toHaveLength(5)
    expect(doubled(here)).toEqual([])
    expect(here.get().state.countdowns.map(({ settled }) => settled)).toEqual([null, null])
  })

  test('two engines, one deadline: one event', async () => {
    const here = world()
    here.clock.advance(2.5 * hourMs)
    await Promise.all([here.engine().all(), here.engine().all(), here.engine().all()])
    expect(here.phases()).toEqual(['authoritative-release p50'])
    expect(doubled(here)).toEqual([])
  })

  test('the store goes away during a sweep and comes back as another: what was due is told then, once', async () => {
    const here = world()
    const engine = here.engine()
    here.clock.advance(2.5 * hourMs)
    const put = here.incidents.put.bind(here.incidents)
    here.incidents.put = () => Promise.reject(new Error('failover'))
    expect((await engine.all()).failed).toBe(1)
    here.incidents.put = put
    here.clock.advance(1000)
    await engine.all()
    expect(here.phases()).toEqual(['authoritative-release p50'])
    expect(doubled(here)).toEqual([])
  })

  test('policy edited mid-incident: the running incident is unchanged, a new one follows the new policy', async () => {
    const here = world()
    await here.engine().all()
    const [step] = ladder.escalation
    const edited = Policy.parse({ ...ladder, version: 'edited', escalation: [{ ...step, to: ['supervisor'], channels: ['dashboard'] }] })
    const second = document(opened('I', [anchor('occurred', noon)], { policy: edited }), noon)
    here.put({ ...second, id: 'inc-new', state: { ...second.state, id: 'inc-new' } })
    here.clock.advance(11 * minuteMs)
    await here.engine().all()
    const told = (id: string): string[] =>
      here.notices.notices().flatMap(({ subject, recipient }) => (subject.id === id ? [recipient.contactId] : []))
    expect(told('inc-test')).toEqual(['desk', 'desk', 'safety', 'safety', 'deputy'])
    expect(told('inc-new')).toEqual(['inspectors'])
  })

  test('re-grade 较大→重大 at +4 h with the anchor of the event: the 5 h clock shows one hour left, never five', async () => {
    const here = new SweepWorld(noon)
    here.put(document(opened('III', [anchor('occurred', noon)]), noon))
    here.clock.advance(4 * hourMs)
    await update(here.writer, 'inc-test', { at: here.clock.now(), actor: officer, cause: 'raise' }, ({ policy }) => [
      graded('II'),
      ...policy.countdowns.filter(({ grades }) => grades.includes('II')).map((rule) => ({ type: 'countdown-started' as const, rule }))
    ])
    const release = here.get().state.countdowns.find(({ kind }) => kind === 'authoritative-release')
    expect([release?.anchor.at, release?.dueAt]).toEqual([noon, at('17:00')])
  })

  test('a signature never stops a statutory clock', async () => {
    const here = world()
    await update(here.writer, 'inc-test', { at: noon, actor: officer, cause: 'sign' }, () => [{ type: 'acknowledged', note: '' }])
    here.clock.advance(5 * hourMs)
    await here.engine().all()
    expect(here.phases()).toContain('authoritative-release overdue')
    expect(here.reasons()).toContain('chief dashboard overdue:phase:authoritative-release:overdue')
  })

  test('3,000 notices in one minute: no more than so many to a person, the rest told as one when the hour ends, none lost', async () => {
    const here = new SurgeWorld(SurgePolicy.parse({ perPersonPerHour: 12, keptForMajor: 4, source: '测试' }))
    await here.ask(3000)
    const running = here.process()
    await here.settled()
    const within = here.sent.length
    here.clock.advance(hourMs)
    for (let looks = 0; looks < 3; looks++) {
      await running.look()
      await here.settled()
      here.clock.advance(10_000)
    }
    await here.close()
    const told = new Set(here.sent.flatMap(({ row: { notice } }) => [notice.id, ...(notice.covers ?? [])]))
    expect(within).toBe(8)
    expect(here.notices.notices().filter(({ id }) => !told.has(id))).toEqual([])
  })

  test('a mute ends with the incident open: an immediate notice', async () => {
    const here = new SurgeWorld(null)
    here.incidents.documents.set('inc-test', document(opened('III', [anchor('occurred', noon)]), noon))
    const running = here.process()
    await here.ask(1)
    await here.settled()
    await here.mute({ kind: 'incident', incidentId: 'inc-test' }, 45)
    here.clock.advance(45 * minuteMs)
    await running.look()
    await here.settled()
    await here.close()
    expect(here.sent.at(-1)?.row.notice.title).toBe('【静音已结束】1 件仍未办结')
    expect(here.sent.at(-1)?.at).toBe(at('12:45'))
  })

  test('nobody reachable on level two: warned the night before, skipped at run time with the reason recorded, and level three is told', async () => {
    const roster = DutyRoster.parse({
      id: 'leaders',
      name: '带班领导',
      source: '测试',
      shifts: [{ id: 'all', name: '全天', on: ['workday', 'weekend', 'holiday'], from: '08:30', to: '08:30', people: ['deputy'] }],
      absences: [{ who: 'deputy', substitute: null, from: '2026-09-08 08:30', to: '2026-09-09 08:30', reason: '病假' }]
    })
    const [first] = ladder.escalation
    const level = (id: string, afterMinutes: number, to: string): unknown => ({
      ...first,
      id,
      on: 'unacknowledged',
      afterMinutes,
      to: [to],
      channels: ['dashboard']
    })
    const policy = Policy.parse({
      ...ladder,
      escalation: [level('one', 0, 'duty-officer'), level('two', 10, 'roster:leaders'), level('three', 20, 'leader')]
    })
    const duty = { rosters: [roster], calendar: shippedCalendar }
    const channels = Object.fromEntries(Object.entries(ways).map(([id, reach]) => [id, { reach }]))
    const warned = new MemoryNotices()
    const evening = new ManualClock(at('18:00', '2026-09-07'))
    const logger = new SweepWorld(noon).logger
    await createDutyWarnings({
      notices: warned,
      contacts,
      duty,
      steps: policy.escalation,
      channels,
      clock: evening,
      logger,
      sha256,
      drill: false,
      requested: () => {}
    }).look()
    expect(warned.notices()[0]?.body).toContain('无人值班：应值班的都不在岗且无人替班：deputy 病假')

    const morning = at('10:00', '2026-09-08')
    const here = new SweepWorld(morning)
    here.put(document(opened('I', [anchor('occurred', morning)], { policy }), morning))
    const clock = new ManualClock(at('10:30', '2026-09-08'))
    await createSweep({
      writer: here.writer,
      incidents: here.incidents,
      notices: here.notices,
      mentions: { get: () => Promise.resolve(null) },
      contacts,
      duty,
      channels,
      clock,
      logger,
      requested: () => {},
      seen: () => {}
    }).all()
    const steps = here.get().events.flatMap(({ body }) => (body.type === 'escalated' ? [body] : []))
    const second = steps.find(({ step }) => step.startsWith('two:'))
    expect(second?.words).toContain('无人可通知，已跳过此级')
    expect(second?.unreachable.join()).toContain('带班领导')
    expect(here.notices.notices().map(({ recipient }) => recipient.contactId)).toEqual(['desk', 'chief'])
  })

  test('10,000 overdue incidents swept in one pass', async () => {
    const here = new SweepWorld(noon)
    here.put(document(opened('III', [anchor('occurred', noon)]), noon))
    here.clock.advance(47 * hourMs)
    await here.engine().all()
    const one = here.get()
    for (let number = 1; number < 10_000; number++) here.put({ ...one, id: `inc-${number}`, state: { ...one.state, id: `inc-${number}` } })
    here.clock.advance(hourMs)
    const report = await here.engine().all()
    expect([report.looked, report.failed]).toEqual([10_000, 0])
    const overdue = [...here.incidents.documents.values()].filter(({ events }) =>
      events.some(({ body }) => body.type === 'countdown-phase-reached' && body.phase === 'overdue')
    )
    expect(overdue).toHaveLength(10_000)
  })

  test('a 调休 Sunday counts as a working day, National Day does not', () => {
    expect(isWorkingDay(shippedCalendar, '2026-09-20')).toBe(true)
    expect(isWorkingDay(shippedCalendar, '2026-10-01')).toBe(false)
  })
})

describe('the zone and the summer time of the machine', () => {
  const before = process.env['TZ']
  beforeAll(() => {
    process.env['TZ'] = 'America/New_York'
  })
  afterAll(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  test.each(['2031-03-09', '2031-11-02'])('change nothing on %s, when clocks there are put forward or back', async (day) => {
    const start = at('12:00', day)
    const here = new SweepWorld(start)
    here.put(document(opened('I', [anchor('occurred', start)]), start))
    const engine = here.engine()
    for (let minute = 0; minute <= 24 * 60; minute++) {
      await engine.all()
      here.clock.advance(minuteMs)
    }
    expect(here.phases()).toHaveLength(9)
    expect(Math.max(...here.lateness())).toBeLessThan(minuteMs)
    expect(doubled(here)).toEqual([])
  })
})
