import type { Clock } from '../core/clock.ts'
import { eventChannelOf, eventRecipient } from '../core/event-webhook.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { IncidentEvent } from '../core/incident/events.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { dayMs, msBetween } from '../core/instant.ts'
import { noticeId } from '../core/notice-id.ts'
import type { Notice } from '../core/notice.ts'
import type { NoticeStore } from '../core/ports.ts'

/** Another system that is told what happens to incidents. */
export interface EventWebhook {
  readonly id: string
  readonly name: string
  /** Types of events; null: all. */
  readonly events: ReadonlySet<string> | null
}

interface Deps {
  readonly webhooks: readonly EventWebhook[]
  readonly notices: Pick<NoticeStore, 'request'>
  readonly clock: Clock
  readonly sha256: Sha256
  readonly requested: () => void
}

export interface EventWebhooks {
  /** A document was read: what is new of it goes with the next batch. */
  note(document: IncidentDocument): void
  /** Asks the outbox for what is new. What fails stays for the next time. */
  flush(): Promise<void>
}

/** What is older was told long ago, or happened before anybody asked. */
const notOlderMs = dayMs

/**
 * Each new event of a timeline becomes a row of the outbox for each webhook that wants its type. Its id follows from incident, event
 * and webhook, so that a restart asks again and makes nothing new.
 */
export function createEventWebhooks({ webhooks, notices, clock, sha256, requested }: Deps): EventWebhooks {
  const told = new Map<string, number>()
  const waiting = new Map<string, IncidentDocument>()

  function newOf(document: IncidentDocument): Notice[] {
    const after = told.get(document.id) ?? 0
    const now = clock.now()
    const events = document.events.filter(({ seq, at }) => seq > after && msBetween(at, now) < notOlderMs)
    return events.flatMap((event) =>
      webhooks
        .filter(({ events: wanted }) => wanted === null || wanted.has(event.body.type))
        .map((webhook) => noticeOf(document, event, webhook, sha256))
    )
  }

  return {
    note(document) {
      if (webhooks.length > 0 && (document.events.at(-1)?.seq ?? 0) > (told.get(document.id) ?? 0)) waiting.set(document.id, document)
    },
    async flush() {
      const batch = [...waiting.values()]
      if (batch.length === 0) return
      const rows = batch.flatMap(newOf)
      if (rows.length > 0 && (await notices.request(rows)).length > 0) requested()
      for (const document of batch) {
        if (waiting.get(document.id) === document) waiting.delete(document.id)
        told.set(document.id, document.events.at(-1)?.seq ?? 0)
      }
    }
  }
}

function noticeOf({ id, version, state }: IncidentDocument, event: IncidentEvent, webhook: EventWebhook, sha256: Sha256): Notice {
  const { seq, id: eventId, at, body, hash } = event
  const subject = { kind: 'incident' as const, id }
  const channel = eventChannelOf(webhook.id)
  const recipient = eventRecipient(webhook)
  const incident = { id, version, title: state.title, grade: state.grade, status: state.status, handling: state.handling }
  return {
    id: noticeId(sha256, subject, `event:${seq}`, 0, recipient.contactId, channel),
    subject,
    reason: `event:${seq}`,
    round: 0,
    recipient,
    channel,
    grade: state.grade,
    title: `事件推送：${body.type}`,
    body: JSON.stringify({ schema: 1, event: { seq, id: eventId, at, type: body.type, hash }, incident, drill: state.drill }),
    link: `/incidents/${id}`,
    requestedAt: at,
    fetchedElapsedMs: null,
    drill: state.drill
  }
}
