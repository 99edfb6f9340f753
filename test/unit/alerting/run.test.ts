import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { scaledClock, systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { sha256, strongRandom } from '../../../adapters/hash.ts'
import { createChannels } from '../../../alerting/channels/create-channels.ts'
import { startAlerting, type Alerting, type AlertingDeps } from '../../../alerting/run.ts'
import type { Clock } from '../../../core/clock.ts'
import { machine } from '../../../core/actor.ts'
import { findFault } from '../../../core/incident/chain.ts'
import { headHash, type IncidentDocument } from '../../../core/incident/state.ts'
import { create, update, type IncidentWriter } from '../../../core/incident/update.ts'
import { addMs, dayMs, hourMs } from '../../../core/instant.ts'
import { readLastSweep } from '../../../core/last-sweep.ts'
import { DutyRoster } from '../../../core/duty-roster.ts'
import type { Policy } from '../../../core/policy.ts'
import type { Stores } from '../../../core/ports.ts'
import { contacts, ladder, opened } from '../../support/alerting-ladder.ts'
import { defined, until } from '../../support/alerting-notices.ts'
import { WebhookSink } from '../../support/alerting-sinks.ts'
import { RecordingLogger } from '../../support/alerting-stores.ts'
import { anchor, at } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'
import { noneReached } from '../../support/notices.ts'

/* Every step also speaks over the webhook, so that what leaves the program can be counted. */
const policy = { ...ladder, escalation: ladder.escalation.map((step) => ({ ...step, channels: ['dashboard', 'hook'] })) }

let directory: string
let sink: WebhookSink
let url: string
const running: { close(): Promise<void> }[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wanglou-alerting-'))
  sink = new WebhookSink()
  url = await sink.open()
})

afterEach(async () => {
  vi.useRealTimers()
  for (const one of running.splice(0)) await one.close()
  await sink.close()
  await rm(directory, { recursive: true })
})

async function openStores(clock: Clock = systemClock): Promise<Stores> {
  const stores = await openEmbedded({ directory, clock, lock: false })
  running.unshift(stores)
  return stores
}

function writerOn(stores: Stores, fetchedElapsedMs: number | null = null): IncidentWriter {
  return {
    store: stores.incidents,
    sha256,
    announce: ({ id, version }) =>
      stores.log.append('incidents', [{ key: id, value: JSON.stringify({ schema: 1, incidentId: id, version, fetchedElapsedMs }) }])
  }
}

function alertingOn(stores: Stores, more: Partial<Pick<AlertingDeps, 'clock' | 'holder' | 'leaseMs' | 'duty' | 'steps'>> = {}): Alerting {
  const clock = more.clock ?? systemClock
  const alerting = startAlerting({
    stores,
    writer: writerOn(stores),
    contacts,
    clock,
    logger: new RecordingLogger(),
    random: strongRandom,
    sha256,
    holder: 'a',
    drill: true,
    channels: createChannels({ hook: { type: 'webhook', enabled: true, url, secret: 'geheim' } }, { drill: true, clock, env: {}, baseUrl: null }),
    ...more
  })
  running.unshift(alerting)
  return alerting
}

async function openIncident(writer: IncidentWriter, clock: Clock = systemClock, ladderOfIncident: Policy = policy): Promise<IncidentDocument> {
  return create(
    writer,
    'inc-1',
    { at: clock.now(), actor: machine('pipeline'), cause: 'open' },
    opened('I', [anchor('occurred', clock.now())], { policy: ladderOfIncident, drill: true }),
    null
  )
}

const ids = (): unknown[] => sink.posts.map(({ headers }) => headers['x-wanglou-notice-id'])

