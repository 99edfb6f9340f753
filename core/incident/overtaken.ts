import type { Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { chinaWallTime } from '../instant.ts'
import type { IncidentEvent, IncidentEventBody } from './events.ts'

type EventType = IncidentEventBody['type']

/** Which decisions of others a verb must have seen: what it would decide again, or undo, without knowing. */
const mustHaveSeen: Readonly<Record<string, readonly EventType[]>> = {
  acknowledge: ['acknowledged', 'taken-over'],
  'take-over': ['taken-over'],
  'confirm-grade': ['grade-confirmed', 'lowering-proposed'],
  dismiss: ['grade-confirmed', 'lowering-proposed'],
  assign: ['assigned', 'accepted'],
  'set-anchor': ['anchor-set'],
  waive: ['release-recorded', 'press-conference-recorded'],
  'draft-wording': ['wording-drafted', 'wording-approved'],
  'submit-wording': ['wording-drafted', 'wording-submitted'],
  'approve-wording': ['wording-drafted', 'wording-reviewed', 'wording-approved', 'wording-returned'],
  'return-wording': ['wording-drafted', 'wording-reviewed', 'wording-approved', 'wording-returned'],
  'establish-cause': ['cause-established', 'cause-retracted'],
  'retract-cause': ['cause-established', 'cause-retracted'],
  'settle-conflict': ['public-conflict-settled'],
  'publish-media': ['media-published', 'media-withdrawn'],
  'withdraw-media': ['media-published', 'media-withdrawn'],
  'approve-extension': ['extension-approved', 'extension-declined'],
  'decline-extension': ['extension-approved', 'extension-declined'],
  close: ['assigned', 'returned', 'grade-confirmed'],
  review: ['reviewed'],
  'accept-answer': ['answer-accepted', 'answer-sent-back', 'answer-faulted'],
  'send-back-answer': ['answer-accepted', 'answer-sent-back', 'answer-faulted'],
  'find-fault': ['answer-accepted', 'answer-sent-back', 'answer-faulted']
}

const words: Readonly<Partial<Record<EventType, string>>> = {
  acknowledged: '签收',
  'taken-over': '接班',
  'grade-confirmed': '核定等级',
  'lowering-proposed': '提出降级或驳回',
  reviewed: '写了评估',
  assigned: '交办',
  accepted: '由部门签收',
  returned: '退回',
  'anchor-set': '更正起算时间',
  'extension-approved': '批准延期',
  'extension-declined': '不批准延期',
  'wording-drafted': '拟了口径',
  'wording-submitted': '提交了口径',
  'wording-reviewed': '审核了口径',
  'wording-returned': '退回了口径',
  'wording-approved': '核准口径',
  'cause-established': '认定了原因',
  'cause-retracted': '撤回了原因认定',
  'public-conflict-settled': '办结了口径不一致',
  'media-published': '记录了刊发',
  'media-withdrawn': '撤下了宣传稿件',
  'answer-accepted': '认可答复',
  'answer-sent-back': '退回答复',
  'answer-faulted': '认定答复有问题',
  'release-recorded': '记录权威发布',
  'press-conference-recorded': '记录新闻发布会'
}

/**
 * Two people decide at once: the first one's decision stands, and the other is told of it instead of putting their own over it unseen.
 * `seenSeq`: the newest event that the person had before their eyes; null where it is not known, and nothing is asked.
 * @throws RefusedError that says who decided what and when
 */
export function refuseOvertaken(events: readonly IncidentEvent[], verb: string, seenSeq: number | null, actor: Actor): void {
  if (seenSeq === null) return
  const types = mustHaveSeen[verb] ?? []
  const other = events.findLast((event) => event.seq > seenSeq && types.includes(event.body.type) && isAnother(event.actor, actor))
  if (other === undefined || other.actor.kind !== 'person') return
  throw new RefusedError(
    `${other.actor.name} 已于 ${chinaWallTime(other.at)} ${words[other.body.type] ?? '作出决定'}，您打开时还没有；请看过时间线再决定`,
    {
      metadata: { seq: other.seq }
    }
  )
}

function isAnother(one: Actor, other: Actor): boolean {
  return one.kind === 'person' && (other.kind !== 'person' || one.id !== other.id)
}
