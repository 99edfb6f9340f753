import type { Sha256 } from './incident/chain.ts'
import type { Instant } from './instant.ts'
import { noticeId } from './notice-id.ts'
import type { Notice } from './notice.ts'

/** The channel of a webhook in the outbox. */
export function eventChannelOf(id: string): string {
  return `event-${id}`
}

/** What every delivery to one webhook is addressed to. */
export function eventRecipient({ id, name }: { readonly id: string; readonly name: string }): Notice['recipient'] {
  return { contactId: `webhook:${id}`, name, role: 'system', departmentId: null, address: null }
}

export const webhookTestReason = 'webhook-test'

/** 测试推送: signed and sent as every event; its type says that nothing happened. */
export function webhookTest(
  { sha256, drill }: { readonly sha256: Sha256; readonly drill: boolean },
  webhook: { readonly id: string; readonly name: string },
  { key, at, by }: { readonly key: string; readonly at: Instant; readonly by: string }
): Notice {
  const subject = { kind: 'system' as const, id: `webhook-test:${webhook.id}` }
  const recipient = eventRecipient(webhook)
  const channel = eventChannelOf(webhook.id)
  return {
    id: noticeId(sha256, subject, `${webhookTestReason}:${key}`, 0, recipient.contactId, channel),
    subject,
    reason: `${webhookTestReason}:${key}`,
    round: 0,
    recipient,
    channel,
    grade: null,
    title: '事件推送：测试',
    body: JSON.stringify({ schema: 1, event: { type: 'test', at }, incident: null, by, drill }),
    link: null,
    requestedAt: at,
    fetchedElapsedMs: null,
    drill
  }
}
