import { sha256 } from '../../adapters/hash.ts'
import { reviewFacts } from '../../core/archive/review-facts.ts'
import { VoiceCounter } from '../../core/archive/voice-curve.ts'
import type { Role } from '../../core/actor.ts'
import { accept } from '../../core/incident/accept.ts'
import { acceptAnswer } from '../../core/incident/accept-answer.ts'
import { acknowledge } from '../../core/incident/acknowledge.ts'
import { archive } from '../../core/incident/archive.ts'
import { answer } from '../../core/incident/answer.ts'
import { approveExtension } from '../../core/incident/approve-extension.ts'
import { approveWording } from '../../core/incident/approve-wording.ts'
import { assign } from '../../core/incident/assign.ts'
import { close } from '../../core/incident/close.ts'
import type { CommandContext } from '../../core/incident/command.ts'
import { confirmGrade } from '../../core/incident/confirm-grade.ts'
import { declineExtension } from '../../core/incident/decline-extension.ts'
import { digestOf, memberOf } from '../../core/incident/digest.ts'
import { establishCause } from '../../core/incident/establish-cause.ts'
import { dismiss } from '../../core/incident/dismiss.ts'
import { draftWording } from '../../core/incident/draft-wording.ts'
import type { IncidentEvent } from '../../core/incident/events.ts'
import { findAnswerFault } from '../../core/incident/find-fault.ts'
import { loseConference } from '../../core/incident/lose-conference.ts'
import { changeRelease, loseRelease } from '../../core/incident/lose-release.ts'
import { absorb, mergeInto } from '../../core/incident/merge.ts'
import { moveStage } from '../../core/incident/move-stage.ts'
import { note } from '../../core/incident/note.ts'
import { observe } from '../../core/incident/observe.ts'
import { openByHand } from '../../core/incident/open-by-hand.ts'
import { openByMachine } from '../../core/incident/open-by-machine.ts'
import { planMedia } from '../../core/incident/plan-media.ts'
import { publishMedia } from '../../core/incident/publish-media.ts'
import { proposeRelease } from '../../core/incident/propose-release.ts'
import { recordCall } from '../../core/incident/record-call.ts'
import { recordConference } from '../../core/incident/record-conference.ts'
import { recordRelease } from '../../core/incident/record-release.ts'
import { reportByPhone } from '../../core/incident/report-by-phone.ts'
import { reportInWriting } from '../../core/incident/report-in-writing.ts'
import { reopen } from '../../core/incident/reopen.ts'
import { review } from '../../core/incident/review.ts'
import { requestExtension } from '../../core/incident/request-extension.ts'
import { retractCause } from '../../core/incident/retract-cause.ts'
import { returnWording } from '../../core/incident/return-wording.ts'
import { settleConflict } from '../../core/incident/settle-conflict.ts'
import { submitWording } from '../../core/incident/submit-wording.ts'
import { withdrawMedia } from '../../core/incident/withdraw-media.ts'
import { returnAssignment } from '../../core/incident/return.ts'
import { sendBackAnswer } from '../../core/incident/send-back-answer.ts'
import { setAnchor } from '../../core/incident/set-anchor.ts'
import { openBySplit, splitOff } from '../../core/incident/split.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { takeNotice } from '../../core/incident/take-notice.ts'
import { takeOver } from '../../core/incident/take-over.ts'
import type { Decision } from '../../core/incident/update.ts'
import { waive } from '../../core/incident/waive.ts'
import { waiveStage } from '../../core/incident/waive-stage.ts'
import { checkFact } from '../../core/incident/check-fact.ts'
import { classify } from '../../core/incident/classify.ts'
import { fileReport } from '../../core/incident/file-report.ts'
import { finishTask } from '../../core/incident/finish-task.ts'
import { giveTask } from '../../core/incident/give-task.ts'
import { handOnTask } from '../../core/incident/hand-on-task.ts'
import { holdMeeting } from '../../core/incident/hold-meeting.ts'
import { instruct } from '../../core/incident/instruct.ts'
import { receiptTransfer } from '../../core/incident/receipt-transfer.ts'
import { returnTask } from '../../core/incident/return-task.ts'
import { transferRumour } from '../../core/incident/transfer-rumour.ts'
import { withdrawTask } from '../../core/incident/withdraw-task.ts'
import { criticise } from '../../core/incident/criticise.ts'
import { declineSupervisionProposal } from '../../core/incident/decline-supervision-proposal.ts'
import { judgeRectification } from '../../core/incident/judge-rectification.ts'
import { makeStatement } from '../../core/incident/make-statement.ts'
import { numberSupervision } from '../../core/incident/number-supervision.ts'
import { orderSupervision } from '../../core/incident/order-supervision.ts'
import { recordOtherReport } from '../../core/incident/record-other-report.ts'
import { recordPriorKnowledge } from '../../core/incident/record-prior-knowledge.ts'
import { refuseSupervision } from '../../core/incident/refuse-supervision.ts'
import { remind } from '../../core/incident/remind.ts'
import { reportRectification } from '../../core/incident/report-rectification.ts'
import { signSupervision } from '../../core/incident/sign-supervision.ts'
import { summon } from '../../core/incident/summon.ts'
import { findPageAgain, missPage } from '../../core/incident/watched-page.ts'
import type { WorkflowState, WorkflowVerb } from '../../core/incident/workflow.ts'
import type { MentionId } from '../../core/mention.ts'
import { Policy } from '../../core/policy.ts'
import { judged } from './api-incidents.ts'
import { table } from './group-mentions.ts'
import { anchor, document, evidenceOf, leader, officer, openingOf, person, policy } from './incidents.ts'
import { shippedCalendar } from './shipped-calendar.ts'
import { shippedSupervision } from './shipped-supervision.ts'
import { filingOf, reviewForm, waived, type Deed } from './workflow-matter.ts'
import { moment, safety, stagedPolicy, type StagedDesk } from './staged-desk.ts'
import { threeSteps } from './wording-matter.ts'

