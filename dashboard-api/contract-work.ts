/** The part of the contract about what is being done: tasks, meetings, checked facts, transfers, reports. */
import { z } from 'zod'
import { Role } from '../core/actor.ts'
import { FocusKind } from '../core/focus-kind.ts'
import { Grade } from '../core/grade.ts'
import { FactStatus } from '../core/incident/fact-check.ts'
import { ReportKind } from '../core/incident/filed-report.ts'
import { TransferredMention, TransferTarget } from '../core/incident/rumour-transfer.ts'
import { TaskSource, TaskState } from '../core/incident/task.ts'
import { Instant } from '../core/instant.ts'
import { Moment } from '../core/moment.ts'
import { ReplySort } from '../core/reply-sort.ts'

const reason = z.string().trim().min(1, '请填写理由').max(2000)
const evidenceKey = z.string().regex(/^[0-9a-f]{64}$/, '留存件编号是 64 位十六进制数')
const person = z.string().trim().max(100).nullable().default(null)
const owner = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('department'), id: z.string().min(1).max(200), person }),
  z.strictObject({ kind: z.literal('role'), role: Role, person }),
  /** 主办部门, whichever it then is. */
  z.strictObject({ kind: z.literal('lead') })
])
export type OwnerRequest = z.output<typeof owner>
const task = z.string().min(1).max(100)
const wanted = { text: z.string().trim().min(1, '请填写任务内容').max(2000), owner, dueAt: Moment }
const WantedTaskRequest = z.strictObject(wanted)
const wantedTasks = z.array(WantedTaskRequest).max(50)

/** One request a verb. */
export const workRequests = {
  /** 批示. */
  instruct: z.strictObject({ text: z.string().trim().min(1, '请填写批示').max(2000), tasks: wantedTasks.min(1, '请写明由谁办理、何时完成') }),
  'give-task': z.strictObject({ ...wanted, about: z.string().trim().max(500).default('') }),
  'finish-task': z.strictObject({
    task,
    statement: z.string().trim().min(1, '请填写完成情况').max(2000),
    evidence: z.array(evidenceKey).max(20).default([])
  }),
  'return-task': z.strictObject({ task, reason }),
  /** `dueAt` left out: as it was. */
  'hand-on-task': z.strictObject({ task, owner, dueAt: Moment.nullable().default(null), reason }),
  'withdraw-task': z.strictObject({ task, reason }),
  /** 会商. */
  'hold-meeting': z.strictObject({
    topic: z.string().trim().min(1, '请填写议题').max(200),
    heldAt: Moment,
    participants: z
      .array(z.strictObject({ name: z.string().trim().min(1).max(100), unit: z.string().trim().min(1).max(100) }))
      .min(2, '会商须有两人以上参加')
      .max(50),
    opinions: z
      .array(z.strictObject({ by: z.string().trim().min(1).max(100), text: z.string().trim().min(1).max(2000) }))
      .max(100)
      .default([]),
    conclusion: z.string().trim().min(1, '请填写结论').max(2000),
    proposedGrade: Grade.nullable().default(null),
    tasks: wantedTasks.default([])
  }),
  /** 研判定性. */
  classify: z.strictObject({ sort: ReplySort, focus: z.array(FocusKind).max(5).default([]), reason }),
  /** 核实. */
  'check-fact': z.strictObject({
    fact: z.string().trim().min(1, '请填写核实的事项').max(100),
    value: z.string().trim().min(1, '请填写所说的情况').max(500),
    status: FactStatus,
    source: z.string().trim().max(500).default(''),
    note: z.string().trim().max(2000).default('')
  }),
  /** 移交. */
  'transfer-rumour': z.strictObject({
    to: TransferTarget,
    unit: z.string().trim().min(1, '请填写接收单位').max(100),
    handedAt: Moment,
    reason,
    mentionIds: z.array(z.string().min(1).max(200)).min(1, '请选择要移交的信息').max(200)
  }),
  'receipt-transfer': z.strictObject({ transfer: task, text: z.string().trim().min(1, '请填写回执').max(500), receivedAt: Moment }),
  /** 初报、续报、终报. */
  'file-report': z.strictObject({
    kind: ReportKind,
    sentAt: Moment,
    to: z.string().trim().min(1, '请填写报送单位').max(200),
    documentNo: z.string().trim().max(100).nullable().default(null),
    evidence: evidenceKey.nullable().default(null),
    text: z.string().trim().min(1, '请填写报告内容').max(20_000),
    receipt: z.string().trim().max(500).default('')
  })
} as const
export type WorkVerb = keyof typeof workRequests
/** What the page sends to a verb. */
export type WorkRequest<V extends WorkVerb> = z.input<(typeof workRequests)[V]>

