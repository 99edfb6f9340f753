import { setMaxListeners } from 'node:events'
import { WanglouError } from '../../core/errors.ts'
import { fetchFaultClass } from '../../core/fetch-fault-class.ts'
import { minuteMs } from '../../core/instant.ts'
import { interactions, type Mention } from '../../core/mention.ts'
import type { IncidentStore, MentionStore, Running } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'
import type { RevisitSettings } from '../../core/revisit-settings.ts'
import type { CrawlerDeps } from '../run.ts'
import { visitBeside } from '../visit.ts'
import { chooseRevisits, type Candidate } from './choose.ts'
import { HourBudget } from './hour-budget.ts'
import { observationOf } from './observation.ts'
import type { Look } from './revisit.ts'
import { wayBackTo, type WayBack } from './revisit-mention.ts'
import { afterLook, firstLook, RevisitState, type Looked } from './rhythm.ts'

export interface RevisitDeps extends CrawlerDeps {
  readonly incidents: Pick<IncidentStore, 'list'>
  readonly mentions: Pick<MentionStore, 'ofIncidents'>
  readonly settings: RevisitSettings
  /** Real milliseconds between two rounds, and between two readings of what is open. */
  readonly roundMs?: number
  readonly refreshMs?: number
}

interface Followed {
  readonly stored: StoredMention
  readonly way: WayBack
  readonly urgency: number
  state: RevisitState
}

const lease = { name: 'revisits', ms: 30_000 }
const shelf = 'revisits'
const atOnce = 4
/** Addresses of a host that went missing before any other of it was seen again: then the site has moved, not so many posts been deleted. */
const mostUnwitnessed = 2

/**
 * 复访: posts of open incidents are looked at again on the rhythm of their growth, by one process at a time. What a look brings is an observation
 * like any other. `idle` says nothing of it: there is always a next look.
 */
