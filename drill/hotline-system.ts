import { createHmac } from 'node:crypto'
import { sha256, strongRandom } from '../adapters/hash.ts'
import type { Clock } from '../core/clock.ts'
import { makeIngestToken } from '../core/ingest/ingest-token.ts'
import { chinaWallTime } from '../core/instant.ts'
import type { Logger, Stores } from '../core/ports.ts'
import { PushAnswer } from '../dashboard-api/contract-ingest.ts'
import { elsewhereSources, type Ticket } from './elsewhere.ts'
import { DeskError } from './errors.ts'

export interface HotlineOptions {
  /** Where the desk answers. */
  readonly url: string
  readonly stores: Pick<Stores, 'crawl'>
  readonly tickets: readonly Ticket[]
  readonly clock: Clock
  readonly logger: Logger
}

/** What it sent in this life; one that starts again sends everything again. */
export interface Pushed {
  readonly requests: number
  /** Answered as the very same request. */
  readonly repeated: number
}

export interface Hotline {
  pushed(): Pushed
  /** Tickets that were taken down and not handed over yet. */
  waiting(): number
  close(): Promise<void>
}

const lookEveryMs = 200

/**
 * The 12345 system of the city, a program of others: pushes each ticket by the signed push once it is taken down, some a second time. It
 * remembers nothing; whether a ticket is one mention is for the desk to hold.
 */
export async function startHotline({ url, stores, tickets, clock, logger }: HotlineOptions): Promise<Hotline> {
  const source = elsewhereSources.hotline.id
  const { made, secret } = await makeIngestToken({ crawl: stores.crawl, random: strongRandom, sha256, now: clock.now() }, source, {
    mode: 'signed',
    note: '演练：热线系统'
  })
  const pusher = { address: new URL('/api/ingest', url).href, token: `${source}.${made.id}`, key: sha256(secret) }
  const abort = new AbortController()
  const sent = { requests: 0, repeated: 0 }

  async function hand(request: SignedRequest): Promise<void> {
    const { repeated } = await send(pusher, request, abort.signal)
    sent.requests += 1
    if (repeated) sent.repeated += 1
  }

  async function push(ticket: Ticket): Promise<void> {
    const request = signed(pusher.key, bodyOf(ticket), clock)
    await hand(request)
    if (ticket.again === 'same-request') await hand(request)
    if (ticket.again === 'signed-anew') await hand(signed(pusher.key, `${bodyOf(ticket)}\n`, clock))
  }

  const waiting = [...tickets].toSorted((a, b) => (a.at < b.at ? -1 : 1))

  async function work(): Promise<void> {
    while (!abort.signal.aborted) {
      const [next] = waiting
      if (next === undefined) return
      try {
        if (next.at <= clock.now()) {
          await push(next)
          waiting.shift()
          continue
        }
      } catch (error) {
        if (!abort.signal.aborted) logger.warn({ ticket: next.number, reason: String(error) }, 'a push of the hotline failed, trying again')
      }
      await pause(lookEveryMs, abort.signal)
    }
  }

  const working = work()
  return {
    pushed: () => ({ ...sent }),
    waiting: () => waiting.filter(({ at }) => at <= clock.now()).length,
    async close() {
      abort.abort()
      await working
    }
  }
}

interface SignedRequest {
  readonly body: string
  readonly timestamp: string
  readonly signature: string
}

/** The fields as 12345 systems write them. */
function bodyOf({ number, at, title, text, caller, place }: Ticket): string {
  const item = { 工单编号: number, 来电时间: chinaWallTime(at), 诉求标题: title, 诉求内容: text, 来电号码: caller, 所属区域: place }
  return JSON.stringify({ items: [item] })
}

function signed(key: string, body: string, clock: Clock): SignedRequest {
  const timestamp = String(Math.floor(clock.elapsedMs() / 1000))
  return { body, timestamp, signature: createHmac('sha256', key).update(`${timestamp}\n${body}`).digest('hex') }
}

async function send(
  { address, token }: { readonly address: string; readonly token: string },
  { body, timestamp, signature }: SignedRequest,
  signal: AbortSignal
): Promise<PushAnswer> {
  const headers = { 'content-type': 'application/json', 'wanglou-token': token, 'wanglou-timestamp': timestamp, 'wanglou-signature': signature }
  const response = await fetch(address, { method: 'POST', headers, body, signal })
  if (response.status !== 202) throw new DeskError(`推送未成功：${response.status} ${await response.text()}`)
  return PushAnswer.parse(await response.json())
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms)
    function finish(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    signal.addEventListener('abort', finish, { once: true })
  })
}
