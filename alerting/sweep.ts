import { machine } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { Contact } from '../core/department.ts'
import type { DutyBook } from '../core/duty-roster.ts'
import { noticesDue, type NoticesDue } from '../core/escalation.ts'
import { clockOf } from '../core/escalation-phases.ts'
import type { IncidentDocument, IncidentState } from '../core/incident/state.ts'
import { update, updateEach, type IncidentWriter, type Step } from '../core/incident/update.ts'
import type { Instant } from '../core/instant.ts'
import { runsUntil } from '../core/ladder-clock.ts'
import { lookAtOf, type LookAt } from '../core/look-at.ts'
import type { IncidentLooks, Logger, MentionStore, NoticeStore } from '../core/ports.ts'
import type { Channel } from './channels/channel.ts'
import { createRounds } from './rounds.ts'

export interface SweepDeps {
  readonly writer: IncidentWriter
  readonly incidents: IncidentLooks
  readonly notices: Pick<NoticeStore, 'request'>
  readonly mentions: Pick<MentionStore, 'get'>
  readonly contacts: readonly Contact[]
  readonly duty?: DutyBook
  readonly channels: Readonly<Record<string, Pick<Channel, 'reach'>>>
  readonly clock: Clock
  readonly logger: Logger
  /** Notices are durable: the outbox may look. */
  readonly requested: () => void
  /** Each document that the sweep reads, before anything is decided. */
  readonly seen: (document: IncidentDocument) => void
}

export interface SweepReport {
  readonly at: Instant
  readonly elapsedMs: number
  readonly tookMs: number
  /** Incidents of which something was due. */
  readonly looked: number
  readonly notices: number
  readonly failed: number
}

export interface Sweep {
  /** What is due of all open incidents. The sweep begins after the call: one that is under way may have passed what fell due meanwhile. */
  all(): Promise<SweepReport>
  /** These incidents, now. */
  some(hints: ReadonlyMap<string, number | null>): Promise<void>
  busy(): boolean
}

/** Each waits for three commits of the store, which those at work share. */
const atOnce = 100

/** What a look works from. */
interface Glance {
  /** The document; read when not given. */
  readonly document?: IncidentDocument
  readonly fetchedElapsedMs: number | null
  /** Whether the store should not have this moment for the next look. */
  readonly isWrong: (lookAt: LookAt) => boolean
}

/**
 * Deadlines are data: each look recomputes from the stored timeline what is due at this civil moment, and the store tells which
 * incidents have anything due, by a moment that is written with each version of them. Nothing is kept in memory.
 */
export function createSweep(deps: SweepDeps): Sweep {
  const { incidents, clock, logger } = deps
  const inHand = new Map<string, Promise<number>>()
  let sweeping: Promise<SweepReport> | null = null
  let next: Promise<SweepReport> | null = null
  const tally = { notices: 0, failed: 0 }
  let due: ReadonlySet<string> = new Set()
  const rounds = createRounds(incidents, clock, async (page) => {
    const others = page.filter(({ document: { id } }) => !due.has(id))
    await inTurn(others, ({ document, lookAt }) =>
      tryLook(document.id, { document, fetchedElapsedMs: null, isWrong: (follows) => follows !== lookAt })
    )
  })

  /** One look at a time for each incident, so that a tick and a hint do not do the same work twice. */
  function look(id: string, glance: Glance): Promise<number> {
    const before = inHand.get(id) ?? Promise.resolve(0)
    const mine = before
      .catch(() => 0)
      .then(() => lookAtOne(deps, id, glance))
      .finally(() => {
        if (inHand.get(id) === mine) inHand.delete(id)
      })
    inHand.set(id, mine)
    return mine
  }

  async function tryLook(id: string, glance: Glance): Promise<void> {
    try {
      tally.notices += await look(id, glance)
    } catch (error) {
      tally.failed += 1
      logger.error({ incident: id, error: String(error) }, 'an incident could not be swept')
    }
  }

  async function sweepAll(): Promise<SweepReport> {
    const at = clock.now()
    const elapsedMs = clock.elapsedMs()
    Object.assign(tally, { notices: 0, failed: 0 })
    due = new Set(await incidents.dueIds(at))
    await inTurn([...due], (id) => tryLook(id, { fetchedElapsedMs: null, isWrong: (follows) => follows > clock.now() }))
    await rounds.goOn()
    return { at, elapsedMs, tookMs: clock.elapsedMs() - elapsedMs, looked: due.size, ...tally }
  }

  function begin(): Promise<SweepReport> {
    sweeping = sweepAll().finally(() => (sweeping = null))
    return sweeping
  }

  return {
    all() {
      if (sweeping === null) return begin()
      next ??= sweeping
        .catch(() => undefined)
        .then(() => {
          next = null
          // Another began since the call: it serves as well.
          return sweeping ?? begin()
        })
      return next
    },
    async some(hints) {
      await inTurn([...hints], ([id, fetchedElapsedMs]) => look(id, { fetchedElapsedMs, isWrong: () => false }))
    },
    busy: () => sweeping !== null || inHand.size > 0
  }
}

