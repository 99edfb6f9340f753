import { machine } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { Contact } from '../core/department.ts'
import type { DutyBook } from '../core/duty-roster.ts'
import { nextMoment, noticesDue, type NoticesDue } from '../core/escalation.ts'
import type { IncidentDocument, IncidentState } from '../core/incident/state.ts'
import { updateEach, type IncidentWriter, type Step } from '../core/incident/update.ts'
import type { Instant } from '../core/instant.ts'
import type { Logger, MentionStore, NoticeStore } from '../core/ports.ts'
import type { Channel } from './channels/channel.ts'

export interface SweepDeps {
  readonly writer: IncidentWriter
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
  /** Open incidents, and how many of them had to be read. */
  readonly open: number
  readonly looked: number
  readonly notices: number
  readonly failed: number
}

export interface Sweep {
  /** All open incidents. Reads those that are due, were never read, or were read too long ago. */
  all(): Promise<SweepReport>
  /** These incidents, now. */
  some(hints: ReadonlyMap<string, number | null>): Promise<void>
  busy(): boolean
}

/** A document not read for so long is read again, a twentieth of all in one tick: a lost hint costs about 20 s, no deadline. */
const rereadMs = 10_000
const rereadShare = 20
const atOnce = 32

/** When an incident must be looked at next; null: only a change can make something due. */
interface Plan {
  readonly next: Instant | null
  readonly readElapsedMs: number
}

/**
 * Deadlines are data: each look recomputes from the stored timeline what is due at this civil moment. What it keeps in
 * memory only spares reading; losing it costs nothing.
 */
export function createSweep(deps: SweepDeps): Sweep {
  const { writer, clock, logger } = deps
  const plans = new Map<string, Plan>()
  const inHand = new Map<string, Promise<number>>()
  let sweeping: Promise<SweepReport> | null = null

  /** One look at a time for each incident, so that a tick and a hint do not do the same work twice. */
  function look(id: string, fetchedElapsedMs: number | null): Promise<number> {
    const before = inHand.get(id) ?? Promise.resolve(0)
    const mine = before
      .catch(() => 0)
      .then(() => lookAt(deps, plans, id, fetchedElapsedMs))
      .finally(() => {
        if (inHand.get(id) === mine) inHand.delete(id)
      })
    inHand.set(id, mine)
    return mine
  }

  /** What is due or unknown; and of what was read long ago a share, so that thousands are not read again in one second. */
  function toLookAt(ids: readonly string[]): string[] {
    const now = clock.now()
    const due = ids.filter((id) => {
      const plan = plans.get(id)
      return plan === undefined || (plan.next !== null && plan.next <= now)
    })
    const known = new Set(due)
    const stale = ids.filter((id) => !known.has(id) && clock.elapsedMs() - (plans.get(id)?.readElapsedMs ?? 0) >= rereadMs)
    return [...due, ...stale.slice(0, Math.ceil(ids.length / rereadShare))]
  }

  async function sweepAll(): Promise<SweepReport> {
    const at = clock.now()
    const elapsedMs = clock.elapsedMs()
    const ids = await writer.store.openIds()
    forgetClosed(plans, ids)
    const due = toLookAt(ids)
    const results = await inTurn(due, async (id) => {
      try {
        return await look(id, null)
      } catch (error) {
        logger.error({ incident: id, error: String(error) }, 'an incident could not be swept')
        return null
      }
    })
    return {
      at,
      elapsedMs,
      tookMs: clock.elapsedMs() - elapsedMs,
      open: ids.length,
      looked: due.length,
      notices: results.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      failed: results.filter((count) => count === null).length
    }
  }

  return {
    all() {
      sweeping ??= sweepAll().finally(() => (sweeping = null))
      return sweeping
    },
    async some(hints) {
      await inTurn([...hints], ([id, fetchedElapsedMs]) => look(id, fetchedElapsedMs))
    },
    busy: () => sweeping !== null || inHand.size > 0
  }
}

async function lookAt(deps: SweepDeps, plans: Map<string, Plan>, id: string, hintedElapsedMs: number | null): Promise<number> {
  const { writer, notices, contacts, duty, channels, clock } = deps
  const document = await writer.store.get(id)
  if (document === null) return 0
  deps.seen(document)
  if (document.state.status !== 'open') {
    plans.delete(id)
    return 0
  }
  const now = clock.now()
  const reach = Object.fromEntries(Object.entries(channels).map(([name, channel]) => [name, channel.reach]))
  const fetchedElapsedMs = hintedElapsedMs ?? (await foundingFetch(deps, document))
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
  plans.set(id, { next: nextMoment(after), readElapsedMs: clock.elapsedMs() })
  return added.length
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
      decide: (state: IncidentState) => (isRunning(state, body.kind, body.dueAt) ? [body] : [])
    })),
    ...escalations.map(({ cause, body, phase }) => ({
      change: { at, actor, cause },
      decide: (state: IncidentState) => ((phase === null ? state.status === 'open' : isRunning(state, phase.kind, phase.dueAt)) ? [body] : [])
    }))
  ]
  return updateEach(writer, document.id, steps)
}

/** Between reading and writing a release may have stopped the clock, or a person moved its anchor: then the phase was none. */
function isRunning(state: IncidentState, kind: string, dueAt: Instant): boolean {
  return (
    state.status === 'open' &&
    state.countdowns.some((countdown) => countdown.kind === kind && countdown.settled === null && countdown.dueAt === dueAt)
  )
}

/** Where no hint says when the news was fetched (a tick was faster), the founding mention does, until the opening was told. */
async function foundingFetch({ mentions }: SweepDeps, { events, state }: IncidentDocument): Promise<number | null> {
  if (state.foundingMentionId === null || events.some(({ body }) => body.type === 'escalated')) return null
  return (await mentions.get(state.foundingMentionId))?.mention.fetchedElapsedMs ?? null
}

function forgetClosed(plans: Map<string, Plan>, open: readonly string[]): void {
  const known = new Set(open)
  for (const id of plans.keys()) if (!known.has(id)) plans.delete(id)
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
