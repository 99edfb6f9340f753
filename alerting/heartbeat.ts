import type { Clock } from '../core/clock.ts'
import { readLastSweep, sweepLook } from '../core/last-sweep.ts'
import type { CrawlState, Logger } from '../core/ports.ts'
import { noteHeartbeat, readWatch, type HeartbeatRecord } from '../core/watch-record.ts'
import { httpClient, type HttpClient } from './channels/http-client.ts'

export interface HeartbeatSettings {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly everySeconds: number
}

export interface HeartbeatDeps {
  readonly settings: HeartbeatSettings
  readonly crawl: Pick<CrawlState, 'cursor' | 'setCursor'>
  readonly clock: Clock
  readonly logger: Logger
  readonly client?: HttpClient
}

export interface Heartbeat {
  /** Sends one when it is time and all is well; withholds it, and says why, when it is not. */
  beat(): Promise<void>
  close(): Promise<void>
}

const timeoutMs = 10_000
/** A count that is older says nothing of now. */
const watchLateMs = 60_000

/**
 * 对外心跳: somebody outside expects it each minute and calls people when it does not come, so that this system's own silence is heard
 * too. It is withheld while something that was due was not told, and while nobody sweeps or counts.
 */
export function createHeartbeat({ settings, crawl, clock, logger, client = httpClient(timeoutMs, [settings.url]) }: HeartbeatDeps): Heartbeat {
  let lastMs = Number.NEGATIVE_INFINITY
  let before: HeartbeatRecord['state'] = 'sent'

  async function note(state: HeartbeatRecord['state'], reason: string | null): Promise<void> {
    if (state !== before && state !== 'sent') logger.error({ state, reason }, 'the heartbeat to the outside was not sent')
    if (state !== before && state === 'sent') logger.info({}, 'the heartbeat to the outside is sent again')
    before = state
    await noteHeartbeat(crawl, { elapsedMs: clock.elapsedMs(), state, reason })
  }

  return {
    async beat() {
      const nowMs = clock.elapsedMs()
      if (Math.abs(nowMs - lastMs) < settings.everySeconds * 1000) return
      lastMs = nowMs
      const reason = await whyNot(crawl, nowMs)
      if (reason !== null) return note('withheld', reason)
      const answer = await client.send({ url: settings.url, method: settings.method, statusOnly: true }, AbortSignal.timeout(timeoutMs))
      if (!('status' in answer)) return note('failed', answer.reason)
      return answer.status >= 200 && answer.status < 300 ? note('sent', null) : note('failed', `对方答 ${answer.status}`)
    },
    close: () => client.close()
  }
}

async function whyNot(crawl: Pick<CrawlState, 'cursor'>, nowMs: number): Promise<string | null> {
  const sweptMs = await readLastSweep(crawl)
  const sweep = sweepLook(sweptMs === null ? null : nowMs - sweptMs)
  if (sweep.isLate) return sweep.words
  const watch = await readWatch(crawl)
  if (watch === null || Math.abs(nowMs - watch.elapsedMs) > watchLateMs) return '没有人清点到期未触发的事项'
  if (watch.unfired > 0) return `有 ${watch.unfired} 项到期未触发（${watch.example ?? ''}）`
  return null
}
