import type { Action } from '../permission.ts'
import { isFiled } from './after.ts'
import type { IncidentState } from './state.ts'

/** Where a matter stands for the rules of who may do what: the handling of an open one, else how it ended. */
export const workflowStates = ['new', 'acknowledged', 'assigned', 'accepted', 'closed', 'dismissed', 'merged', 'filed'] as const
export type WorkflowState = (typeof workflowStates)[number]

export const workflowStateWords = {
  new: '待签收',
  acknowledged: '已签收',
  assigned: '已交办',
  accepted: '部门已签收',
  closed: '已办结',
  dismissed: '已驳回',
  merged: '已并入',
  filed: '已归档'
} as const satisfies Record<WorkflowState, string>

export function workflowStateOf({ status, handling, after }: Pick<IncidentState, 'status' | 'handling' | 'after'>): WorkflowState {
  if (isFiled({ after })) return 'filed'
  return status === 'open' ? handling : status
}

/** One verb: what it is called, the right that it asks for, and the states in which it may be done. */
export interface WorkflowRow {
  readonly words: string
  /** Null: only a machine decides it, from what it observed. */
  readonly action: Action | null
  readonly states: readonly WorkflowState[]
  /** What it asks for besides role and state. */
  readonly asks?: string
  /** It opens another matter, which begins with what it decides. */
  readonly opens?: true
}

const open = ['new', 'acknowledged', 'assigned', 'accepted'] as const
const any = workflowStates
/* What was late shows when the matter is over. */
const supervised = [...open, 'closed'] as const
const evidence = '须有依据：时间线上的事件或超时的时限；须是在本事件中有职责的单位；认定相同的未了结时不另发'
const ownDepartment = '须是本事件的责任部门，由本部门承办人办理'

/**
 * 状态 × 动作 × 角色: every verb of this folder by the name of its function. Who may is said in core/permission.ts. A verb without its row
 * here, and a row that says something else than the verb does, fail test/unit/core/workflow.test.ts; docs/workflow.md is printed from it.
 */
