import type { IncidentDetail } from '../dashboard-api/contract.ts'
import type { DeskClient } from './desk-client.ts'
import type { Queue } from './recognise.ts'
import type { ScriptedAct } from './scenario.ts'

/** What people do once a matter is handled: 办结, 评估, 归档. */
export type AfterAct =
  /** `despite`: what a leader says of what is left undone; nothing where nothing is. */
  | { readonly do: 'close'; readonly reason: string; readonly despite: string }
  | { readonly do: 'review'; readonly wentWell: string; readonly wentBadly: string; readonly lessons: string; readonly rulesToChange: string }
  | { readonly do: 'archive' }

export function isAfterAct(act: ScriptedAct['act']): act is AfterAct {
  return act.do === 'close' || act.do === 'review' || act.do === 'archive'
}

/** Where the desk has the incident by then. What ends it is found there too, when the answer to the first try was lost. */
export function queuesOf(act: ScriptedAct['act']): readonly Queue[] {
  const isAfterClosing = act.do === 'review' || act.do === 'archive' || (act.do === 'paper' && act.kind === 'closing')
  return isAfterClosing ? ['closed'] : ['open', 'closed', 'dismissed']
}

/** Over the same API as the page; the key makes a second try harmless. */
export async function performAfter(desk: DeskClient, incident: Pick<IncidentDetail, 'id' | 'seq'>, act: AfterAct, key: string): Promise<void> {
  switch (act.do) {
    case 'close':
      return await desk.act(incident, 'close', { reason: act.reason, despite: act.despite }, key)
    case 'review': {
      const { wentWell, wentBadly, lessons, rulesToChange } = act
      return await desk.act(incident, 'review', { wentWell, wentBadly, lessons, rulesToChange }, key)
    }
    case 'archive':
      // It is filed already where the answer to the first try was lost.
      if ((await desk.incident(incident.id)).after.filed === null) await desk.file(incident.id, key)
      return
    default:
      return act satisfies never
  }
}