const stamped = { at: Instant, by: z.string() }

export const TaskView = z.object({
  incidentId: z.string(),
  incidentTitle: z.string(),
  grade: Grade.nullable(),
  gradeWords: z.string(),
  drill: z.boolean(),
  id: z.string(),
  text: z.string(),
  source: TaskSource,
  sourceWords: z.string(),
  about: z.string(),
  owner: z.string(),
  /** Null: a post, or the lead department while there is none. */
  departmentId: z.string().nullable(),
  dueAt: Instant,
  givenAt: Instant,
  givenBy: z.string(),
  state: TaskState,
  stateWords: z.string(),
  overdue: z.boolean(),
  /** It is mine to do. */
  mine: z.boolean(),
  word: z.object({ text: z.string(), ...stamped, evidence: z.array(z.string()) }).nullable()
})
export type TaskView = z.infer<typeof TaskView>

/** Of every open incident, the nearest deadline first. */
export const TaskList = z.object({ now: Instant, rows: z.array(TaskView) })
export type TaskList = z.infer<typeof TaskList>

/** `mine`: those that I have to do; `department`: what that department owes. Ended ones only with `all`. */
export const TaskQuery = z.strictObject({
  mine: z.literal('1').optional(),
  department: z.string().max(200).optional(),
  all: z.literal('1').optional()
})
export type TaskQuery = z.infer<typeof TaskQuery>

/** What is being done about one incident. The three axes stand apart: what we do, what was published, what the public sees. */
export const IncidentWork = z.object({
  id: z.string(),
  version: z.number().int(),
  seq: z.number().int(),
  now: Instant,
  axes: z.object({ handling: z.string(), release: z.string(), visibility: z.string(), lastPublishedAt: Instant.nullable() }),
  tasks: z.array(TaskView),
  /** 研判定性; null while nobody said so. */
  classification: z.object({ sort: ReplySort, sortWords: z.string(), focusWords: z.array(z.string()), reason: z.string(), ...stamped }).nullable(),
  statements: z.array(
    z.object({
      fact: z.string(),
      words: z.string(),
      value: z.string(),
      text: z.string(),
      check: z.object({ status: FactStatus, statusWords: z.string(), source: z.string(), note: z.string(), ...stamped }).nullable()
    })
  ),
  meetings: z.array(
    z.object({
      id: z.string(),
      topic: z.string(),
      heldAt: Instant,
      participants: z.array(z.object({ name: z.string(), unit: z.string() })),
      opinions: z.array(z.object({ by: z.string(), text: z.string() })),
      conclusion: z.string(),
      proposedGradeWords: z.string().nullable(),
      ...stamped
    })
  ),
  transfers: z.array(
    z.object({
      id: z.string(),
      to: z.string(),
      unit: z.string(),
      handedAt: Instant,
      reason: z.string(),
      mentions: z.array(TransferredMention),
      packageHash: z.string(),
      receipt: z.object({ text: z.string(), receivedAt: Instant, ...stamped }).nullable(),
      ...stamped
    })
  ),
  reports: z.array(
    z.object({
      id: z.string(),
      words: z.string(),
      sentAt: Instant,
      to: z.string(),
      documentNo: z.string().nullable(),
      evidence: z.string().nullable(),
      text: z.string(),
      receipt: z.string(),
      ...stamped
    })
  )
})
export type IncidentWork = z.infer<typeof IncidentWork>