export const workflow = {
  openByHand: { words: '人工立案', action: 'incident.open', states: any, opens: true, asks: '另立一个事件，与已有事件的状态无关' },
  acknowledge: { words: '签收', action: 'incident.acknowledge', states: open },
  takeOver: { words: '接班', action: 'incident.take-over', states: open, asks: '须已有他人签收' },
  confirmGrade: { words: '核定等级', action: 'incident.confirm-grade', states: open, asks: '重大以上降级须两人' },
  dismiss: { words: '驳回为误报', action: 'incident.dismiss', states: open, asks: '重大以上须两人' },
  setAnchor: { words: '更正起算时刻', action: 'incident.set-anchor', states: open },
  assign: { words: '交办', action: 'incident.assign', states: open, asks: '须有且只有一个主办部门，同一部门只列一次' },
  accept: { words: '部门签收', action: 'incident.accept', states: open, asks: ownDepartment },
  returnAssignment: { words: '部门退回', action: 'incident.return', states: open, asks: `${ownDepartment}；交办后政策写明的小时数之内` },
  takeNotice: { words: '知晓性回应', action: 'incident.take-notice', states: open, asks: `${ownDepartment}；该时限在计` },
  answer: { words: '实质答复', action: 'incident.answer', states: open, asks: `${ownDepartment}；该时限在计` },
  acceptAnswer: { words: '认可答复', action: 'incident.accept-answer', states: open, asks: '须有还没有认可或退回的答复' },
  sendBackAnswer: {
    words: '退回答复',
    action: 'incident.send-back-answer',
    states: open,
    asks: '须有还没有认可或退回的部门实质答复；所引文字在答复中'
  },
  findAnswerFault: { words: '认定答复的问题', action: 'incident.find-fault', states: open, asks: '须有还没有认可或退回的答复；所引文字在答复中' },
  requestExtension: { words: '申请延期', action: 'incident.request-extension', states: open, asks: `${ownDepartment}；到期之前，只一次` },
  approveExtension: { words: '批准延期', action: 'incident.approve-extension', states: open, asks: '由规则写明的角色；不能是申请人' },
  declineExtension: { words: '不批准延期', action: 'incident.decline-extension', states: open, asks: '由规则写明的角色；不能是申请人' },
  moveStage: { words: '更正分阶段时限的起算', action: 'incident.move-stage', states: open, asks: '该时限在计；上报随发现时间更正' },
  waiveStage: { words: '豁免分阶段时限', action: 'incident.waive-stage', states: open, asks: '该时限在计' },
  waive: { words: '豁免法定时限', action: 'incident.waive', states: open, asks: '该时限在计' },
  reportByPhone: { words: '电话上报', action: 'incident.report-by-phone', states: open, asks: '该时限在计' },
  reportInWriting: { words: '书面上报', action: 'incident.report-in-writing', states: open, asks: '该时限在计；文号或留存件，并收件回执' },
  recordCall: { words: '电话通知登记', action: 'incident.record-call', states: open, asks: '须在电话通知清单上' },
  draftWording: { words: '拟口径', action: 'incident.draft-wording', states: open },
  submitWording: {
    words: '提交口径',
    action: 'incident.submit-wording',
    states: open,
    asks: '没有待核和空话，必有部分齐全，下次发布写明将来的时间，未认定原因不写原因'
  },
  approveWording: {
    words: '审核、签发口径',
    action: 'incident.approve-wording',
    states: open,
    asks: '由政策为这一步写明的角色；不能是拟稿人、提交人，一人不办两步'
  },
  returnWording: { words: '退回口径', action: 'incident.return-wording', states: open, asks: '由政策为这一步写明的角色；写明理由' },
  establishCause: { words: '认定原因', action: 'incident.establish-cause', states: open, asks: '写明依据' },
  retractCause: { words: '撤回原因认定', action: 'incident.retract-cause', states: open, asks: '已有原因认定' },
  settleConflict: { words: '办结口径不一致', action: 'incident.settle-conflict', states: open, asks: '仍不一致；写明理由' },
  planMedia: { words: '列入媒体宣传计划', action: 'incident.plan-media', states: open },
  publishMedia: { words: '记录宣传稿件刊发', action: 'incident.publish-media', states: open, asks: '已列入计划，未撤下' },
  withdrawMedia: { words: '撤下宣传稿件', action: 'incident.withdraw-media', states: open, asks: '已列入计划，未撤下；写明理由' },
  recordRelease: { words: '记录权威发布', action: 'incident.record-release', states: open, asks: '系统取回的页面，与核准的口径相符' },
  recordConference: { words: '记录新闻发布会', action: 'incident.record-conference', states: open, asks: '已召开，有报道页面' },
  note: { words: '备注', action: 'incident.note', states: [...open, 'closed', 'dismissed', 'merged'] },
  instruct: { words: '批示', action: 'incident.instruct', states: open, asks: '落为一项以上有时限的任务' },
  giveTask: { words: '交办任务', action: 'incident.give-task', states: open, asks: '时限在现在以后、一年以内' },
  finishTask: { words: '完成任务', action: 'incident.finish-task', states: open, asks: '由任务的承办者办理；写明完成情况' },
  returnTask: { words: '退回任务', action: 'incident.return-task', states: open, asks: '由任务的承办者办理' },
  handOnTask: { words: '改派任务', action: 'incident.hand-on-task', states: open, asks: '批示的时限只能由领导改变' },
  withdrawTask: { words: '撤回任务', action: 'incident.withdraw-task', states: open, asks: '批示的任务只能由领导撤回，督办的由督办人或领导' },
  holdMeeting: { words: '会商', action: 'incident.hold-meeting', states: open, asks: '两人以上参加；会商不改变等级' },
  classify: { words: '研判定性', action: 'incident.classify', states: open, asks: '写明理由；属重点回应的，回应时限即开始' },
  checkFact: { words: '核实', action: 'incident.check-fact', states: open, asks: '核实或否定须写明依据' },
  transferRumour: { words: '移交涉谣线索', action: 'incident.transfer-rumour', states: open, asks: '本事件的信息' },
  receiptTransfer: { words: '移交回执', action: 'incident.receipt-transfer', states: open, asks: '须有这次移交，且未登记回执' },
  fileReport: {
    words: '报送初报、续报、终报',
    action: 'incident.file-report',
    states: open,
    asks: '先初报（电话报告不代替书面初报），终报之后不再报'
  },
  absorb: { words: '并案（并入方）', action: 'incident.merge', states: open, asks: '被并入的等级不能更高' },
  mergeInto: { words: '并案（被并入方）', action: 'incident.merge', states: open },
  splitOff: { words: '拆分', action: 'incident.split', states: open, asks: '不含立案所依据的信息' },
  openBySplit: { words: '拆出立案', action: 'incident.split', states: any, opens: true, asks: '与拆分同一步，原事件须未结束' },
  remind: { words: '提醒', action: 'incident.remind', states: supervised, asks: evidence },
  orderSupervision: {
    words: '督办单',
    action: 'incident.order-supervision',
    states: supervised,
    asks: `${evidence}；整改期限（一年以内）；越级须理由`
  },
  criticise: { words: '通报批评', action: 'incident.criticise', states: supervised, asks: `${evidence}；整改期限（一年以内）；越级须理由` },
  summon: { words: '约谈', action: 'incident.summon', states: supervised, asks: `${evidence}；整改期限（一年以内）；越级须理由` },
  signSupervision: {
    words: '签发督办文书',
    action: 'incident.sign-supervision',
    states: supervised,
    asks: '由规则写明的角色；不能是起草人；已听取陈述或陈述期满'
  },
  refuseSupervision: { words: '不予签发', action: 'incident.refuse-supervision', states: supervised, asks: '待签发' },
  makeStatement: { words: '陈述', action: 'incident.make-statement', states: supervised, asks: '由被督办单位承办人，签发之前，只一次' },
  reportRectification: { words: '整改报告', action: 'incident.report-rectification', states: supervised, asks: '由被督办单位承办人' },
  judgeRectification: { words: '整改验收', action: 'incident.judge-rectification', states: supervised, asks: '已有整改报告' },
  declineSupervisionProposal: { words: '不采纳督办建议', action: 'incident.decline-supervision-proposal', states: supervised, asks: '有此建议' },
  recordOtherReport: { words: '登记他方报告', action: 'incident.record-other-report', states: supervised },
  recordPriorKnowledge: { words: '登记事前已知', action: 'incident.record-prior-knowledge', states: supervised },
  close: { words: '办结', action: 'incident.close', states: open, asks: '没有在计的法定时限；尚有事项未办完的，由领导写明理由' },
  review: { words: '评估', action: 'incident.review', states: ['closed', 'dismissed'] },
  reopen: { words: '重新办理', action: 'incident.reopen', states: ['closed'] },
  archive: { words: '归档', action: 'incident.archive', states: ['closed', 'dismissed'], asks: '归档规则写明保管期限；须评估的等级已评估' },
  numberSupervision: { words: '督办文书编号', action: null, states: [...supervised, 'dismissed', 'merged'] },
  observe: { words: '机器研判', action: null, states: open },
  openByMachine: { words: '机器立案', action: null, states: any, opens: true },
  proposeRelease: { words: '发现疑似发布', action: null, states: open },
  loseRelease: { words: '发布失效', action: null, states: [...open, 'closed'] },
  changeRelease: { words: '发布内容已改', action: null, states: [...open, 'closed'] },
  loseConference: { words: '发布会证明失效', action: null, states: [...open, 'closed'] },
  missPage: { words: '页面长时间无法核实', action: null, states: [...open, 'closed'] },
  findPageAgain: { words: '页面又可核实', action: null, states: [...open, 'closed'] }
} as const satisfies Readonly<Record<string, WorkflowRow>>

export type WorkflowVerb = keyof typeof workflow
