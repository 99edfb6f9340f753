import type { Actor, Role } from './actor.ts'
import { ForbiddenError } from './errors.ts'

/** Everything a person can ask the system to do. A new action fails to compile until its roles are named here. */
export type Action =
  | 'incident.read'
  | 'incident.open'
  | 'incident.acknowledge'
  | 'incident.take-over'
  | 'incident.confirm-grade'
  | 'incident.dismiss'
  | 'incident.assign'
  | 'incident.accept'
  | 'incident.return'
  | 'incident.draft-wording'
  | 'incident.submit-wording'
  | 'incident.approve-wording'
  | 'incident.return-wording'
  | 'incident.establish-cause'
  | 'incident.retract-cause'
  | 'incident.settle-conflict'
  | 'incident.plan-media'
  | 'incident.publish-media'
  | 'incident.withdraw-media'
  | 'incident.record-release'
  | 'incident.record-conference'
  | 'incident.waive'
  | 'incident.set-anchor'
  | 'incident.record-call'
  | 'incident.report-by-phone'
  | 'incident.report-in-writing'
  | 'incident.take-notice'
  | 'incident.answer'
  | 'incident.accept-answer'
  | 'incident.send-back-answer'
  | 'incident.find-fault'
  | 'incident.request-extension'
  | 'incident.approve-extension'
  | 'incident.decline-extension'
  | 'incident.waive-stage'
  | 'incident.move-stage'
  | 'incident.remind'
  | 'incident.order-supervision'
  | 'incident.criticise'
  | 'incident.summon'
  | 'incident.sign-supervision'
  | 'incident.refuse-supervision'
  | 'incident.make-statement'
  | 'incident.report-rectification'
  | 'incident.judge-rectification'
  | 'incident.decline-supervision-proposal'
  | 'incident.record-other-report'
  | 'incident.record-prior-knowledge'
  | 'supervision.read'
  | 'incident.instruct'
  | 'incident.give-task'
  | 'incident.finish-task'
  | 'incident.return-task'
  | 'incident.hand-on-task'
  | 'incident.withdraw-task'
  | 'incident.hold-meeting'
  | 'incident.classify'
  | 'incident.check-fact'
  | 'incident.transfer-rumour'
  | 'incident.receipt-transfer'
  | 'incident.file-report'
  | 'incident.note'
  | 'incident.close'
  | 'incident.review'
  | 'incident.reopen'
  | 'incident.archive'
  | 'incident.merge'
  | 'incident.split'
  | 'archive.read'
  | 'mention.search'
  | 'search.save'
  | 'mention.enter'
  | 'report.read'
  | 'report.make'
  | 'report.supervise'
  | 'source.read'
  | 'rule.read'
  | 'rule.edit'
  | 'rule.approve'
  | 'source.manage'
  | 'watch.hand-over'
  | 'notice.read'
  | 'notice.mute'
  | 'notice.mute-major'
  | 'channel.test'
  | 'session.manage'
  | 'account.read'
  | 'account.manage'
  | 'api-token.manage'
  | 'account.grant'
  | 'organisation.read'
  | 'organisation.manage'
  | 'roster.manage'
  | 'personal-data.unmask'
  | 'audit.read'
  | 'system.read'
  | 'dead-letter.manage'
  | 'backup.make'
  | 'drill.read'
  | 'drill.run'

const desk: readonly Role[] = ['duty-officer', 'analyst']
const leaders: readonly Role[] = ['deputy-leader', 'leader']
const readers: readonly Role[] = [...desk, 'handler', 'spokesperson', ...leaders, 'supervisor']

