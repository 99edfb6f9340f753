import type { StillOpen } from '../core/gathered-notice.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { covers, type Mute } from '../core/mute.ts'
import type { Notice } from '../core/notice.ts'
import type { IncidentStore, NoticeStore } from '../core/ports.ts'
import type { Channel } from './channels/channel.ts'

export type ToldOf = Pick<Notice, 'recipient' | 'channel'>

export interface StillOpenDeps {
  readonly notices: Pick<NoticeStore, 'list'>
  readonly incidents: Pick<IncidentStore, 'get' | 'list'>
  readonly channels: Readonly<Record<string, Pick<Channel, 'updatesInPlace'>>>
}

const mostIncidents = 500
const mostRows = 500

/**
 * When a mute ends, what is still open rings though nothing of it fell due meanwhile: who was ever told of such an incident, over which
 * channel. What another mute still covers does not, and 特别重大 never was muted.
 */
export async function stillOpenUnder(
  deps: StillOpenDeps,
  ended: readonly Mute[],
  active: readonly Mute[]
): Promise<readonly { readonly told: ToldOf; readonly incident: StillOpen }[]> {
  if (ended.length === 0) return []
  const found = new Map<string, { told: ToldOf; incident: StillOpen }>()
  for (const document of await incidentsUnder(deps, ended)) {
    const { id, state } = document
    const rows = await deps.notices.list({ subjectId: id, limit: mostRows })
    for (const { notice } of rows) {
      /* By the grade that the incident has now: that is what a mute of a grade spoke of when it ended. */
      const today = { ...notice, grade: state.grade }
      if (deps.channels[notice.channel]?.updatesInPlace === true || !(notice.channel in deps.channels)) continue
      if (!ended.some((mute) => covers(mute, today)) || active.some((mute) => covers(mute, today))) continue
      const { recipient, channel } = notice
      found.set(`${id}\n${recipient.contactId}\n${channel}`, {
        told: { recipient, channel },
        incident: { incidentId: id, title: notice.title, grade: state.grade }
      })
    }
  }
  return [...found.values()]
}

async function incidentsUnder({ incidents }: StillOpenDeps, ended: readonly Mute[]): Promise<IncidentDocument[]> {
  const named = ended.flatMap(({ scope }) => (scope.kind === 'incident' ? [scope.incidentId] : []))
  const documents = (await Promise.all(named.map((id) => incidents.get(id)))).filter((document) => document !== null)
  if (named.length < ended.length) documents.push(...(await incidents.list({ status: ['open'], limit: mostIncidents })))
  const open = documents.filter(({ state }) => state.status === 'open' && state.grade !== 'I')
  return [...new Map(open.map((document) => [document.id, document])).values()]
}
