import type { Action } from '../../core/permission.ts'
import { isMajor } from '../../core/grade.ts'
import type { IncidentDetail, MentionRow, PersonView, WordingView } from '../../dashboard-api/contract.ts'

/** What can be done to an incident from its page, in the order of a matter's life. */
export type Deed =
  | 'acknowledge'
  | 'take-over'
  | 'confirm-grade'
  | 'assign'
  | 'accept'
  | 'return'
  | 'draft-wording'
  | 'approve-wording'
  | 'record-release'
  | 'record-conference'
  | 'set-anchor'
  | 'note'
  | 'split'
  | 'merge'
  | 'waive'
  | 'dismiss'
  | 'close'

export interface DeedButton {
  readonly deed: Deed
  readonly words: string
  /** What it brings about; beside the button where it cannot be taken back. */
  readonly grave: boolean
}

interface DeedRule {
  readonly words: string
  readonly action: Action
  readonly grave?: boolean
  readonly applies: (incident: IncidentDetail, me: PersonView | null) => boolean
}

const anyClockRuns = (incident: IncidentDetail): boolean => incident.countdowns.some((countdown) => countdown.settled === null)

/** Mentions that may leave for an incident of their own: all that the page knows but the one that names this one. */
export function splittable({ mentions, foundingMentionId }: Pick<IncidentDetail, 'mentions' | 'foundingMentionId'>): MentionRow[] {
  return mentions.rows.filter(({ id }) => id !== foundingMentionId)
}

/** The newest wording that waits for a step of one of my roles, and that I had no part in; null where none does. */
export function waitingForMe({ wordings }: Pick<IncidentDetail, 'wordings'>, me: PersonView | null): WordingView | null {
  if (me === null) return null
  const mine = wordings.findLast(({ awaits, involvedIds }) => !involvedIds.includes(me.id) && awaits?.roles.some((role) => me.roles.includes(role)))
  return mine ?? null
}

const deeds: Readonly<Record<Deed, DeedRule>> = {
  acknowledge: { words: '签收', action: 'incident.acknowledge', applies: (incident) => incident.unacknowledged },
  'take-over': { words: '接班', action: 'incident.take-over', applies: (incident) => incident.acknowledgedAt !== null },
  'confirm-grade': { words: '核定等级', action: 'incident.confirm-grade', applies: () => true },
  assign: { words: '交办', action: 'incident.assign', applies: () => true },
  accept: { words: '部门签收', action: 'incident.accept', applies: (incident) => incident.handling === 'assigned' },
  return: { words: '退回', action: 'incident.return', applies: (incident) => incident.handling === 'assigned' || incident.handling === 'accepted' },
  'draft-wording': { words: '拟口径', action: 'incident.draft-wording', applies: () => true },
  'approve-wording': { words: '审批口径', action: 'incident.approve-wording', applies: (incident, me) => waitingForMe(incident, me) !== null },
  'record-release': { words: '记录权威发布', action: 'incident.record-release', applies: () => true },
  'record-conference': { words: '记录新闻发布会', action: 'incident.record-conference', applies: () => true },
  'set-anchor': { words: '更正起算时间', action: 'incident.set-anchor', applies: anyClockRuns },
  note: { words: '备注', action: 'incident.note', applies: () => true },
  split: { words: '拆分', action: 'incident.split', grave: true, applies: (incident) => splittable(incident).length > 0 },
  merge: { words: '并案', action: 'incident.merge', grave: true, applies: () => true },
  waive: { words: '豁免时限', action: 'incident.waive', grave: true, applies: anyClockRuns },
  dismiss: { words: '驳回为误报', action: 'incident.dismiss', grave: true, applies: () => true },
  close: { words: '办结', action: 'incident.close', grave: true, applies: (incident) => !anyClockRuns(incident) }
}

/** The buttons that this person sees; none once the incident has ended. */
export function deedsFor(incident: IncidentDetail, may: (action: Action) => boolean, me: PersonView | null): DeedButton[] {
  if (incident.status !== 'open') return []
  return (Object.keys(deeds) as Deed[])
    .filter((deed) => may(deeds[deed].action) && deeds[deed].applies(incident, me))
    .map((deed) => ({ deed, words: deeds[deed].words, grave: deeds[deed].grave === true }))
}

/** The one primary button: what this incident waits for next. */
export function nextDeed(incident: IncidentDetail, buttons: readonly DeedButton[]): Deed | null {
  const order: readonly [Deed, boolean][] = [
    ['acknowledge', incident.unacknowledged],
    ['confirm-grade', (incident.gradeStatus === 'machine' && isMajor(incident.grade)) || incident.awaitsSecondPerson],
    ['accept', incident.handling === 'assigned'],
    ['assign', incident.handling === 'new' || incident.handling === 'acknowledged'],
    ['approve-wording', true],
    ['record-release', incident.publicPhase === 'silent'],
    ['record-conference', incident.countdowns.some((countdown) => countdown.kind === 'press-conference' && countdown.settled === null)],
    ['close', true]
  ]
  return order.find(([deed, waits]) => waits && buttons.some((button) => button.deed === deed))?.[0] ?? null
}