const allowed: Readonly<Record<Action, readonly Role[]>> = {
  'incident.read': readers,
  'incident.open': desk,
  'incident.acknowledge': [...desk, 'handler', ...leaders],
  'incident.take-over': [...desk, 'handler', ...leaders],
  'incident.confirm-grade': ['analyst', 'duty-officer', ...leaders],
  'incident.dismiss': ['analyst', 'duty-officer', ...leaders],
  'incident.assign': [...desk, ...leaders],
  'incident.accept': ['handler'],
  'incident.return': ['handler'],
  'incident.draft-wording': [...desk, 'handler', 'spokesperson', ...leaders],
  'incident.submit-wording': [...desk, 'handler', 'spokesperson', ...leaders],
  /* Who of them may is the policy's to say: core/incident/approve-wording.ts. */
  'incident.approve-wording': [...desk, 'spokesperson', ...leaders],
  'incident.return-wording': [...desk, 'spokesperson', ...leaders],
  'incident.establish-cause': [...desk, 'handler', ...leaders],
  'incident.retract-cause': [...desk, 'handler', ...leaders],
  'incident.settle-conflict': [...desk, 'spokesperson', ...leaders],
  'incident.plan-media': [...desk, 'spokesperson'],
  'incident.publish-media': [...desk, 'spokesperson'],
  'incident.withdraw-media': [...desk, 'spokesperson'],
  'incident.record-release': [...desk, 'handler', 'spokesperson'],
  'incident.record-conference': [...desk, 'spokesperson'],
  'incident.waive': leaders,
  'incident.set-anchor': ['analyst', ...leaders],
  'incident.record-call': desk,
  'incident.report-by-phone': [...desk, ...leaders],
  'incident.report-in-writing': [...desk, ...leaders],
  'incident.take-notice': ['handler'],
  'incident.answer': ['handler'],
  'incident.accept-answer': [...desk, ...leaders, 'supervisor'],
  'incident.send-back-answer': [...desk, ...leaders, 'supervisor'],
  'incident.find-fault': [...leaders, 'supervisor'],
  'incident.request-extension': ['handler'],
  // Which of them may is said by the rule of the stage.
  'incident.approve-extension': readers,
  'incident.decline-extension': readers,
  'incident.waive-stage': leaders,
  'incident.move-stage': ['analyst', ...leaders],
  'incident.remind': ['supervisor'],
  'incident.order-supervision': ['supervisor'],
  'incident.criticise': ['supervisor'],
  'incident.summon': ['supervisor'],
  // Which of them may is said by the rule of the step.
  'incident.sign-supervision': leaders,
  'incident.refuse-supervision': ['supervisor', ...leaders],
  'incident.make-statement': ['handler'],
  'incident.report-rectification': ['handler'],
  'incident.judge-rectification': ['supervisor'],
  'incident.decline-supervision-proposal': ['supervisor'],
  'incident.record-other-report': [...desk, 'supervisor'],
  'incident.record-prior-knowledge': ['supervisor'],
  'supervision.read': readers,
  'incident.instruct': leaders,
  'incident.give-task': [...desk, ...leaders, 'supervisor'],
  // Which of them may is said by who owes the task.
  'incident.finish-task': readers,
  'incident.return-task': readers,
  'incident.hand-on-task': [...desk, ...leaders, 'supervisor'],
  'incident.withdraw-task': [...desk, ...leaders, 'supervisor'],
  'incident.hold-meeting': [...desk, ...leaders],
  'incident.classify': [...desk, ...leaders],
  'incident.check-fact': [...desk, 'handler', ...leaders],
  'incident.transfer-rumour': [...desk, ...leaders],
  'incident.receipt-transfer': [...desk, ...leaders],
  'incident.file-report': [...desk, ...leaders],
  'incident.note': readers,
  'incident.close': [...desk, ...leaders],
  'incident.review': [...desk, ...leaders, 'supervisor'],
  'incident.reopen': leaders,
  'incident.archive': [...desk, ...leaders],
  'incident.merge': desk,
  'incident.split': desk,
  'archive.read': [...desk, ...leaders, 'supervisor', 'auditor'],
  'mention.search': readers,
  'search.save': readers,
  'mention.enter': [...desk, ...leaders],
  'report.read': readers,
  'report.make': [...desk, 'spokesperson', ...leaders, 'supervisor'],
  'report.supervise': [...leaders, 'supervisor'],
  'source.read': [...desk, 'supervisor', 'admin'],
  'rule.read': [...desk, ...leaders, 'supervisor', 'admin'],
  'rule.edit': desk,
  /* Never one's own: core/rule-book/deeds.ts. */
  'rule.approve': ['analyst', ...leaders],
  'source.manage': ['analyst', 'admin'],
  'watch.hand-over': desk,
  'notice.read': readers,
  'notice.mute': [...desk, ...leaders],
  'notice.mute-major': leaders,
  'channel.test': [...desk, 'admin'],
  'session.manage': ['admin', 'security-admin'],
  /* 三权分立: one makes accounts, another says what they may do, and neither reads what was noted of it. */
  'account.read': ['admin', 'security-admin'],
  'account.manage': ['admin'],
  'api-token.manage': ['admin'],
  'account.grant': ['security-admin'],
  'organisation.read': [...desk, ...leaders, 'supervisor', 'admin', 'security-admin'],
  'organisation.manage': ['admin'],
  'roster.manage': [...desk, ...leaders, 'admin'],
  'personal-data.unmask': [...desk, ...leaders, 'supervisor'],
  'audit.read': ['auditor'],
  'system.read': ['admin'],
  'dead-letter.manage': ['admin', ...desk],
  'backup.make': ['admin'],
  'drill.read': [...readers, 'admin'],
  'drill.run': [...leaders, 'admin']
}

/** Every action there is, for lists of what a person may do and for tests over all of them. */
export const actions = Object.keys(allowed) as readonly Action[]

/** Who may ask for it. */
export function rolesOf(action: Action): readonly Role[] {
  return allowed[action]
}

export function can(actor: Actor, action: Action): boolean {
  return actor.kind === 'machine' || actor.roles.some((role) => allowed[action].includes(role))
}

/** @throws ForbiddenError when none of the actor's roles may do this. */
export function demand(actor: Actor, action: Action): void {
  if (!can(actor, action)) throw new ForbiddenError('您的角色不能进行此操作', { metadata: { action } })
}
