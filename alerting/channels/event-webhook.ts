import type { LookupFunction } from 'node:net'
import type { Clock } from '../../core/clock.ts'
import { isLoopback, type Channel } from './channel.ts'
import { httpClient } from './http-client.ts'
import { mayChange } from './verdict.ts'
import { webhookSignature } from './webhook.ts'

export interface EventWebhookSettings {
  readonly url: string
  readonly secret: string
  readonly timeoutMs: number
  /** Null: the receiver may stand anywhere. Else what judges its address, and the addresses of its name as they are resolved. */
  readonly guard: { readonly check: (url: string) => void; readonly lookup: LookupFunction } | null
}

/**
 * What happened to an incident, told to another system. Signed as notices are; the receiver drops what it has by `X-Wanglou-Event-Id`.
 * What is not taken is tried again by the outbox, with back-off, for about a day.
 */
export function eventWebhookChannel(settings: EventWebhookSettings, { clock, drill }: { clock: Clock; drill: boolean }): Channel {
  const { url, secret, timeoutMs, guard } = settings
  const client = httpClient(timeoutMs, [secret], guard?.lookup)
  return {
    reach: () => ({ unreachable: '事件推送只发给系统' }),
    speaksToSystem: true,
    async send({ notice, possibleDuplicate }, signal) {
      if (drill && !isLoopback(new URL(url).hostname)) return { outcome: 'refused', reason: '演练中通知不得离开本机' }
      try {
        guard?.check(url)
      } catch {
        return { outcome: 'refused', reason: '地址不是公网地址；在本单位网内的，请写 allowPrivate: true' }
      }
      const timestamp = String(Math.floor(clock.elapsedMs() / 1000))
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'x-wanglou-timestamp': timestamp,
        'x-wanglou-signature': webhookSignature(secret, timestamp, notice.body),
        'x-wanglou-event-id': notice.id,
        'x-wanglou-possible-duplicate': String(possibleDuplicate)
      }
      const answer = await client.send({ url, headers, body: notice.body, statusOnly: true }, signal)
      if ('outcome' in answer) return answer
      const { status } = answer
      if (status >= 200 && status < 300) return { outcome: 'accepted', receipt: `HTTP ${status}` }
      return { outcome: status >= 500 || mayChange.has(status) ? 'retry' : 'refused', reason: `HTTP ${status}` }
    },
    close: () => client.close()
  }
}
