import type { Batch, EachBatchPayload, KafkaMessage } from 'kafkajs'
import type { Logger, LogRecord, SubscribeOptions } from '../../core/ports.ts'
import { backOffMs, isHopeless } from '../batch-retry.ts'
import type { Committer } from './committer.ts'
import type { Hold } from './holds.ts'
import type { Room } from './room.ts'

/** So that a partition with much to do does not hold up the others of its broker for long: the rest is fetched again. */
const turnMs = 5000
const beatMs = 1000

/** What is known of partitions across consumers of one subscription that follow each other. */
export interface PartitionState {
  /** The handler's work that a consumer which is gone may have left behind. */
  inHand: Promise<unknown>
  failures: number
  /** Handled under this hold up to `next`, although the commit is not stored: not to be handled again while the hold lasts. */
  done: { readonly hold: Hold; readonly next: number } | null
}

export interface WorkDeps {
  readonly options: SubscribeOptions
  readonly logger: Logger
  readonly committer: Committer
  readonly isClosing: () => boolean
  /** Shared by the partitions of a member. */
  readonly room: Room
  readonly handled: (records: number) => void
  readonly retried: () => void
  /** Told when a batch is hopeless; it goes on being tried. */
  readonly fail: (error: unknown) => void
  readonly resumeLater: (resume: () => void, ms: number) => void
}

/** Works through one fetched batch of a partition, in chunks, as far as it goes now; what is left comes with the next fetch. */
export async function workThrough(payload: EachBatchPayload, hold: Hold, state: PartitionState, deps: WorkDeps): Promise<void> {
  const { batch } = payload
  let rebalancing = false
  const beating = setInterval(() => {
    // Thrown when the group wants its members to join again: after the chunk in hand.
    payload.heartbeat().catch(() => (rebalancing = true))
  }, beatMs)
  const mayGoOn = (): boolean => payload.isRunning() && !deps.isClosing() && !hold.lost && !rebalancing
  const isNew = ({ offset }: KafkaMessage): boolean => state.done?.hold !== hold || Number(offset) >= state.done.next
  let done: { readonly next: number; readonly stored: Promise<void> } | null = null
  try {
    await state.inHand
    const messages = batch.messages.filter(isNew)
    const known = state.done?.next ?? 0
    if (messages.length === 0) done = commit(batch, hold, state, deps, Math.max(known, Number(batch.lastOffset()) + 1))
    const until = performance.now() + turnMs
    for (const chunk of chunksOf(messages, deps.options.maxBatch)) {
      if (!mayGoOn() || performance.now() > until) break
      const leave = await deps.room.enter(chunk.length)
      try {
        if (!mayGoOn() || !(await handleChunk(chunk, payload, state, deps)) || hold.lost) break
      } finally {
        leave()
      }
      const last = chunk.at(-1)
      const through = last === undefined || last === messages.at(-1) ? batch.lastOffset() : last.offset
      done = commit(batch, hold, state, deps, Number(through) + 1)
    }
    await done?.stored
    if (done !== null && !hold.lost) payload.resolveOffset(String(done.next - 1))
  } finally {
    clearInterval(beating)
  }
}

/** Sent while the next chunk is handled; remembered until it is stored. */
function commit(batch: Batch, hold: Hold, state: PartitionState, deps: WorkDeps, next: number): { next: number; stored: Promise<void> } {
  const done = { hold, next }
  state.done = done
  const stored = (async () => {
    await deps.committer.commit(batch.partition, next)
    if (state.done === done) state.done = null
  })()
  stored.catch(() => {})
  return { next, stored }
}

/** False when it failed: the partition pauses, and its next fetch begins with the same records. */
async function handleChunk(chunk: readonly KafkaMessage[], payload: EachBatchPayload, state: PartitionState, deps: WorkDeps): Promise<boolean> {
  const { topic } = deps.options
  const { partition } = payload.batch
  const records = chunk.map(({ offset, key, value }): LogRecord => ({
    topic,
    partition,
    offset: Number(offset),
    key: key?.toString() ?? '',
    value: value?.toString() ?? ''
  }))
  const work = (async () => deps.options.handle(records))()
  state.inHand = work.catch(() => {})
  try {
    await work
    state.failures = 0
    deps.handled(records.length)
    return true
  } catch (error) {
    state.failures += 1
    deps.retried()
    tell(records, state.failures, error, deps)
    if (isHopeless(error, state.failures)) deps.fail(error)
    deps.resumeLater(payload.pause(), backOffMs(state.failures))
    return false
  }
}

/** Not at once: much of it mends itself. */
function tell(records: readonly LogRecord[], failures: number, error: unknown, { logger, options }: WorkDeps): void {
  if (failures !== 3 && failures % 20 !== 0) return
  const { topic, partition, offset } = records[0] ?? { topic: options.topic, partition: null, offset: null }
  const reason = error instanceof Error ? error.message : String(error)
  logger.warn({ topic, partition, offset, failures, reason }, 'batch fails, trying again')
}

export function* chunksOf<T>(items: readonly T[], most: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += most) yield items.slice(start, start + most)
}
