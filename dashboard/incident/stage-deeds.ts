import type { Role } from '../../core/actor.ts'
import type { Action } from '../../core/permission.ts'
import type { IncidentVerb } from '../../dashboard-api/contract-verbs.ts'
import type { StageView } from '../../dashboard-api/contract.ts'

/** What can be done to one staged clock. */
export type StageDeed = Extract<
  IncidentVerb,
  | 'report-by-phone'
  | 'report-in-writing'
  | 'take-notice'
  | 'answer'
  | 'request-extension'
  | 'approve-extension'
  | 'decline-extension'
  | 'move-stage'
  | 'waive-stage'
>

/** Who sits before the page, as far as these deeds ask. */
export interface Doer {
  readonly may: (action: Action) => boolean
  readonly roles: readonly Role[]
  readonly id: string | null
  readonly departmentId: string | null
}

interface StageDeedForm {
  readonly title: string
  readonly button: string
  readonly grave?: boolean
  readonly applies: (stage: StageView, doer: Doer, overdue: boolean) => boolean
  readonly consequences: (stage: StageView) => readonly string[]
}

const own = ({ department }: StageView, { departmentId }: Doer): boolean => department !== null && department.id === departmentId

/** Another person than who asked, of a role that the rule names. */
const mayDecide = ({ request, extension }: StageView, { roles, id }: Doer): boolean =>
  request !== null && extension !== null && extension.approvedBy.some((role) => roles.includes(role)) && request.byId !== id

export const stageDeeds: Readonly<Record<StageDeed, StageDeedForm>> = {
  'report-by-phone': {
    title: '记录电话上报',
    button: '记录电话上报',
    applies: ({ kind, stage }) => kind === 'report-up' && stage === 'phone',
    consequences: () => ['记下通话时间、报告人、接报人和您的姓名，电话报告时限停止。', '书面报告的时限照常计时。']
  },
  'report-in-writing': {
    title: '记录书面上报',
    button: '记录书面上报',
    applies: ({ kind, stage }) => kind === 'report-up' && stage === 'written',
    consequences: () => ['须有文号或留存件，并写明收件回执；书面报告时限停止。']
  },
  'take-notice': {
    title: '知晓性回应',
    button: '知晓性回应',
    applies: (stage, doer) => stage.kind === 'department-reply' && stage.stage === 'notice' && own(stage, doer),
    consequences: () => ['以本部门名义回复已收到、由谁办理。', '实质答复的时限照常计时。']
  },
  answer: {
    title: '实质答复',
    button: '实质答复',
    applies: (stage, doer) => stage.kind === 'department-reply' && stage.stage === 'answer' && own(stage, doer),
    consequences: () => ['以本部门名义答复事实、处理与结果，本部门的答复时限停止。', '这不是对外发布：权威发布与回应时限照常计时。']
  },
  'request-extension': {
    title: '申请延期',
    button: '申请延期',
    applies: (stage, doer, overdue) => own(stage, doer) && stage.extension !== null && !stage.isExtended && stage.request === null && !overdue,
    consequences: ({ extension }) => [
      `经${extension?.approvedByWords.join('、') ?? ''}批准后，时限共${extension?.to ?? ''}，起算时间不变；只能延一次。`,
      '批准之前照常计时。'
    ]
  },
  'approve-extension': {
    title: '批准延期',
    button: '批准延期',
    applies: mayDecide,
    consequences: ({ extension }) => [`时限改为共${extension?.to ?? ''}，从原起算时间算；此后不能再延。`, '您的姓名和理由留在时间线上。']
  },
  'decline-extension': {
    title: '不批准延期',
    button: '不批准延期',
    applies: mayDecide,
    consequences: () => ['时限不变，照常计时。', '您的姓名和理由留在时间线上。']
  },
  'move-stage': {
    title: '更正起算时间',
    button: '更正起算',
    applies: ({ kind }) => kind === 'department-reply',
    consequences: () => ['按新的起算时间重算，可能立即临近或超时。', '原来的时间、您的姓名和理由都留在时间线上。']
  },
  'waive-stage': {
    title: '豁免时限',
    button: '豁免',
    grave: true,
    applies: () => true,
    consequences: () => ['此时限不再计时，也不再提醒；不能恢复。', '以您的姓名署名，理由永久留在时间线上，督查可见。']
  }
}

/** The buttons of one clock for this person; none once it has ended. */
export function stageDeedsFor(stage: StageView, doer: Doer, overdue: boolean): StageDeed[] {
  if (stage.settled !== null) return []
  return (Object.keys(stageDeeds) as StageDeed[]).filter((deed) => doer.may(`incident.${deed}`) && stageDeeds[deed].applies(stage, doer, overdue))
}