/** A lawful use of a verb, with what has to be there before it. */
export interface WorkflowCall {
  readonly verb: (state: IncidentState, context: CommandContext) => Decision
  readonly first?: Deed
  readonly last?: Deed
  /** The policy that it is under; the staged one of the tests where none is given. */
  readonly under?: Policy
  /** Refusals for a reason of content, in states that have not what the verb is about. */
  readonly refuses?: Partial<Record<WorkflowState, RegExp>>
  /** Where a rule or the policy lets fewer roles than the permission. */
  readonly roles?: readonly Role[]
  /** Whose own the thing is, where it is somebody's; to others it is refused. */
  readonly isOwn?: readonly Role[]
}

const now = moment('2026-09-10 10:20')
const opening = { jurisdiction: 'test', policy, drill: false, blindSources: [] }
const member = ((): ReturnType<typeof memberOf> => {
  const { mention, assessment } = judged('m-1', moment('2026-09-10 10:10'), null)
  return memberOf(mention, assessment, null)
})()
const digest = digestOf([member], policy.occurredWithinHours)
const release = evidenceOf('https://city.example/1', moment('2026-09-10 10:04'))
const held = {
  evidence: evidenceOf('https://city.example/2', moment('2026-09-10 10:18')),
  text: '今天10时15分，市政府召开新闻发布会，通报爆炸事故情况。会上，发言人表示将继续发布进展。',
  venue: '市政府新闻发布厅',
  speaker: '新闻发言人',
  heldAt: moment('2026-09-10 10:15')
}
const lost = { reason: '页面已删除', since: moment('2026-09-10 10:15') }
const comparison = { version: 1, share: 0.2, asked: 0.9, carries: false, differing: [] }
const replyStage = 'department-reply/answer/safety'
const noReply = { new: /没有/, acknowledged: /没有/ } as const
const paper = document(openingOf('II', [anchor('first-published', now)]), now)
const stepped = Policy.parse({ ...stagedPolicy, release: threeSteps })
const approvers = ['deputy-leader', 'leader'] as const

const task = {
  text: '查明原因',
  owner: { kind: 'department', id: 'safety', name: '安全处', person: null },
  dueAt: moment('2026-09-10 18:00')
} as const
const rumour = {
  to: 'public-security',
  unit: '市公安局网安支队',
  handedAt: moment('2026-09-10 10:16'),
  reason: '编造伤亡数字，扰乱秩序',
  mentions: [
    {
      id: 'm-1' as MentionId,
      source: '临江论坛',
      url: 'http://forum.example/1',
      title: '死了三十人',
      author: '某网民',
      publishedAt: moment('2026-09-10 10:10'),
      contentHash: sha256('m-1'),
      snapshot: null
    }
  ],
  sha256
} as const
const instructed: Deed = (desk) =>
  desk.act('2026-09-10 10:19', leader, (state, context) => instruct(state, { text: '请安全处查明原因', tasks: [task] }, context))
