import { sha256 } from '../../adapters/hash.ts'
import { createSweep, type Sweep } from '../../alerting/sweep.ts'
import type { Clock } from '../../core/clock.ts'
import { CountdownRule, phasesOf } from '../../core/countdown.ts'
import { ConflictError, RetryableError } from '../../core/errors.ts'
import type { IncidentEventBody } from '../../core/incident/events.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import { create, update, type IncidentWriter } from '../../core/incident/update.ts'
import { addMs, hourMs, minuteMs, type Instant } from '../../core/instant.ts'
import type { NoticeRow } from '../../core/notice.ts'
import type { EventLog, IncidentLooks, IncidentStore, NoticeStore } from '../../core/ports.ts'
import { machine } from '../../core/actor.ts'
import { ManualClock } from './alerting-clock.ts'
import { contacts, ladder, opened, ways } from './alerting-ladder.ts'
import { defined } from './alerting-notices.ts'
import { RecordingLogger } from './alerting-stores.ts'
import { anchor, at, evidenceOf, officer } from './incidents.ts'
import { Turns } from './schedule-turns.ts'
import type { Death, Deed, MomentPlan, ReplicaPlan, Schedule } from './schedules.ts'

/** The stores as one process sees them. Shared by many worlds, each of which has an incident and channels of its own. */
export interface SchedulePlace {
  readonly incidents: IncidentStore & IncidentLooks
  readonly notices: Pick<NoticeStore, 'request' | 'claim' | 'settle' | 'list'>
  /** Where hints are written, which nobody reads: as if each were lost. */
  readonly log?: Pick<EventLog, 'append'>
}

/** What came of a schedule: the timeline, the outbox, and what reached the channels. */
export interface ScheduleEnd {
  readonly document: IncidentDocument
  readonly rows: readonly NoticeRow[]
  readonly arrivals: readonly { readonly id: string; readonly marked: boolean }[]
}

const noon = at('12:00')
/** After this nothing of any schedule is left to come. */
const theEnd = addMs(noon, 200 * hourMs)
const leaseMs = 10_000
/** A clock whose phases fall between those of the others. */
const between = CountdownRule.parse({ kind: 'report-up', hours: 8, grades: ['I', 'III'], stopsWith: '书面报告', source: '测试' })

/** Plays a schedule upon stores, then lets a sound process finish what is left, as after the last restart. */
export async function playSchedule(name: string, places: readonly SchedulePlace[], plan: Schedule): Promise<ScheduleEnd> {
  const world = new ScheduleWorld(name, places, plan)
  await world.open()
  for (const moment of world.inOrder()) await world.play(moment)
  return world.finish()
}

class ScheduleWorld {
  readonly #id: string
  readonly #places: readonly SchedulePlace[]
  readonly #plan: Schedule
  readonly #turns: Turns
  readonly #clock = new ManualClock(noon)
  readonly #channels: readonly string[]
  readonly #arrivals: { id: string; marked: boolean }[] = []
  /** Processes that live from moment to moment; a dead one is replaced when it is next asked for. */
  readonly #replicas = new Map<number, Replica>()
  #before: IncidentDocument | null = null
  #deeds = 0

  constructor(name: string, places: readonly SchedulePlace[], plan: Schedule) {
    this.#id = `inc-${name}`
    this.#places = places
    this.#plan = plan
    this.#turns = new Turns(plan.order)
    this.#channels = Object.keys(ways).map((way) => `${way}-${name}`)
  }