async function lookAtOne(deps: SweepDeps, id: string, glance: Glance): Promise<number> {
  const { writer, notices, contacts, duty, channels, clock } = deps
  const document = glance.document ?? (await writer.store.get(id))
  if (document === null) return 0
  deps.seen(document)
  if (document.state.status !== 'open') return 0
  const now = clock.now()
  await startWaiting(deps, document, now)
  const reach = Object.fromEntries(Object.entries(channels).map(([name, channel]) => [name, channel.reach]))
  const fetchedElapsedMs = glance.fetchedElapsedMs ?? (await foundingFetch(deps, document))
  const due = noticesDue({
    document,
    contacts,
    ...(duty === undefined ? {} : { duty }),
    channels: reach,
    now,
    sha256: writer.sha256,
    fetchedElapsedMs
  })
  /* First the notices, then the events: a crash between finds the same notices due again, and their ids make them the same. */
  const added = due.notices.length === 0 ? [] : await notices.request(due.notices)
  if (added.length > 0) deps.requested()
  const after = await record(deps, document, due, now)
  if (after === document && glance.isWrong(lookAtOf(document))) await deps.incidents.noteLookAt(document)
  return added.length
}

/** A deadline that could not be told for want of a calendar starts to run once there is one. Nothing is lost by trying. */
async function startWaiting({ writer }: SweepDeps, { id, state, events }: IncidentDocument, at: Instant): Promise<void> {
  const { follow } = writer
  if (follow === undefined || (state.unstartedStages ?? []).length === 0) return
  if (follow({ before: state, bodies: [], after: state, events }).length === 0) return
  const cause = `stages:${id}:${events.length}`
  await update(writer, id, { at, actor: machine('alerting'), cause }, (now, timeline) =>
    follow({ before: now, bodies: [], after: now, events: timeline })
  )
}

/** All of it in one write, so that no phase stands on the timeline without those who were told of it. */
async function record(
  { writer }: SweepDeps,
  document: IncidentDocument,
  { phases, escalations }: NoticesDue,
  at: Instant
): Promise<IncidentDocument> {
  if (phases.length + escalations.length === 0) return document
  const actor = machine('alerting')
  const steps: Step[] = [
    ...phases.map(({ cause, body }) => ({
      change: { at, actor, cause },
      decide: (state: IncidentState) => (isRunning(state, clockOf(body), body.dueAt) ? [body] : [])
    })),
    ...escalations.map(({ cause, body, phase }) => ({
      change: { at, actor, cause },
      decide: (state: IncidentState) => ((phase === null ? state.status === 'open' : isRunning(state, phase.kind, phase.dueAt)) ? [body] : [])
    }))
  ]
  return updateEach(writer, document, steps)
}

/** Between reading and writing a release may have stopped the clock, or a person moved its anchor: then the phase was none. */
function isRunning(state: IncidentState, kind: string, dueAt: Instant): boolean {
  return state.status === 'open' && runsUntil(state, kind, dueAt)
}

/** Where no hint says when the news was fetched (a tick was faster), the founding mention does, until the opening was told. */
async function foundingFetch({ mentions }: SweepDeps, { events, state }: IncidentDocument): Promise<number | null> {
  if (state.foundingMentionId === null || events.some(({ body }) => body.type === 'escalated')) return null
  return (await mentions.get(state.foundingMentionId))?.mention.fetchedElapsedMs ?? null
}

/** All of them, a few at a time. The first failure is thrown after the rest is done. */
async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  const failures: unknown[] = []
  const rest = items.values()
  await Promise.all(
    Array.from({ length: Math.min(atOnce, items.length) }, async () => {
      for (const item of rest) {
        try {
          results.push(await work(item))
        } catch (error) {
          failures.push(error)
        }
      }
    })
  )
  if (failures.length > 0) throw failures[0]
  return results
}