const transferred: Deed = (desk) => act(desk, (state, context) => transferRumour(state, rumour, context))

const released: Deed = (desk) =>
  act(desk, (state, context) => recordRelease(state, { evidence: release, text: '关于临江区一化工厂爆炸的情况通报' }, context))
const conferenceHeld: Deed = (desk) => act(desk, (state, context) => recordConference(state, held, context))
const unreadable: Deed = async (desk) => {
  await released(desk)
  await desk.write('2026-09-10 10:05', { type: 'page-unreadable', url: release.url, textHash: release.textHash, ...lost })
}
const drafted: Deed = (desk) => act(desk, (state, context) => draftWording(state, { text: '事故原因正在调查。' }, context))
const submitted: Deed = async (desk) => {
  await drafted(desk)
  await act(desk, (state, context) => submitWording(state, { version: 1 }, context))
}
const found: Deed = (desk) => act(desk, (state, context) => establishCause(state, { cause: '管线老化', basis: '调查报告' }, context))
const planned: Deed = (desk) =>
  act(desk, (state, context) => planMedia(state, { outlet: '日报', angle: '救援', plannedAt: moment('2026-09-10 15:00'), link: null }, context))
const side = { what: '口径第 1 版', at: moment('2026-09-10 10:02'), url: null, passage: '3人死亡' }
const contradicted: Deed = (desk) =>
  desk.write('2026-09-10 10:04', {
    type: 'public-conflict-found',
    conflict: {
      id: 'c-1',
      sort: 'figure',
      about: '死亡',
      sides: [
        { ...side, unit: '甲局' },
        { ...side, unit: '乙局' }
      ]
    }
  })
const asked: Deed = async (desk) => {
  if (desk.document.state.handling !== 'assigned' && desk.document.state.handling !== 'accepted') return
  const other = person('承办人乙', ['handler'], 'safety')
  await desk.act('2026-09-10 10:10', other, (state, context) => requestExtension(state, { stage: replyStage, reason: '须检测' }, context))
}
/** The department's answer as the matter's timeline has it. */
let given: { readonly seq: number; readonly events: readonly IncidentEvent[] } = { seq: 1, events: [] }
const noAnswer = { new: /没有这份答复/, acknowledged: /没有这份答复/ } as const
const answered: Deed = async (desk) => {
  const other = person('承办人乙', ['handler'], 'safety')
  const owed = desk.document.state.handling === 'assigned' || desk.document.state.handling === 'accepted'
  if (owed)
    await desk.act('2026-09-10 10:10', other, (state, context) =>
      answer(state, { departmentId: 'safety', text: '经查为管线老化，已更换并复检合格' }, context)
    )
  const { events } = desk.document
  given = { events, seq: events.findLast(({ body }) => body.type === 'stage-met')?.seq ?? 1 }
}
const listed: Deed = (desk) =>
  desk.write('2026-09-10 10:04', {
    type: 'call-listed',
    callId: 'call-1',
    contactId: 'desk',
    name: '值班室',
    role: 'duty-officer',
    departmentId: null,
    reason: '无人签收',
    why: []
  })

function act(desk: StagedDesk, verb: WorkflowCall['verb']): Promise<unknown> {
  return desk.act('2026-09-10 10:19', officer, verb)
}

const supervisor = person('督查员丁', ['supervisor'])
const supervisedHandler = person('承办人丙', ['handler'], 'safety')
const supervised = document(
  [...openingOf('II', [anchor('detected', moment('2026-09-10 10:00'))]), { type: 'noted', text: '两次去电，现场无人' }],
  moment('2026-09-10 10:00')
).events
const ladderGround = { rules: shippedSupervision, events: supervised }
const blame = {
  unit: { id: 'safety', name: '安全处' },
  finding: 'poor-handling',
  text: '接到交办后长时间未作处置',
  events: [supervised.length],
  clocks: [],
  rectifyBy: moment('2026-09-10 10:30'),
  skipReason: '影响恶劣'
} as const
/** Its date of rectification is over when the verbs are called. */
const ordered: Deed = (desk) =>
  desk.act('2026-09-10 10:04', supervisor, (state, context) =>
    orderSupervision(state, { ...blame, rectifyBy: moment('2026-09-10 10:10') }, context, ladderGround)
  )
