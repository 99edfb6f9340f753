import type { Clock } from '../core/clock.ts'
import { ConflictError, RetryableError } from '../core/errors.ts'
import { isMajor } from '../core/grade.ts'
import type { Delivery, NoticeRow } from '../core/notice.ts'
import type { ClaimedNotice, Logger, NoticeOutcome, NoticeStore, Random, Running } from '../core/ports.ts'
import { shownText } from '../core/shown-text.ts'
import type { Channel } from './channels/channel.ts'
import type { Gate } from './gate.ts'
import { withoutAddress } from './masked-address.ts'

export interface OutboxDeps {
  readonly notices: NoticeStore
  readonly channels: Readonly<Record<string, Channel>>
  readonly clock: Clock
  readonly logger: Logger
  readonly random: Random
  readonly holder: string
  /** Whether a row goes now; every row does when not given. */
  readonly gate?: Gate
  /** Told of a row that was given up and of which its person got nothing, once that is written down. */
  readonly notReceived?: (row: NoticeRow) => Promise<void>
  /** How long a row is ours; ≤ 30 s (DESIGN.md). */
  readonly leaseMs?: number
  readonly pollMs?: number
  /** Tries at the same time, for each channel, so that a channel that hangs holds up no other. */
  readonly concurrency?: number
}

export interface Outbox extends Running {
  /** A notice was requested: look now instead of at the next poll. */
  wake(): void
  /** Whether a try is under way. */
  busy(): boolean
}

const longestBackOffMs = 60_000
const settleAgainMs = 500
/** While the store is away. Short, so that what is due goes out soon after it is back. */
const longestPollMs = 2_000
const tellEvery = 30
/** What waits for a place is looked at so often. */
const gateAgainMs = 5_000
/** About a day of tries a minute; after that a person has to look. */
const mostAttempts = 1500

/** Sends what the store hands out, until it is closed. */
export function startOutbox(deps: OutboxDeps): Outbox {
  const { leaseMs = 10_000, pollMs = 250, concurrency = 8 } = deps
  if (leaseMs > 30_000) throw new RangeError('a lease of the outbox is at most 30 s')
  const lanes = Object.keys(deps.channels).map((id) => startLane(id, { ...deps, leaseMs, pollMs, concurrency }))
  return {
    wake: () => lanes.forEach((lane) => lane.wake()),
    busy: () => lanes.some((lane) => lane.busy()),
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()))
    }
  }
}

type ReadyDeps = OutboxDeps & Required<Pick<OutboxDeps, 'leaseMs' | 'pollMs' | 'concurrency'>>

/** The rows of one channel: claims as many as there are free places, and again as soon as one is free. */
function startLane(channelId: string, deps: ReadyDeps): Outbox {
  const { notices, clock, logger, leaseMs, pollMs, concurrency, holder } = deps
  const inHand = new Set<Promise<void>>()
  const closing = new AbortController()
  let rouse = (): void => {}
  let roused = false
  let failures = 0

  const wake = (): void => {
    roused = true
    rouse()
  }

  async function pause(): Promise<void> {
    if (!roused) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(longestPollMs, pollMs * 2 ** failures))
        rouse = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    roused = false
  }

  /** What is ours until a moment that counts from before the claim: a slow store must not make a try outlive its lease. */
  async function claim(): Promise<readonly Held[]> {
    const limit = concurrency - inHand.size
    if (limit <= 0) return []
    const nowElapsedMs = clock.elapsedMs()
    try {
      const claimed = await notices.claim({ holder, channels: [channelId], nowElapsedMs, leaseMs, limit })
      failures = 0
      return claimed.map((one) => ({ ...one, untilElapsedMs: nowElapsedMs + leaseMs }))
    } catch (error) {
      failures += 1
      // A store that is away is away for every try of every channel: the first is told, then one of many.
      if (failures === 1 || failures % tellEvery === 0)
        logger.error({ channel: channelId, failures, error: String(error) }, 'the outbox could not be read')
      return []
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      for (const claimed of await claim()) {
        const work = sendOne(deps, channelId, claimed).finally(() => {
          inHand.delete(work)
          wake()
        })
        inHand.add(work)
      }
      await pause()
    }
    await Promise.all(inHand)
  }

  const running = run()
  return {
    wake,
    busy: () => inHand.size > 0,
    async close() {
      closing.abort()
      wake()
      await running
    }
  }
}

interface Held extends ClaimedNotice {
  readonly untilElapsedMs: number
}

async function sendOne(deps: ReadyDeps, channelId: string, claimed: Held): Promise<void> {
  const { clock, logger } = deps
  const held = await throughGate(deps, claimed)
  if (held === null) return
  const { row } = held
  const { id } = row.notice
  const delivery = await trySend(deps, channelId, held)
  const outcome = outcomeOf(delivery, row, { at: clock.now(), elapsedMs: clock.elapsedMs(), jitter: (deps.random(1)[0] ?? 0) / 255 })
  try {
    await settle(deps, held, outcome)
  } catch (error) {
    /* Unsettled, the row returns when its lease ends, marked 可能重复: doubled rather than lost. */
    if (error instanceof ConflictError) logger.warn({ notice: id, channel: channelId }, 'the lease ran out before the notice was settled')
    else logger.error({ notice: id, channel: channelId, error: String(error) }, 'a notice could not be settled')
    return
  }
  if (outcome.state === 'dead') {
    logger.error({ notice: id, channel: channelId, reason: outcome.reason }, 'a notice was given up')
    // Of unknown outcome, now or at an earlier try, it may have been received.
    if (delivery.outcome !== 'unknown' && !row.possibleDuplicate) await deps.notReceived?.(row)
  }
  if (outcome.state === 'queued')
    logger.warn({ notice: id, channel: channelId, reason: outcome.reason, attempt: row.attempts }, 'a notice is tried again')
}

