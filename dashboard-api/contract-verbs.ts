/** The part of the contract about what people do to incidents: one request a verb. */
import { z } from 'zod'
import { DepartmentRole } from '../core/assessment.ts'
import { AnchorKind, CountdownKind } from '../core/countdown.ts'
import { Grade } from '../core/grade.ts'
import { Precision } from '../core/instant.ts'
import { Moment } from '../core/moment.ts'
import { afterRequests } from './contract-archive.ts'
import { wordingRequests } from './contract-wording.ts'
import { answerRequests } from './contract-answers.ts'

const reason = z.string().trim().min(1, '请填写理由').max(2000)

export const AcknowledgeRequest = z.strictObject({ note: z.string().max(2000).default('') })
export const TakeOverRequest = z.strictObject({ note: z.string().max(2000).default('') })
export const ConfirmGradeRequest = z.strictObject({ eventGrade: Grade.nullable(), opinionGrade: Grade.nullable(), reason })
export const DismissRequest = z.strictObject({ reason })
export const AssignRequest = z.strictObject({
  departments: z.array(z.strictObject({ id: z.string(), role: DepartmentRole })).min(1, '至少选择一个部门'),
  instruction: z.string().max(4000).default('')
})
/** `departmentId` may be left out: my own. */
export const AcceptRequest = z.strictObject({ departmentId: z.string().optional() })
export const ReturnRequest = z.strictObject({ departmentId: z.string().optional(), reason })
export const WaiveRequest = z.strictObject({ kind: CountdownKind, reason })
export const SetAnchorRequest = z.strictObject({ kind: AnchorKind, at: Moment, precision: Precision.default('minute'), reason })
/** 电话上报. */
export const ReportByPhoneRequest = z.strictObject({
  calledAt: Moment,
  reporter: z.string().trim().min(1, '请填写报告人').max(100),
  receiver: z.string().trim().min(1, '请填写接报单位和接报人').max(200),
  note: z.string().max(2000).default('')
})
/** 书面上报: a document number or a kept copy, and the receipt. */
export const ReportInWritingRequest = z.strictObject({
  sentAt: Moment,
  documentNo: z.string().trim().max(100).nullable().default(null),
  evidence: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '留存件编号是 64 位十六进制数')
    .nullable()
    .default(null),
  receipt: z.string().trim().min(1, '请填写收件回执').max(500)
})
/** 知晓性回应 and 实质答复; `departmentId` may be left out: my own. */
export const TakeNoticeRequest = z.strictObject({
  departmentId: z.string().optional(),
  handler: z.string().trim().min(1, '请填写由谁办理').max(100),
  text: z.string().max(2000).default('')
})
export const AnswerRequest = z.strictObject({ departmentId: z.string().optional(), text: z.string().trim().min(1, '请填写答复').max(8000) })
/** About one staged clock, by its id. */
const stage = z.string().min(1).max(300)
export const StageReasonRequest = z.strictObject({ stage, reason })
export const MoveStageRequest = z.strictObject({ stage, at: Moment, reason })
export const NoteRequest = z.strictObject({ text: z.string().trim().min(1, '请填写内容').max(4000) })
/** `despite`: why a leader closes it though something is left undone. */
export const CloseRequest = z.strictObject({ reason, despite: z.string().trim().max(2000).default('') })
/** A public address; the server fetches it itself, and only that stops a clock. */
export const RecordReleaseRequest = z.strictObject({ url: z.url('请填写完整的网址') })
export const RecordConferenceRequest = z.strictObject({
  url: z.url('请填写完整的网址'),
  venue: z.string().trim().min(1).max(200),
  speaker: z.string().trim().min(1).max(200),
  heldAt: Moment
})
/** 并案: the incident of the address goes into `into`. */
export const MergeRequest = z.strictObject({ into: z.string().min(1).max(200), reason })
export type MergeRequest = z.input<typeof MergeRequest>
/** 拆分: these of its mentions become an incident of their own. */
export const SplitRequest = z.strictObject({
  mentionIds: z.array(z.string().min(1).max(200)).min(1, '请选择要拆出的信息').max(500),
  title: z.string().trim().min(1, '请填写标题').max(200),
  reason
})
export type SplitRequest = z.input<typeof SplitRequest>
export const OpenIncidentRequest = z.strictObject({
  title: z.string().trim().min(1, '请填写标题').max(200),
  summary: z.string().trim().max(4000).default(''),
  eventType: z.string().max(40).nullable().default(null),
  eventGrade: Grade.nullable(),
  opinionGrade: Grade.nullable(),
  /** Unknown stays null; then the clocks count from now, the detection. */
  occurredAt: Moment.nullable().default(null),
  departments: z.array(z.strictObject({ id: z.string(), role: DepartmentRole })).default([]),
  /** How it came to us: telephone, a department's report, missed by the machine. */
  reason
})
export type OpenIncidentRequest = z.input<typeof OpenIncidentRequest>

export const RecordCallRequest = z.strictObject({ callId: z.string().min(1).max(100), reached: z.boolean(), note: z.string().max(500).default('') })
export type RecordCallRequest = z.infer<typeof RecordCallRequest>

export const incidentRequests = {
  acknowledge: AcknowledgeRequest,
  'take-over': TakeOverRequest,
  'confirm-grade': ConfirmGradeRequest,
  dismiss: DismissRequest,
  assign: AssignRequest,
  accept: AcceptRequest,
  return: ReturnRequest,
  waive: WaiveRequest,
  'set-anchor': SetAnchorRequest,
  'report-by-phone': ReportByPhoneRequest,
  'report-in-writing': ReportInWritingRequest,
  'take-notice': TakeNoticeRequest,
  answer: AnswerRequest,
  ...answerRequests,
  'request-extension': StageReasonRequest,
  'approve-extension': StageReasonRequest,
  'decline-extension': StageReasonRequest,
  'waive-stage': StageReasonRequest,
  'move-stage': MoveStageRequest,
  note: NoteRequest,
  close: CloseRequest,
  ...afterRequests,
  ...wordingRequests,
  'record-release': RecordReleaseRequest,
  'record-conference': RecordConferenceRequest,
  'record-call': RecordCallRequest
} as const
export type IncidentVerb = keyof typeof incidentRequests
/** Nobody agrees to what was not before their eyes: these say by `wanglou-seen` what the approver saw. */
export const approvalVerbs: ReadonlySet<string> = new Set<IncidentVerb>(['approve-wording', 'approve-extension'])
/** 并案 and 拆分: they change two incidents, and answer with the one that goes on or is new. */
export type RegroupVerb = 'merge' | 'split'
/** What the page sends to a verb. */
export type IncidentRequest<V extends IncidentVerb | RegroupVerb> = V extends IncidentVerb
  ? z.input<(typeof incidentRequests)[V]>
  : V extends 'merge'
    ? MergeRequest
    : SplitRequest
