import { createHmac } from 'node:crypto'
import { Agent, request } from 'undici'
import type { Clock } from '../../core/clock.ts'
import type { Delivery, NoticeRow } from '../../core/notice.ts'
import { faultWords, isLoopback, shownGrade, shownTitle, type Channel } from './channel.ts'
import type { WebhookSettings } from './settings.ts'

/** Codes of failures before the first byte of ours was sent. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID'
])

/** Answers that the other side may take back: it is busy, or somebody has to mend the address or the key. */
const mayChange = new Set([401, 403, 408, 425, 429])

/**
 * A signed POST. Only a 2xx is a delivery. The receiver checks `X-Wanglou-Signature` (see `webhookSignature`) and drops what
 * it has by `X-Wanglou-Notice-Id`. The administrator wrote the address, so private networks are allowed.
 */
export function webhookChannel(
  settings: Pick<WebhookSettings, 'url' | 'timeoutMs'>,
  secret: string,
  { clock, drill, baseUrl }: { clock: Clock; drill: boolean; baseUrl: string | null }
): Channel {
  /* No kept-alive connections: one that the server closed in between looks like a send of unknown outcome. */
  const agent = new Agent({
    connect: { timeout: settings.timeoutMs },
    pipelining: 0,
    headersTimeout: settings.timeoutMs,
    bodyTimeout: settings.timeoutMs
  })
  return {
    reach: (contact) => ({ address: contact.webhook }),
    async send(row, signal) {
      const url = row.notice.recipient.address ?? settings.url
      if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return { outcome: 'refused', reason: `不是可用的网址：${url}` }
      if (drill && !isLoopback(new URL(url).hostname)) return { outcome: 'refused', reason: '演练中通知不得离开本机' }
      const body = JSON.stringify(payload(row, baseUrl))
      const timestamp = String(Math.floor(clock.elapsedMs() / 1000))
      try {
        const response = await request(url, {
          method: 'POST',
          dispatcher: agent,
          body,
          signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]),
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'user-agent': 'wanglou',
            'x-wanglou-timestamp': timestamp,
            'x-wanglou-signature': webhookSignature(secret, timestamp, body),
            'x-wanglou-notice-id': row.notice.id,
            'x-wanglou-possible-duplicate': String(row.possibleDuplicate)
          }
        })
        response.body.on('error', () => {}).destroy()
        return deliveryOf(response.statusCode)
      } catch (error) {
        return { outcome: isNeverSent(error) ? 'retry' : 'unknown', reason: faultWords(error) }
      }
    },
    close: () => agent.destroy()
  }
}

/** `sha256=` and the hex HMAC-SHA256 over the timestamp (seconds since 1970), a full stop, and the body's bytes. */
export function webhookSignature(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

function payload(row: NoticeRow, baseUrl: string | null): Readonly<Record<string, unknown>> {
  const { notice } = row
  const { contactId, name, role, departmentId } = notice.recipient
  return {
    schema: 1,
    id: notice.id,
    subject: notice.subject,
    reason: notice.reason,
    round: notice.round,
    recipient: { contactId, name, role, departmentId },
    grade: notice.grade,
    gradeWords: shownGrade(row),
    title: shownTitle(row),
    body: notice.body,
    link: notice.link === null || baseUrl === null ? notice.link : new URL(notice.link, baseUrl).href,
    requestedAt: notice.requestedAt,
    drill: notice.drill,
    possibleDuplicate: row.possibleDuplicate
  }
}

function deliveryOf(status: number): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'delivered', receipt: `HTTP ${status}` }
  if (status >= 500 || mayChange.has(status)) return { outcome: 'retry', reason: `HTTP ${status}` }
  return { outcome: 'refused', reason: `HTTP ${status}` }
}

function isNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isNeverSent)
  return 'code' in error && typeof error.code === 'string' && neverSent.has(error.code)
}