export function startRevisits(deps: RevisitDeps): Running {
  const { settings, clock, logger } = deps
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  const sources = new Map(deps.sources.map((source) => [source.id, source]))
  const budget = new HourBudget({ ofHost: settings.mostPerHostAnHour, inAll: settings.mostAnHour })
  const hosts = new Map<string, { seen: number; missing: Set<string> }>()
  /** What a kind wants to know at its next look, by source. */
  const memories = new Map<string, Map<string, string>>()
  let followed = new Map<string, Followed>()
  let readAtMs = Number.NEGATIVE_INFINITY
  let wake: (() => void) | null = null

  function memoryOf(sourceId: string): Map<string, string> {
    const memory = memories.get(sourceId) ?? new Map<string, string>()
    memories.set(sourceId, memory)
    return memory
  }

  /** What is open now. What was remembered of a mention is read once, by whoever holds the lease. */
  async function refresh(): Promise<void> {
    const open = await deps.incidents.list({ status: ['open'], limit: settings.incidents })
    const next = new Map<string, Followed>()
    for (const [urgency, { id, state }] of open.entries()) {
      if (stop.signal.aborted) return
      // More than are followed, so that the most discussed are among them.
      const rows = await deps.mentions.ofIncidents([id, ...state.absorbed], settings.mentionsAnIncident * 5)
      for (const stored of worthwhile(rows, settings.mentionsAnIncident)) {
        const { mention } = stored
        const way = wayBackTo(mention, sources)
        if (way === null || next.has(mention.id)) continue
        next.set(mention.id, { stored, way, urgency, state: withOthersLooks(await stateOf(stored), stored, settings) })
      }
    }
    followed = next
    readAtMs = clock.elapsedMs()
  }

  async function stateOf({ mention }: StoredMention): Promise<RevisitState> {
    const known = followed.get(mention.id)?.state
    if (known !== undefined) return known
    const kept = await deps.crawl.cursor(shelf, mention.id)
    const read = kept === null ? null : RevisitState.safeParse(JSON.parse(kept))
    return read?.success === true ? read.data : firstLook(mention.observedAt, mention.engagement, settings)
  }

  async function round(): Promise<void> {
    const nowMs = clock.elapsedMs()
    if (Math.abs(nowMs - readAtMs) >= (deps.refreshMs ?? 2 * minuteMs)) await refresh()
    const candidates = [...followed].map(([id, { way, state, urgency }]): Candidate => ({ id, host: way.host, state, urgency }))
    const ofHost = (host: string): number => budget.leftOf(host, nowMs)
    const chosen = chooseRevisits(candidates, clock.now(), { atOnce: Math.min(atOnce, budget.left(nowMs)), ofHost })
    await Promise.all(chosen.flatMap(({ id }) => followed.get(id) ?? []).map(lookAgain))
  }

  async function lookAgain(one: Followed): Promise<void> {
    const { way, stored } = one
    const { mention } = stored
    budget.spend(way.host, clock.elapsedMs())
    const visit = visitBeside(deps, way.source, memoryOf(way.source.id), stop.signal)
    let looked: Looked
    try {
      const look = await way.look(visit, mention)
      budget.answered(way.host)
      const { observation, means } = observationOf(look, mention, { now: clock.now(), confirmed: isConfirmed(one, look) })
      if (observation !== null) await visit.emit([observation])
      if (observation !== null) followed.set(mention.id, { ...one, stored: { ...stored, mention: observation } })
      looked = means
    } catch (error) {
      if (stop.signal.aborted) return
      looked = { kind: 'failed' }
      heldBy(way.host, error)
      logger.warn({ mentionId: mention.id, reason: error instanceof Error ? error.message : String(error) }, 'mention not seen again')
    }
    const state = afterLook(one.state, looked, clock.now(), settings)
    await deps.crawl.setCursor(shelf, mention.id, JSON.stringify(state))
    const current = followed.get(mention.id)
    if (current !== undefined) current.state = state
  }

  /** Missing twice, on a host of which something else is still to be seen or nearly nothing is missed. */
  function isConfirmed({ way, state, stored }: Followed, look: Look): boolean {
    const host = hosts.get(way.host) ?? { seen: 0, missing: new Set<string>() }
    hosts.set(way.host, host)
    if (look.kind === 'seen') host.seen += 1
    if (look.kind === 'missing') host.missing.add(stored.mention.id)
    return look.kind === 'missing' && state.missing > 0 && (host.seen > 0 || host.missing.size <= mostUnwitnessed)
  }

  function heldBy(host: string, error: unknown): void {
    const asked = error instanceof WanglouError ? (error.metadata['cooldownMs'] ?? error.metadata['retryAfterMs']) : null
    if (fetchFaultClass(error) === 'blocked') budget.hold(host, clock.elapsedMs(), typeof asked === 'number' ? asked : null)
  }

  async function rest(ms: number): Promise<void> {
    if (stop.signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function loop(): Promise<void> {
    const roundMs = deps.roundMs ?? 2000
    while (!stop.signal.aborted) {
      try {
        const held = await deps.leases.acquire(lease.name, deps.holder, clock.elapsedMs(), lease.ms)
        if (held === null) {
          // Another process looks; what is remembered here grows old.
          followed = new Map()
          readAtMs = Number.NEGATIVE_INFINITY
        } else await withLease(deps, round)
      } catch (error) {
        logger.error({ reason: String(error) }, 'revisits not done; tried again')
        await rest(Math.max(roundMs, 5000))
      }
      await rest(roundMs)
    }
    await deps.leases.release(lease.name, deps.holder).catch(() => undefined)
  }

  const running = loop()
  return {
    async close() {
      stop.abort()
      wake?.()
      await running
    }
  }
}

/** Renews the lease while a round lasts longer than it: a host may be slow. */
async function withLease({ leases, holder, clock }: RevisitDeps, work: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => void leases.acquire(lease.name, holder, clock.elapsedMs(), lease.ms).catch(() => undefined), lease.ms / 3)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
}

/** Half for the most discussed, half for the newest; rows come newest first. */
function worthwhile(rows: readonly StoredMention[], most: number): readonly StoredMention[] {
  if (rows.length <= most) return rows
  const discussed = rows.toSorted((a, b) => (interactions(b.mention.engagement) ?? -1) - (interactions(a.mention.engagement) ?? -1))
  const chosen = new Set<StoredMention>()
  for (let place = 0; chosen.size < most && place < rows.length; place++) {
    for (const row of [discussed[place], rows[place]]) if (row !== undefined && chosen.size < most) chosen.add(row)
  }
  return [...chosen]
}

/** The crawler that watches the source may have looked since: then ours is not due so soon. */
function withOthersLooks(state: RevisitState, { mention }: { readonly mention: Mention }, settings: RevisitSettings): RevisitState {
  if (mention.observedAt <= state.at || mention.gone !== undefined) return state
  return afterLook(state, { kind: 'seen', engagement: mention.engagement, newText: false }, mention.observedAt, settings)
}
