import { machine } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import type { Contact } from '../core/department.ts'
import { isOpen } from '../core/incident/call-list.ts'
import type { IncidentState } from '../core/incident/state.ts'
import { update, type IncidentWriter } from '../core/incident/update.ts'
import type { Instant } from '../core/instant.ts'
import type { NoticeRow } from '../core/notice.ts'
import type { Logger, NoticeStore } from '../core/ports.ts'
import { stepUp, type StepUpDecision } from '../core/step-up.ts'
import type { Channel } from './channels/channel.ts'

export interface StepUpsDeps {
  readonly writer: IncidentWriter
  readonly notices: Pick<NoticeStore, 'toStepUp' | 'endStepUp' | 'list' | 'request'>
  readonly contacts: readonly Contact[]
  readonly channels: Readonly<Record<string, Pick<Channel, 'reach'>>>
  readonly clock: Clock
  readonly logger: Logger
  readonly requested: () => void
}

/** In one look; the next comes a second later. */
const most = 500
const mostOfOneIncident = 5000

/**
 * 逐级换渠道: what nothing proves to have arrived in time goes out over the person's next channel, and when none is left onto the
 * call list. Returns how many steps were taken.
 */
export function createStepUps(deps: StepUpsDeps): { look(): Promise<number> } {
  return {
    async look() {
      const { notices, clock, logger } = deps
      const due = await notices.toStepUp(clock.now(), most)
      const incidents = new Set(due.map(({ notice }) => notice.subject.id))
      let taken = 0
      for (const id of incidents) {
        try {
          taken += await stepUpIncident(
            deps,
            id,
            due.filter(({ notice }) => notice.subject.id === id)
          )
        } catch (error) {
          logger.error({ incident: id, error: String(error) }, 'notices of an incident could not step up')
        }
      }
      if (taken > 0) deps.requested()
      return taken
    }
  }
}

async function stepUpIncident(deps: StepUpsDeps, id: string, due: readonly NoticeRow[]): Promise<number> {
  const { writer, notices, contacts, channels, clock } = deps
  const document = await writer.store.get(id)
  if (document?.state.status !== 'open') {
    await notices.endStepUp(due.map(({ notice }) => notice.id))
    return 0
  }
  const listed = await notices.list({ subjectId: id, limit: mostOfOneIncident })
  // What is due may be older than all that is listed: it belongs to its matter all the same.
  const all = [...new Map([...listed, ...due.toReversed()].map((row) => [row.notice.id, row])).values()]
  const now = clock.now()
  const reach = Object.fromEntries(Object.entries(channels).map(([name, channel]) => [name, channel.reach]))
  let taken = 0
  for (const matter of new Set(due.map(matterOf))) {
    const rows = all.filter((row) => matterOf(row) === matter).toReversed()
    const contactId = rows[0]?.notice.recipient.contactId
    const contact = contacts.find((one) => one.id === contactId) ?? null
    const decision = stepUp({ rows, contact, channels: reach, now, sha256: writer.sha256 })
    taken += await take(deps, id, decision, now)
  }
  return taken
}

function matterOf({ notice: { reason, round, recipient } }: NoticeRow): string {
  return [recipient.contactId, round, reason].join('\n')
}

/** Notice, event, end, in this order: a crash between finds the same step again, and its ids make it the same. */
async function take({ writer, notices }: StepUpsDeps, incidentId: string, { notice, event, ended }: StepUpDecision, at: Instant): Promise<number> {
  if (notice !== null) await notices.request([notice])
  if (event !== null) {
    await update(writer, incidentId, { at, actor: machine('alerting'), cause: event.cause }, (state) =>
      state.status !== 'open' || isListed(state, event.body) ? [] : [event.body]
    )
  }
  await notices.endStepUp(ended)
  return event === null ? 0 : 1
}

/** One call tells a person everything: who is on the list is not listed again. */
function isListed({ calls }: IncidentState, body: NonNullable<StepUpDecision['event']>['body']): boolean {
  return body.type === 'call-listed' && (calls ?? []).some((call) => call.contactId === body.contactId && isOpen(call))
}
