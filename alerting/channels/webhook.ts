import { createHmac } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import type { Delivery, NoticeRow } from '../../core/notice.ts'
import { isLoopback, shownGrade, shownLink, shownTitle, signLinkOf, type Channel, type PersonalLinks, type ChannelAbout } from './channel.ts'
import { httpClient, type HttpAnswer, type NoAnswer } from './http-client.ts'
import type { WebhookSettings } from './settings.ts'
import { mayChange } from './verdict.ts'
import { webhookAnswer, type AcceptedBy } from './webhook-answer.ts'

export const webhookAbout: ChannelAbout = {
  words: '推送（webhook）',
  reach: ({ webhook }) => ({ address: webhook }),
  accepted: '接收方的系统答复 2xx，且没有说未受理',
  proof: null
}

/**
 * A signed POST. Only a 2xx whose body does not say otherwise is a delivery. The receiver checks `X-Wanglou-Signature` (see `webhookSignature`) and drops what
 * it has by `X-Wanglou-Notice-Id`. The administrator wrote the address, so private networks are allowed.
 */
export function webhookChannel(
  settings: Pick<WebhookSettings, 'url' | 'timeoutMs' | 'accepted'>,
  secret: string,
  { clock, drill, ...links }: { clock: Clock; drill: boolean } & PersonalLinks
): Channel {
  const client = httpClient(settings.timeoutMs, [secret])
  return {
    reach: webhookAbout.reach,
    async send(row, signal) {
      const url = row.notice.recipient.address ?? settings.url
      if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return { outcome: 'refused', reason: '不是可用的网址' }
      if (drill && !isLoopback(new URL(url).hostname)) return { outcome: 'refused', reason: '演练中通知不得离开本机' }
      const body = JSON.stringify(payload(row, links))
      const timestamp = String(Math.floor(clock.elapsedMs() / 1000))
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'x-wanglou-timestamp': timestamp,
        'x-wanglou-signature': webhookSignature(secret, timestamp, body),
        'x-wanglou-notice-id': row.notice.id,
        'x-wanglou-possible-duplicate': String(row.possibleDuplicate)
      }
      return deliveryOf(await client.send({ url, headers, body }, signal), settings.accepted)
    },
    close: () => client.close()
  }
}

/** `sha256=` and the hex HMAC-SHA256 over the timestamp (seconds since 1970), a full stop, and the body's bytes. */
export function webhookSignature(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

function payload(row: NoticeRow, links: PersonalLinks): Readonly<Record<string, unknown>> {
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
    link: shownLink(row, links.baseUrl),
    signLink: signLinkOf(row, links),
    requestedAt: notice.requestedAt,
    drill: notice.drill,
    possibleDuplicate: row.possibleDuplicate
  }
}

function deliveryOf(answer: HttpAnswer | NoAnswer, acceptedBy: AcceptedBy | undefined): Delivery {
  if ('outcome' in answer) return answer
  const { status, text } = answer
  if (status >= 200 && status < 300) return webhookAnswer(status, text, acceptedBy)
  if (status >= 500 || mayChange.has(status)) return { outcome: 'retry', reason: `HTTP ${status}` }
  return { outcome: 'refused', reason: `HTTP ${status}` }
}
