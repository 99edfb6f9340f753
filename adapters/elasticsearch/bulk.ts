import type { Client, estypes } from '@elastic/elasticsearch'
import { setTimeout as pause } from 'node:timers/promises'
import { asked } from './client.ts'
import { isPassing, StoreOverloadedError } from './errors.ts'
import type { StoreDeps } from './open.ts'

/** One write of a bulk: its action line and, but for a delete, its document. */
interface BulkOperation {
  readonly action: estypes.BulkOperationContainer
  readonly document?: object
}

/** The same as it goes over the wire, a line each. As bytes, since thousands of long strings that wait for an answer cost the collector dearly. */
export interface BulkLines {
  readonly lines: Buffer
}

export type BulkWrite = BulkOperation | BulkLines

/** What became of a write. `conflict`: it exists already (create) or somebody else was faster (compare and set). */
export type BulkOutcome =
  | { readonly kind: 'done'; readonly result: string; readonly seqNo: number; readonly primaryTerm: number; readonly index: string }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly type: string; readonly reason: string }

/** The server cannot take a write now. */
export interface Again {
  readonly kind: 'again'
  readonly reason: string
}

const lineFeed = 0x0a
const firstBackOffMs = 100
/** Short enough that what waits goes on soon after the server can again. */
const longestBackOffMs = 2_000
/** A server that is busy for less is not worth a word. */
const tellAfterMs = 1_000
const tellEveryMs = 30_000
const longestReason = 200
/** A server with a small heap refuses more, and one that is large gains nothing by it. */
const bytesARequest = 3_000_000

/**
 * Writes in the order given and tells of each what became of it. A write that the server cannot take now (429, 503 and their
 * like) is sent again with back-off, for as long as it takes: whoever called waits, and with it the consumer that feeds it. The
 * log tells of a longer wait, and why, since a full disk shows in nothing else.
 * A server that cannot be reached at all throws, since nothing is known of any write then: the same writes may be sent again.
 * @throws UnreachableError, AccessRefusedError, StoreRefusedError
 */
export async function writeBulk(
  { client, random, logger }: Pick<StoreDeps, 'client' | 'random' | 'logger'>,
  writes: readonly BulkWrite[]
): Promise<readonly BulkOutcome[]> {
  const outcomes = Array.from({ length: writes.length }, (): BulkOutcome | undefined => undefined)
  const begunAt = performance.now()
  let tellAt = begunAt + tellAfterMs
  let waiting = writes.map((write, place) => ({ place, ...linesOf(write) }))
  for (let tries = 0; waiting.length > 0; tries++) {
    if (tries > 0) await pause(backOff(tries, random))
    const again: typeof waiting = []
    let reason = ''
    for (const part of partsOf(waiting)) {
      const answers = await sendUnlessOverloaded(client, part)
      for (const [index, write] of part.entries()) {
        const outcome = answers[index] ?? unanswered
        if (outcome.kind === 'again') {
          again.push(write)
          reason ||= outcome.reason
        } else outcomes[write.place] = outcome
      }
    }
    waiting = again
    if (waiting.length > 0 && performance.now() >= tellAt) {
      const waitedMs = Math.round(performance.now() - begunAt)
      logger.warn({ writes: waiting.length, waitedMs, reason }, 'Elasticsearch cannot take these writes now; they wait')
      tellAt = performance.now() + tellEveryMs
    }
  }
  return outcomes.map((outcome) => outcome ?? { kind: 'refused', type: 'unknown', reason: 'no answer' })
}

/** One bulk, sent once. @throws UnreachableError, StoreOverloadedError, AccessRefusedError */
export async function sendBulk(client: Client, writes: readonly BulkWrite[]): Promise<readonly (BulkOutcome | Again)[]> {
  return send(
    client,
    writes.map((write) => linesOf(write))
  )
}

/** No answer for a write is no reason to believe that it was taken. */
const unanswered: Again = { kind: 'again', reason: 'no answer' }

/** Made once, however often it is sent. */
export function linesOf(write: BulkWrite): BulkLines {
  if ('lines' in write) return write
  const head = `${JSON.stringify(write.action)}\n`
  if (write.document === undefined) return { lines: Buffer.from(head) }
  // Written into place one after the other: to join them as a string first would copy every document once more.
  const document = JSON.stringify(write.document)
  const begin = Buffer.byteLength(head)
  const lines = Buffer.allocUnsafeSlow(begin + Buffer.byteLength(document) + 1)
  lines.write(head)
  lines.write(document, begin)
  lines[lines.length - 1] = lineFeed
  return { lines }
}

function partsOf<Write extends BulkLines>(writes: readonly Write[]): Write[][] {
  const parts: Write[][] = []
  let room = 0
  for (const write of writes) {
    if (write.lines.length > room) {
      parts.push([])
      room = bytesARequest
    }
    room -= write.lines.length
    parts.at(-1)?.push(write)
  }
  return parts
}

/** Nothing of a request that was refused as a whole was taken. */
async function sendUnlessOverloaded(client: Client, writes: readonly BulkLines[]): Promise<readonly (BulkOutcome | Again)[]> {
  try {
    return await send(client, writes)
  } catch (error) {
    if (error instanceof StoreOverloadedError) return writes.map(() => ({ kind: 'again', reason: error.message }))
    throw error
  }
}

async function send(client: Client, writes: readonly BulkLines[]): Promise<readonly (BulkOutcome | Again)[]> {
  const { items } = await asked('批量写入', () =>
    client.transport.request<estypes.BulkResponse>(
      { method: 'POST', path: '/_bulk', bulkBody: Buffer.concat(writes.map(({ lines }) => lines)) },
      { meta: false }
    )
  )
  return writes.map((_, place) => outcomeOf(items[place]))
}

function outcomeOf(item: Partial<Record<estypes.BulkOperationType, estypes.BulkResponseItem>> | undefined): BulkOutcome | Again {
  const answer = item === undefined ? undefined : Object.values(item)[0]
  if (answer === undefined) return unanswered
  if (answer.status < 300) {
    return { kind: 'done', result: answer.result ?? '', seqNo: answer._seq_no ?? -1, primaryTerm: answer._primary_term ?? -1, index: answer._index }
  }
  const type = answer.error?.type ?? ''
  if (isPassing(answer.status, type)) return { kind: 'again', reason: `${answer.status} ${type} ${reasonOf(answer.error)}` }
  if (answer.status === 409) return { kind: 'conflict' }
  if (answer.status === 404) return { kind: 'missing' }
  return { kind: 'refused', type, reason: reasonOf(answer.error) }
}

/** The server repeats in its reason what it was given, however long; what is wrong with it comes with the cause. */
function reasonOf(error: estypes.ErrorCause | undefined): string {
  const reasons = [error?.reason, error?.caused_by?.reason].flatMap((reason) => reason?.slice(0, longestReason) ?? [])
  return reasons.join('：')
}

/** Full jitter, so that many writers do not come back at once. */
function backOff(tries: number, random: StoreDeps['random']): number {
  const most = Math.min(longestBackOffMs, firstBackOffMs * 2 ** (tries - 1))
  const [byte = 0] = random(1)
  return Math.ceil((most / 2) * (1 + byte / 255))
}
