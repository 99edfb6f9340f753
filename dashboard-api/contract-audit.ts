/** 审计: what was done by whom, whether the chain holds, and a file of it. */
import { z } from 'zod'
import { Instant } from '../core/instant.ts'
import { Moment } from '../core/moment.ts'

export const auditPaths = {
  /** GET AuditView (query: AuditQuery). */
  audit: '/api/audit',
  /** POST → AuditVerdict. */
  verify: '/api/audit/verify',
  /** GET the same as `audit` as CSV, at most 100,000 rows; noted itself. */
  export: '/api/audit/export'
} as const

const filters = {
  actor: z.string().trim().max(100).optional(),
  action: z.string().trim().max(100).optional(),
  text: z.string().trim().max(200).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  people: z.enum(['0', '1']).default('0')
}

export const AuditExportQuery = z.object(filters)
export type AuditExportQuery = z.input<typeof AuditExportQuery>

export const AuditQuery = z.object({
  ...filters,
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100)
})
export type AuditQuery = z.input<typeof AuditQuery>

export const AuditRow = z.object({
  seq: z.number().int().positive(),
  at: Instant,
  actor: z.string(),
  actorId: z.string().nullable(),
  action: z.string(),
  actionWords: z.string(),
  subject: z.string(),
  detail: z.string(),
  hash: z.string()
})
export type AuditRow = z.infer<typeof AuditRow>

export const AuditView = z.object({
  now: Instant,
  head: z.object({ seq: z.number().int().nonnegative(), hash: z.string() }),
  rows: z.array(AuditRow),
  /** Newest first; the next page begins before this number. Null: there is no more. */
  before: z.number().int().nullable(),
  /** Kinds of deeds, for the filter. */
  actions: z.array(z.object({ id: z.string(), words: z.string() }))
})
export type AuditView = z.infer<typeof AuditView>

export const AuditVerdict = z.object({
  at: Instant,
  auditEntries: z.number(),
  incidents: z.number(),
  events: z.number(),
  seals: z.number(),
  auditHead: z.string(),
  /** Empty: everything holds. */
  faults: z.array(z.string())
})
export type AuditVerdict = z.infer<typeof AuditVerdict>