describe('alerting on the real engine', () => {
  test('tells of a new incident over every channel, measures itself, seals the timeline, and comes to rest', async () => {
    const stores = await openStores()
    const alerting = alertingOn(stores)
    await openIncident(writerOn(stores, 1234))
    await until(() => alerting.idle())
    expect(await stores.notices.counts()).toEqual({ ...noneReached, requested: 4, accepted: 4 })
    expect(new Set(ids()).size).toBe(2)
    expect(ids()).toHaveLength(2)
    const rows = await stores.notices.list({ limit: 10 })
    expect(rows.map(({ notice }) => notice.fetchedElapsedMs)).toEqual([1234, 1234, 1234, 1234])
    expect(rows.every(({ handedElapsedMs }) => handedElapsedMs !== null)).toBe(true)
    const document = await stores.incidents.get('inc-1')
    expect(document?.events.at(-1)?.body).toMatchObject({
      type: 'escalated',
      step: 'new-major:opened',
      reached: ['值班室（dashboard、hook）', '安监处（dashboard、hook）'],
      unreachable: []
    })
    const seals = (await stores.audit.read(0, 100)).filter(({ action }) => action === 'seal')
    expect(seals.at(-1)?.detail).toBe(`inc-1 v${document?.version} ${document === null ? '' : headHash(document)}`)
  })

  test('shows to every process that it sweeps', async () => {
    const stores = await openStores()
    expect(await readLastSweep(stores.crawl)).toBeNull()
    const begunMs = systemClock.elapsedMs()
    alertingOn(stores)
    await until(async () => (await readLastSweep(stores.crawl)) !== null)
    expect(await readLastSweep(stores.crawl)).toBeGreaterThanOrEqual(begunMs)
  })

  test('by a roster tells who is on duty now, and in the evening of what tomorrow lacks', async () => {
    const clock = scaledClock({ realStartMs: Date.now(), civilStart: at('18:00', '2026-09-07'), speed: 1 })
    const stores = await openStores(clock)
    const roster = DutyRoster.parse({
      id: 'desk',
      name: '值班室',
      source: '测试',
      shifts: [
        { id: 'day', name: '白班', on: ['workday'], from: '08:30', to: '17:30', people: ['chief'] },
        { id: 'night', name: '夜班', on: ['monday'], from: '17:30', to: '08:30', people: ['analysts'] }
      ]
    })
    const alerting = alertingOn(stores, { clock, duty: { rosters: [roster], calendar: shippedCalendar } })
    const [step] = ladder.escalation
    await openIncident(writerOn(stores), clock, { ...ladder, escalation: [{ ...defined(step), to: ['roster:desk'], channels: ['dashboard'] }] })
    await until(() => alerting.idle())
    const rows = await stores.notices.list({ limit: 10 })
    expect(rows.map(({ notice }) => `${notice.recipient.contactId} ${notice.reason}`).sort()).toEqual([
      'analysts new-major:opened',
      'deputy duty:2026-09-08',
      'desk duty:2026-09-08'
    ])
  })

  test('finds an incident whose hint was lost, when it starts', async () => {
    const stores = await openStores()
    await openIncident({ ...writerOn(stores), announce: () => Promise.resolve() })
    const alerting = alertingOn(stores)
    await until(() => alerting.idle())
    expect((await stores.notices.counts()).accepted).toBe(4)
  })

  test('goes on sweeping when the machine’s clock is set back by hours or forward by decades', async () => {
    const stores = await openStores()
    alertingOn(stores)
    await until(async () => (await readLastSweep(stores.crawl)) !== null)
    for (const ms of [-2 * hourMs, 50 * 365 * dayMs]) {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
      const silent = { ...writerOn(stores), announce: () => Promise.resolve() }
      const { requested } = await stores.notices.counts()
      const bodies = opened('I', [anchor('occurred', systemClock.now())], { policy })
      await create(silent, `inc-${ms}`, { at: systemClock.now(), actor: machine('pipeline'), cause: 'open' }, bodies, null)
      await until(async () => (await readLastSweep(stores.crawl)) === Date.now())
      await until(async () => (await stores.notices.counts()).requested > requested)
      // Forward by decades the first one is overdue, too.
      expect((await stores.notices.counts()).requested).toBeGreaterThanOrEqual(requested + 4)
      vi.useRealTimers()
    }
  }, 10_000)

  test('seals an incident that ended while nobody looked and whose hint was lost, once', async () => {
    const stores = await openStores()
    const silent = { ...writerOn(stores), announce: () => Promise.resolve() }
    await openIncident(silent)
    const ended = await update(silent, 'inc-1', { at: systemClock.now(), actor: machine('pipeline'), cause: 'end' }, () => [
      { type: 'dismissed', reason: '误报', secondedBy: null }
    ])
    for (const holder of ['a', 'b']) {
      const alerting = alertingOn(stores, { holder })
      await until(() => alerting.idle())
      await running.splice(running.indexOf(alerting), 1)[0]?.close()
    }
    const seals = (await stores.audit.read(0, 100)).filter(({ action }) => action === 'seal')
    expect(seals.map(({ detail }) => detail)).toEqual([`inc-1 v2 ${headHash(ended)}`])
  })

  test('sends what a killed sender held when its lease ends, marked and counted', async () => {
    const stores = await openStores()
    await openIncident(writerOn(stores))
    const first = alertingOn(stores)
    await until(() => first.idle())
    await running.splice(running.indexOf(first), 1)[0]?.close()
    const [row] = await stores.notices.list({ channel: 'hook', limit: 1 })
    await stores.notices.request([{ ...defined(row).notice, id: 'held', title: '【演练】被持有' }])
    await stores.notices.claim({ holder: 'killed', channels: ['hook'], nowElapsedMs: systemClock.elapsedMs(), leaseMs: 300, limit: 1 })
    const second = alertingOn(stores, { holder: 'b' })
    await until(() => second.idle())
    const [sent] = sink.posts.filter(({ headers }) => headers['x-wanglou-notice-id'] === 'held')
    expect(sent?.headers['x-wanglou-possible-duplicate']).toBe('true')
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({ title: '【演练】【可能重复】被持有' })
    expect(await stores.notices.counts()).toMatchObject({ accepted: 5, possibleDuplicates: 1 })
  })

  test('two processes’ worth of alerting on one folder through 48 fast hours: each phase and each notice once', async () => {
    const now = systemClock.now()
    /* Two civil days in a dozen real seconds. */
    const clock = scaledClock({ realStartMs: systemClock.elapsedMs(), civilStart: now, speed: 15_000 })
    const [one, two] = [await openStores(clock), await openStores(clock)]
    const first = alertingOn(one, { clock })
    const second = alertingOn(two, { clock, holder: 'b' })
    /* From its opening: on a machine that is busy whole days pass until both processes are up. */
    const { state } = await openIncident(writerOn(one), clock)
    await until(() => clock.now() >= addMs(state.openedAt, 49 * hourMs))
    await until(async () => (await first.idle()) && (await second.idle()))
    const document = await one.incidents.get('inc-1')
    const phases = document?.events.flatMap(({ body }) => (body.type === 'countdown-phase-reached' ? [`${body.kind} ${body.phase}`] : [])) ?? []
    expect(phases.toSorted()).toEqual([
      'authoritative-release m10',
      'authoritative-release overdue',
      'authoritative-release p50',
      'authoritative-release p75',
      'authoritative-release p90',
      'press-conference overdue',
      'press-conference p50',
      'press-conference p75',
      'press-conference p90'
    ])
    expect(findFault(sha256, document?.events ?? [])).toBeNull()
    expect(new Set(ids()).size).toBe(ids().length)
    const counts = await one.notices.counts()
    expect(counts).toEqual({ ...noneReached, requested: counts.requested, accepted: counts.requested })
  })
})