/** The row as it goes; null: it waits, and that is written down. */
async function throughGate({ gate, notices, clock, logger }: ReadyDeps, held: Held): Promise<Held | null> {
  if (gate === undefined) return held
  const { row, fence } = held
  const { id } = row.notice
  const verdict = await gate(row)
  if ('go' in verdict) return { ...held, row: verdict.go }
  try {
    if ('hold' in verdict) await notices.hold(id, fence, verdict.hold)
    else {
      const nextTryElapsedMs = clock.elapsedMs() + gateAgainMs
      await notices.settle(id, fence, { state: 'queued', reason: verdict.later, nextTryElapsedMs, possibleDuplicate: row.possibleDuplicate })
    }
  } catch (error) {
    /* Its lease ends, and it comes back to the gate. */
    logger.warn({ notice: id, error: String(error) }, 'a notice that is to wait could not be put away')
  }
  return null
}

/** What is done must be known while the lease lasts: after it the row is sent again. A store that is away may be back in time. */
async function settle({ notices, clock }: ReadyDeps, { row, fence, untilElapsedMs }: Held, outcome: NoticeOutcome): Promise<void> {
  for (;;) {
    try {
      await notices.settle(row.notice.id, fence, outcome)
      return
    } catch (error) {
      const mayMend = error instanceof RetryableError && !(error instanceof ConflictError)
      if (!mayMend || clock.elapsedMs() + settleAgainMs >= untilElapsedMs) throw error
      await new Promise((resolve) => setTimeout(resolve, settleAgainMs))
    }
  }
}

/** One try; what it says never names the address that it went to. */
async function trySend({ channels, clock, leaseMs }: ReadyDeps, channelId: string, { row, untilElapsedMs }: Held): Promise<Delivery> {
  // No longer than the lease also where the clock was set back since the claim.
  const leftMs = Math.min(leaseMs, untilElapsedMs - clock.elapsedMs())
  const signal = AbortSignal.timeout(Math.max(1, Math.floor(leftMs * 0.9)))
  const { address } = row.notice.recipient
  try {
    const sending = channels[channelId]?.send(shownRow(row), signal) ?? Promise.resolve<Delivery>({ outcome: 'refused', reason: '渠道未启用' })
    return withoutAddress(await Promise.race([sending, aborted(signal)]), address)
  } catch (error) {
    return withoutAddress({ outcome: 'unknown', reason: String(error) }, address)
  }
}

/** Others wrote a part of the words: in whichever order, everybody reads the same. */
function shownRow(row: NoticeRow): NoticeRow {
  return { ...row, notice: { ...row.notice, title: shownText(row.notice.title), body: shownText(row.notice.body) } }
}

/** A channel that does not obey the signal must not keep the row beyond its lease. */
function aborted(signal: AbortSignal): Promise<Delivery> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ outcome: 'unknown', reason: '超过租约仍无结果' }), { once: true }))
}

/**
 * What becomes of a row after a try. Of unknown outcome, a notice of grade I or II is sent again and marked, and so is one without
 * a grade (a blind source, a matter not graded yet), which is said once only; a lesser one is not, since a doubled message costs
 * more trust there than a lost one. Not asked here: a row whose holder died comes back from the store whatever its grade.
 */
export function outcomeOf(
  delivery: Delivery,
  row: NoticeRow,
  now: { readonly at: NoticeRow['notice']['requestedAt']; readonly elapsedMs: number; readonly jitter: number }
): NoticeOutcome {
  const again = (reason: string, possibleDuplicate: boolean): NoticeOutcome =>
    row.attempts >= mostAttempts
      ? { state: 'dead', reason: `重试${row.attempts}次仍未送达：${reason}`, at: now.at }
      : { state: 'queued', reason, nextTryElapsedMs: now.elapsedMs + backOffMs(row.attempts, now.jitter), possibleDuplicate }
  switch (delivery.outcome) {
    case 'accepted':
      return { state: 'accepted', receipt: delivery.receipt, handedElapsedMs: now.elapsedMs, at: now.at }
    case 'refused':
      return { state: 'dead', reason: delivery.reason, at: now.at }
    case 'retry':
      return again(delivery.reason, row.possibleDuplicate)
    case 'unknown':
      return row.notice.grade === null || isMajor(row.notice.grade)
        ? again(delivery.reason, true)
        : { state: 'dead', reason: `是否送达不明，此等级不重发：${delivery.reason}`, at: now.at }
    default:
      return delivery satisfies never
  }
}

/** 1 s, 2 s, 4 s … at most a minute, half of it by chance so that many rows do not come back at once. */
function backOffMs(attempts: number, jitter: number): number {
  const full = Math.min(longestBackOffMs, 1000 * 2 ** Math.min(attempts, 10))
  return Math.round(full * (0.5 + jitter / 2))
}