const blamed: Deed = (desk) => desk.act('2026-09-10 10:04', supervisor, (state, context) => criticise(state, blame, context, ladderGround))
const heard: Deed = async (desk) => {
  await blamed(desk)
  await desk.act('2026-09-10 10:04', supervisedHandler, (state, context) => makeStatement(state, { entry: 'supervision-1', text: '已补' }, context))
}
const rectified: Deed = async (desk) => {
  await ordered(desk)
  await desk.act('2026-09-10 10:04', supervisedHandler, (state, context) =>
    reportRectification(state, { entry: 'supervision-1', text: '已整改' }, context)
  )
}

/** Each verb once. A verb of the table without its call here does not compile. */
export const workflowCalls: Readonly<Record<WorkflowVerb, WorkflowCall>> = {
  openByHand: {
    verb: (_state, context) =>
      openByHand(
        { title: '另一起', summary: '', eventType: null, eventGrade: 'III', opinionGrade: null, occurredAt: null, departments: [], reason: '电话' },
        opening,
        context
      )
  },
  acknowledge: { verb: (state, context) => acknowledge(state, { note: '' }, context) },
  takeOver: { verb: (state, context) => takeOver(state, { note: '' }, context), refuses: { new: /还没有人签收/ } },
  confirmGrade: { verb: (state, context) => confirmGrade(state, { eventGrade: 'I', opinionGrade: null, reason: '伤亡扩大' }, context) },
  dismiss: { verb: (state, context) => dismiss(state, { reason: '核实为误传' }, context) },
  setAnchor: {
    verb: (state, context) =>
      setAnchor(state, { kind: 'occurred', at: moment('2026-09-10 09:40'), precision: 'minute', reason: '据现场记录' }, context)
  },
  assign: { verb: (state, context) => assign(state, { departments: [safety], instruction: '请核实' }, context) },
  // Of one that has not taken it yet: a second time changes nothing.
  accept: { verb: (state, context) => accept(state, { departmentId: 'safety' }, context, []) },
  returnAssignment: { verb: (state, context) => returnAssignment(state, { departmentId: 'safety', reason: '非本部门职责' }, context, []) },
  takeNotice: { verb: (state, context) => takeNotice(state, { departmentId: 'safety', handler: '戊', text: '' }, context), refuses: noReply },
  answer: {
    verb: (state, context) => answer(state, { departmentId: 'safety', text: '经查为管线老化，已更换并复检合格' }, context),
    refuses: noReply
  },
  acceptAnswer: {
    verb: (state, context) => acceptAnswer(state, { answer: given.seq, note: '' }, context, given.events),
    last: answered,
    refuses: noAnswer
  },
  sendBackAnswer: {
    verb: (state, context) => sendBackAnswer(state, { answer: given.seq, reason: '没有写明查了什么', findings: [] }, context, given.events),
    last: answered,
    refuses: noAnswer
  },
  findAnswerFault: {
    verb: (state, context) => findAnswerFault(state, { answer: given.seq, fault: 'handling', reason: '敷衍', findings: [] }, context, given.events),
    last: answered,
    refuses: noAnswer
  },
  requestExtension: { verb: (state, context) => requestExtension(state, { stage: replyStage, reason: '须检测' }, context), refuses: noReply },
  approveExtension: {
    verb: (state, context) => approveExtension(state, { stage: replyStage, reason: '同意', calendar: shippedCalendar }, context),
    last: asked,
    refuses: noReply,
    roles: approvers
  },
  declineExtension: {
    verb: (state, context) => declineExtension(state, { stage: replyStage, reason: '请按期' }, context),
    last: asked,
    refuses: noReply,
    roles: approvers
  },
  moveStage: {
    verb: (state, context) =>
      moveStage(state, { stage: replyStage, at: moment('2026-09-10 10:01'), reason: '交办单更早', calendar: shippedCalendar }, context),
    refuses: noReply
  },
  waiveStage: { verb: (state, context) => waiveStage(state, { stage: 'report-up/written', reason: '已当面报告' }, context) },
  waive: { verb: (state, context) => waive(state, { kind: 'press-conference', reason: '另行说明' }, context) },
  reportByPhone: {
    verb: (state, context) =>
      reportByPhone(state, { calledAt: moment('2026-09-10 10:12'), reporter: '甲', receiver: '市委值班室', note: '' }, context)
  },
  reportInWriting: {
    verb: (state, context) =>
      reportInWriting(state, { sentAt: moment('2026-09-10 10:18'), documentNo: '值班〔2026〕12号', evidence: null, receipt: '已收' }, context)
  },
  recordCall: { verb: (state, context) => recordCall(state, { callId: 'call-1', reached: true, note: '' }, context), first: listed },
  draftWording: { verb: (state, context) => draftWording(state, { text: '救援正在进行。' }, context) },
  approveWording: {
    verb: (state, context) => approveWording(state, { version: 1 }, context),
    first: drafted,
    roles: ['spokesperson', ...approvers]
  },
  submitWording: { verb: (state, context) => submitWording(state, { version: 1 }, context), first: drafted, under: stepped },
  returnWording: {
    verb: (state, context) => returnWording(state, { version: 1, reason: '数字请再核' }, context),
    first: submitted,
    under: stepped,
    roles: ['analyst', 'spokesperson', 'deputy-leader']
  },
  establishCause: { verb: (state, context) => establishCause(state, { cause: '管线老化', basis: '调查报告' }, context) },
  retractCause: { verb: (state, context) => retractCause(state, { reason: '报告撤回' }, context), first: found },
  settleConflict: { verb: (state, context) => settleConflict(state, { conflict: 'c-1', reason: '已商定' }, context), first: contradicted },
  planMedia: {
    verb: (state, context) => planMedia(state, { outlet: '日报', angle: '救援', plannedAt: moment('2026-09-10 15:00'), link: null }, context)
  },
  publishMedia: {
    verb: (state, context) =>
      publishMedia(state, { piece: '1', link: 'https://rb.example/1', title: null, publishedAt: moment('2026-09-10 10:15') }, context),
    first: planned
  },
  withdrawMedia: { verb: (state, context) => withdrawMedia(state, { piece: '1', reason: '版面取消' }, context), first: planned },
  recordRelease: { verb: (state, context) => recordRelease(state, { evidence: release, text: '关于临江区一化工厂爆炸的情况通报' }, context) },
  recordConference: { verb: (state, context) => recordConference(state, held, context) },
  instruct: {
    verb: (state, context) => instruct(state, { text: '请安全处查明原因', tasks: [task] }, context)
  },
  giveTask: { verb: (state, context) => giveTask(state, { ...task, source: 'hand', about: '' }, context) },
  finishTask: {
    verb: (state, context) => finishTask(state, { task: 'task/1', statement: '已到现场核实', evidence: [] }, context),
    last: instructed,
    isOwn: ['handler']
  },
  returnTask: {
    verb: (state, context) => returnTask(state, { task: 'task/1', reason: '非本部门职责' }, context),
    last: instructed,
    isOwn: ['handler']
  },
  handOnTask: {
    verb: (state, context) => handOnTask(state, { task: 'task/1', owner: { kind: 'lead' }, dueAt: null, reason: '职责在主办部门' }, context),
    last: instructed
  },
  withdrawTask: {
    verb: (state, context) => withdrawTask(state, { task: 'task/1', reason: '已另行办理' }, context),
    last: instructed,
    isOwn: approvers
  },
  holdMeeting: {
    verb: (state, context) =>
      holdMeeting(
        state,
        {
          topic: '是否升级',
          heldAt: moment('2026-09-10 10:15'),
          participants: [
            { name: '甲', unit: '宣传处' },
            { name: '乙', unit: '安全处' }
          ],
          opinions: [{ by: '甲', text: '应当升级' }],
          conclusion: '建议升级',
          proposedGrade: 'I',
          tasks: []
        },
        context
      )
  },
  classify: { verb: (state, context) => classify(state, { sort: 'difficulty', focus: [], reason: '反映停水多日' }, context) },
  checkFact: {
    verb: (state, context) => checkFact(state, { fact: 'deaths', value: '3', status: 'verified', source: '区应急局值班室', note: '' }, context)
  },
  transferRumour: { verb: (state, context) => transferRumour(state, rumour, context) },
  receiptTransfer: {
    verb: (state, context) =>
      receiptTransfer(state, { transfer: 'transfer/1', text: '网安收〔2026〕3号', receivedAt: moment('2026-09-10 10:18') }, context),
    last: transferred
  },
  fileReport: {
    verb: (state, context) =>
      fileReport(
        state,
        {
          kind: 'initial',
          sentAt: moment('2026-09-10 10:18'),
          to: '市委值班室',
          documentNo: '值班〔2026〕12号',
          evidence: null,
          text: '初步情况',
          receipt: ''
        },
        context
      )
  },
  note: { verb: (state, context) => note(state, { text: '已通知家属' }, context) },
  absorb: {
    verb: (state, context) => {
      const from = document(openingOf('III', [anchor('first-published', moment('2026-09-10 10:10'))]), moment('2026-09-10 10:11')).state
      return absorb(state, { from: { ...from, id: 'inc-third' }, reason: '同一件事' }, context)
    }
  },
  mergeInto: { verb: (state, context) => mergeInto(state, { into: 'inc-third', reason: '同一件事' }, context) },
  splitOff: { verb: (state, context) => splitOff(state, { mentionIds: ['m-2' as MentionId], into: 'inc-new', reason: '另一件事' }, context) },
  openBySplit: {
    verb: (state, context) => openBySplit(state, { mentionIds: ['m-2' as MentionId], title: '另一起', reason: '另一件事' }, opening, context)
  },
  remind: { verb: (state, context) => remind(state, blame, context, ladderGround) },
  orderSupervision: { verb: (state, context) => orderSupervision(state, blame, context, ladderGround) },
  criticise: { verb: (state, context) => criticise(state, blame, context, ladderGround) },
  summon: { verb: (state, context) => summon(state, blame, context, ladderGround) },
  signSupervision: { verb: (state, context) => signSupervision(state, { entry: 'supervision-1', note: '' }, context), first: heard },
  refuseSupervision: { verb: (state, context) => refuseSupervision(state, { entry: 'supervision-1', reason: '证据不足' }, context), first: blamed },
  makeStatement: { verb: (state, context) => makeStatement(state, { entry: 'supervision-1', text: '已补' }, context), first: blamed },
  reportRectification: { verb: (state, context) => reportRectification(state, { entry: 'supervision-1', text: '已整改' }, context), first: ordered },
  judgeRectification: {
    verb: (state, context) => judgeRectification(state, { entry: 'supervision-1', accepted: true, text: '' }, context),
    first: rectified
  },
  declineSupervisionProposal: {
    verb: (state, context) => declineSupervisionProposal(state, { proposal: 'rectification:supervision-1', reason: '已口头说明' }, context),
    first: ordered
  },
  recordOtherReport: { verb: (state, context) => recordOtherReport(state, { way: '12345 热线', reportedAt: now }, context) },
  recordPriorKnowledge: { verb: (state, context) => recordPriorKnowledge(state, { unit: blame.unit, knownAt: now, how: '值班记录' }, context) },
  numberSupervision: {
    verb: (state) => numberSupervision(state, { entry: 'supervision-1', series: 'order/2026', number: 1 }),
    first: ordered,
    // A matter is filed only when nothing of the ledger is open, so that there is nothing to number.
    refuses: { filed: /没有这份督办文书/ }
  },
  close: {
    verb: (state, context) => close(state, { reason: '处置完毕', despite: '已当面报告' }, context),
    last: waived,
    roles: approvers
  },
  review: {
    verb: (state, context) => review(state, { facts: reviewFacts(state, new VoiceCounter(null).result()), form: reviewForm }, context)
  },
  reopen: { verb: (state, context) => reopen(state, { reason: '又有人反映' }, context) },
  archive: { verb: (state, context) => archive(state, paper.events, filingOf(paper), context), refuses: { closed: /事件须先评估/ } },
  observe: { verb: (state) => observe(state, digest, { now, table, reached: new Set() }) },
  openByMachine: { verb: () => openByMachine(digest, 'm-1' as MentionId, opening, { now, table }) },
  proposeRelease: {
    verb: (state) =>
      proposeRelease(state, { evidence: { ...release, url: 'https://city.example/3', textHash: sha256('3') }, text: '救援正在进行。' }),
    first: approved
  },
  loseRelease: { verb: (state) => loseRelease(state, release, lost), first: released },
  changeRelease: {
    verb: (state) => changeRelease(state, release, { evidence: { ...release, textHash: sha256('changed') }, comparison, since: lost.since }),
    first: released
  },
  loseConference: { verb: (state) => loseConference(state, held.evidence, { ...lost, evidence: null }), first: conferenceHeld },
  missPage: { verb: (state) => missPage(state, release, lost), first: released },
  findPageAgain: { verb: (state) => findPageAgain(state, release), first: unreadable }
}

async function approved(desk: StagedDesk): Promise<void> {
  const speaker = person('发言人', ['spokesperson'])
  await desk.act('2026-09-10 10:02', officer, (state, context) => draftWording(state, { text: '救援正在进行。' }, context))
  await desk.act('2026-09-10 10:03', speaker, (state, context) => approveWording(state, { version: 1 }, context))
}