  async open(): Promise<void> {
    const escalation = ladder.escalation.map((step) => ({ ...step, channels: step.channels.map((way) => this.#channelOf(way)) }))
    const { grade, happenedMs } = this.#plan
    const bodies: IncidentEventBody[] = [
      ...opened(grade, [anchor('occurred', addMs(noon, -happenedMs), 'person')], { policy: { ...ladder, escalation } }),
      { type: 'countdown-started', rule: between }
    ]
    const change = { at: noon, actor: machine('pipeline'), cause: 'open' }
    await insist(() => create(this.#writer(this.#place(0).incidents), this.#id, change, bodies, null))
  }

  /** Moments by the boundary that they lie at. */
  inOrder(): readonly { readonly at: Instant; readonly plan: MomentPlan }[] {
    const boundaries = this.#boundaries()
    return this.#plan.moments
      .map((plan) => ({ at: addMs(defined(boundaries[plan.boundary % boundaries.length]), plan.besideMs), plan }))
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  }

  async play({ at: moment, plan }: { readonly at: Instant; readonly plan: MomentPlan }): Promise<void> {
    this.#clock.advance(Math.max(0, Date.parse(moment) - Date.parse(this.#clock.now())))
    if (plan.deed !== null) await this.#act(plan.deed)
    const now = await insist(() => this.#place(0).incidents.get(this.#id))
    await Promise.all(plan.replicas.map((replica, index) => this.#sweep(index, replica)))
    this.#before = now
    if (plan.courier !== null) await this.#deliver(plan.courier.death)
  }

  async finish(): Promise<ScheduleEnd> {
    this.#clock.set(theEnd)
    const sound: ReplicaPlan = { skewMs: 0, death: null, stale: false }
    this.#replicas.clear()
    // The second finds what the first brought about, if it brought about anything that it should not.
    for (let sweep = 0; sweep < 2; sweep++) while (!(await this.#sweep(0, sound)));
    // What a dead one had in hand comes back when its lease ends.
    do this.#clock.advance(leaseMs)
    while ((await this.#deliver(null)) > 0)
    const { incidents, notices } = this.#place(0)
    const document = defined(await insist(() => incidents.get(this.#id)))
    return { document, rows: await insist(() => notices.list({ subjectId: this.#id, limit: 1000 })), arrivals: this.#arrivals }
  }

  #place(index: number): SchedulePlace {
    return defined(this.#places[index % this.#places.length])
  }

  #channelOf(way: string): string {
    return defined(this.#channels.find((channel) => channel.startsWith(`${way}-`)))
  }

  #writer(store: IncidentStore): IncidentWriter {
    const { log } = this.#place(0)
    return { store, sha256, announce: async ({ id }) => log?.append('incidents', [{ key: id, value: id }]) }
  }

  /** When steps and phases fall due, as the plan's own anchor has it. */
  #boundaries(): Instant[] {
    const rules = [...ladder.countdowns.filter(({ grades }) => grades.includes(this.#plan.grade)), between]
    const phases = rules.flatMap((rule) => {
      const happened = addMs(noon, -this.#plan.happenedMs)
      return phasesOf({ rule, anchor: anchor('occurred', happened), dueAt: addMs(happened, rule.hours * hourMs) })
    })
    const steps = [noon, addMs(noon, 10 * minuteMs), addMs(noon, 15 * minuteMs)]
    return [...steps, ...phases.map(({ at: phaseAt }) => phaseAt)].filter((boundary) => boundary >= noon).toSorted()
  }

  async #act(deed: Deed): Promise<void> {
    const writer = this.#writer(this.#place(0).incidents)
    const at = this.#clock.now()
    const change = { at, actor: officer, cause: `deed-${this.#deeds++}` }
    const decide = ({ countdowns, eventGrade, opinionGrade }: IncidentState): IncidentEventBody[] => {
      const anchorAt = defined(countdowns[0]).anchor.at
      const bodies: Readonly<Record<Deed, IncidentEventBody>> = {
        sign: { type: 'acknowledged', note: '' },
        confirm: { type: 'grade-confirmed', eventGrade, opinionGrade, reason: '属实', secondedBy: null },
        release: { type: 'release-recorded', evidence: evidenceOf('https://gov.example/1', at) },
        'anchor-later': { type: 'anchor-set', anchor: anchor('occurred', addMs(anchorAt, 90 * minuteMs), 'person') },
        'anchor-earlier': { type: 'anchor-set', anchor: anchor('occurred', addMs(anchorAt, -90 * minuteMs), 'person') }
      }
      return [bodies[deed]]
    }
    await insist(() => update(writer, this.#id, change, decide))
  }

  /** Whether it went through to its end: a store may be too busy. */
  async #sweep(index: number, plan: ReplicaPlan): Promise<boolean> {
    const known = this.#replicas.get(index)
    const replica = known === undefined || known.isDead ? this.#start(index) : known
    this.#replicas.set(index, replica)
    replica.plan = plan
    replica.calls = 0
    replica.staleRead = plan.stale ? this.#before : null
    try {
      return (await replica.sweep.all()).failed === 0
    } catch (error) {
      if (!(error instanceof Killed || error instanceof RetryableError)) throw error
      return false
    }
  }

  #start(index: number): Replica {
    const place = this.#place(index)
    const call = <T>(work: () => Promise<T>): Promise<T> => this.#turns.take(() => mortal(replica, work))
    const store: IncidentStore = {
      list: (filter) => place.incidents.list(filter),
      openIds: () => place.incidents.openIds(),
      get: (id) =>
        call(async () => {
          const stale = replica.staleRead
          replica.staleRead = null
          return stale ?? (await place.incidents.get(id))
        }),
      put: (document, version) => call(() => place.incidents.put(document, version))
    }
    /* Of the incidents of many worlds only its own. */
    const looks: IncidentLooks = {
      dueIds: (now) => call(async () => (await place.incidents.dueIds(now)).filter((id) => id === this.#id)),
      openAfter: (id) =>
        call(async () =>
          id === null ? (await place.incidents.openAfter(justBefore(this.#id), 1)).filter(({ document }) => document.id === this.#id) : []
        ),
      noteLookAt: (document) => call(() => place.incidents.noteLookAt(document))
    }
    const skewed: Clock = {
      now: () => addMs(this.#clock.now(), replica.plan.skewMs),
      elapsedMs: () => this.#clock.elapsedMs() + replica.plan.skewMs,
      speed: 1
    }
    const replica: Replica = {
      plan: { skewMs: 0, death: null, stale: false },
      calls: 0,
      staleRead: null,
      isDead: false,
      sweep: createSweep({
        writer: this.#writer(store),
        incidents: looks,
        notices: { request: (notices) => call(() => place.notices.request(notices)) },
        mentions: { get: () => Promise.resolve(null) },
        contacts,
        channels: Object.fromEntries(Object.entries(ways).map(([way, reach]) => [this.#channelOf(way), { reach }])),
        clock: skewed,
        logger: new RecordingLogger(),
        requested: () => {},
        seen: () => {}
      })
    }
    return replica
  }

  /** Takes what is due to the channels and settles it; one who dies leaves a row that comes back when its lease ends. How many he took. */
  async #deliver(death: Death | null): Promise<number> {
    const { notices } = this.#place(1)
    const nowElapsedMs = this.#clock.elapsedMs()
    const claimed = await insist(() => notices.claim({ holder: 'courier', channels: this.#channels, nowElapsedMs, leaseMs, limit: 100 }))
    let calls = 0
    for (const { row, fence } of claimed) {
      const dies = ++calls === death?.call
      if (!dies || death.done) this.#arrivals.push({ id: row.notice.id, marked: row.possibleDuplicate })
      if (dies) break
      const outcome = { state: 'accepted' as const, receipt: 'fake', handedElapsedMs: nowElapsedMs, at: this.#clock.now() }
      await insist(() => notices.settle(row.notice.id, fence, outcome)).catch((error: unknown) => {
        // An answer that was lost: settled after all, or it comes back, marked.
        if (!(error instanceof ConflictError)) throw error
      })
    }
    return claimed.length
  }
}

interface Replica {
  readonly sweep: Sweep
  plan: ReplicaPlan
  calls: number
  staleRead: IncidentDocument | null
  isDead: boolean
}

/** What a store that is too busy refuses is asked again; a conflict is an answer. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof RetryableError) || error instanceof ConflictError || tries >= 20) throw error
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

function justBefore(id: string): string {
  return `${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) - 1)}~`
}

class Killed extends Error {}

/** From its death on a replica does nothing, and hears nothing. */
async function mortal<T>(replica: Replica, work: () => Promise<T>): Promise<T> {
  const { death } = replica.plan
  const dies = !replica.isDead && ++replica.calls === death?.call
  if (dies && death.done) await work()
  replica.isDead ||= dies
  if (replica.isDead) throw new Killed('killed')
  return work()
}
