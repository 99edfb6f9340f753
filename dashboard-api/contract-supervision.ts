/** The part of the contract about 督办台账 and 漏报、迟报、误报、瞒报. */
import { z } from 'zod'
import { Month } from '../core/measures/month.ts'
import { Instant } from '../core/instant.ts'
import { Moment } from '../core/moment.ts'
import { Finding, SupervisionKind } from '../core/supervision.ts'

const part = encodeURIComponent

export const supervisionPaths = {
  /** GET SupervisionLedger (query: SupervisionQuery). */
  ledger: '/api/supervision',
  /** POST with the request of that verb → SupervisionLedger of that incident. */
  verb: (incidentId: string, verb: SupervisionVerb) => `/api/incidents/${part(incidentId)}/${verb}`,
  /** GET MeasuresView (query: MeasuresQuery). */
  measures: '/api/measures'
} as const

const reason = z.string().trim().min(1, '请填写理由').max(2000)
const entry = z.string().min(1).max(100)

/** A step of the ladder: 提醒, 督办单, 通报批评, 约谈. */
export const SupervisionStepRequest = z.strictObject({
  departmentId: z.string().min(1, '请选择单位').max(100),
  finding: Finding,
  text: z.string().trim().min(1, '请写明认定的事实与理由').max(4000),
  /** Numbers of events of the timeline, and clocks that were late. */
  events: z.array(z.number().int().positive()).max(200).default([]),
  clocks: z.array(z.string().min(1).max(300)).max(50).default([]),
  rectifyBy: Moment.nullable().default(null),
  skipReason: z.string().trim().max(2000).default('')
})
export type SupervisionStepRequest = z.input<typeof SupervisionStepRequest>

export const supervisionRequests = {
  remind: SupervisionStepRequest,
  'order-supervision': SupervisionStepRequest,
  criticise: SupervisionStepRequest,
  summon: SupervisionStepRequest,
  'sign-supervision': z.strictObject({ entry, note: z.string().trim().max(2000).default('') }),
  'refuse-supervision': z.strictObject({ entry, reason }),
  'make-statement': z.strictObject({ entry, text: z.string().trim().min(1, '请写出陈述').max(4000) }),
  'report-rectification': z.strictObject({ entry, text: z.string().trim().min(1, '请写明整改了什么').max(4000) }),
  'judge-rectification': z.strictObject({ entry, accepted: z.boolean(), text: z.string().trim().max(2000).default('') }),
  'decline-supervision-proposal': z.strictObject({ proposal: z.string().min(1).max(400), reason }),
  /** 他方报告 and 事前已知: what 漏报 and 瞒报 are measured by. */
  'record-other-report': z.strictObject({ way: z.string().trim().min(1, '请写明经何种途径得知').max(200), reportedAt: Moment }),
  'record-prior-knowledge': z.strictObject({
    departmentId: z.string().min(1, '请选择单位').max(100),
    knownAt: Moment,
    how: z.string().trim().min(1, '请写明依据').max(2000)
  })
} as const
export type SupervisionVerb = keyof typeof supervisionRequests
export type SupervisionRequest<V extends SupervisionVerb> = z.input<(typeof supervisionRequests)[V]>

const said = z.object({ by: z.string(), at: Instant, text: z.string() })
const unit = z.object({ id: z.string(), name: z.string() })

export const SupervisionRow = z.object({
  id: z.string(),
  incidentId: z.string(),
  title: z.string(),
  drill: z.boolean(),
  entry: z.string(),
  kind: SupervisionKind,
  kindWords: z.string(),
  unit,
  findingWords: z.string(),
  text: z.string(),
  evidence: z.array(z.object({ words: z.string(), seq: z.number().int().nullable() })),
  skipReason: z.string().nullable(),
  drafted: z.object({ by: z.string(), byId: z.string().nullable(), at: Instant }),
  status: z.enum(['awaiting-signature', 'issued', 'refused']),
  statusWords: z.string(),
  signedByRoles: z.array(z.string()),
  signedByWords: z.string(),
  statementBy: Instant.nullable(),
  statement: said.nullable(),
  decided: said.nullable(),
  number: z.string().nullable(),
  rectifyBy: Instant.nullable(),
  rectification: z.enum(['none', 'due', 'reported', 'accepted']),
  reports: z.array(said),
  judgements: z.array(said.extend({ accepted: z.boolean() })),
  isOverdue: z.boolean(),
  source: z.string()
})
export type SupervisionRow = z.infer<typeof SupervisionRow>

export const SupervisionProposalView = z.object({
  id: z.string(),
  incidentId: z.string(),
  title: z.string(),
  drill: z.boolean(),
  kind: SupervisionKind,
  kindWords: z.string(),
  unit: unit.nullable(),
  finding: Finding,
  findingWords: z.string(),
  words: z.string(),
  clocks: z.array(z.string()),
  /** Numbers of events of the timeline that it rests on. */
  events: z.array(z.number().int())
})
export type SupervisionProposalView = z.infer<typeof SupervisionProposalView>

export const SupervisionQuery = z.strictObject({ month: Month.optional(), department: z.string().max(100).optional() })
export type SupervisionQuery = z.infer<typeof SupervisionQuery>

export const SupervisionLedger = z.object({
  now: Instant,
  rows: z.array(SupervisionRow),
  proposals: z.array(SupervisionProposalView),
  /** What each step of the ladder asks for; empty where the desk has no rules. */
  steps: z.array(z.object({ kind: SupervisionKind, words: z.string(), signs: z.boolean(), rectification: z.boolean(), source: z.string() }))
})
export type SupervisionLedger = z.infer<typeof SupervisionLedger>

/* ---- 漏报、迟报、误报、瞒报 ---- */

export const MeasuresQuery = z.strictObject({ month: Month.optional(), department: z.string().max(100).optional() })
export type MeasuresQuery = z.infer<typeof MeasuresQuery>

/** Null where nothing was counted. `part` of `of`, each with its rows. */
export const RateView = z.object({
  rate: z.number().nullable(),
  part: z.number().int(),
  of: z.number().int(),
  partRows: z.array(z.string()),
  ofRows: z.array(z.string())
})
export type RateView = z.infer<typeof RateView>

export const DepartmentMeasuresView = z.object({
  department: unit.nullable(),
  onTime: RateView,
  missed: RateView,
  lateReports: RateView,
  late: RateView,
  overruled: RateView,
  concealed: z.array(z.string())
})
export type DepartmentMeasuresView = z.infer<typeof DepartmentMeasuresView>

export const MeasureRowView = z.object({
  id: z.string(),
  kind: z.enum(['opened', 'deadline', 'judged', 'concealed']),
  month: Month,
  department: unit.nullable(),
  incidentId: z.string(),
  title: z.string(),
  drill: z.boolean(),
  reason: z.string(),
  words: z.string(),
  at: Instant,
  delayMs: z.number().nullable(),
  seqs: z.array(z.number().int())
})
export type MeasureRowView = z.infer<typeof MeasureRowView>

export const MeasuresView = z.object({
  now: Instant,
  month: Month.nullable(),
  departments: z.array(DepartmentMeasuresView),
  total: DepartmentMeasuresView,
  unseen: z
    .object({
      first: z.number().int(),
      second: z.number().int(),
      both: z.number().int(),
      seen: z.number().int(),
      estimate: z.object({ total: z.number(), unseen: z.number(), low: z.number(), high: z.number() }).nullable(),
      unknownBecause: z.string().nullable()
    })
    .nullable(),
  rows: z.array(MeasureRowView)
})
export type MeasuresView = z.infer<typeof MeasuresView>
