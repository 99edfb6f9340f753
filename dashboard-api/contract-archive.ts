/** The part of the contract about what comes after 办结: 评估, 重新办理, 归档. */
import { z } from 'zod'
import { ReviewFacts } from '../core/archive/review-facts.ts'
import { ReviewForm } from '../core/incident/after.ts'
import { Instant } from '../core/instant.ts'

const part = encodeURIComponent

export const archivePaths = {
  /** GET ReviewFacts as they are now, for the form. */
  reviewFacts: (incidentId: string) => `/api/incidents/${part(incidentId)}/review-facts`,
  /** POST without a body: 归档 → IncidentDetail · GET the package, as a download. */
  archive: (incidentId: string) => `/api/incidents/${part(incidentId)}/archive`,
  /** GET ArchiveList. */
  archives: '/api/archives'
} as const

const words = z.string().trim().max(8000)

export const afterRequests = {
  review: z.strictObject({
    wentWell: words.default(''),
    wentBadly: words.default(''),
    lessons: words.min(1, '请写明经验教训；没有的，写“无”和理由'),
    rulesToChange: words.default('')
  }),
  reopen: z.strictObject({ reason: z.string().trim().min(1, '请填写理由').max(2000) })
} as const
export type ReviewRequest = z.input<typeof afterRequests.review>

export const FiledView = z.object({
  number: z.string(),
  keptFor: z.string(),
  source: z.string(),
  at: Instant,
  by: z.string(),
  root: z.string(),
  file: z.string(),
  bytes: z.number(),
  mentions: z.number(),
  evidence: z.number(),
  /** Kept bytes that were no longer there. */
  missing: z.number()
})
export type FiledView = z.infer<typeof FiledView>

export const AfterView = z.object({
  /** What is left to do before 办结, besides the statutory clocks. */
  unfinished: z.array(z.string()),
  review: z.object({ at: Instant, by: z.string(), facts: ReviewFacts, form: ReviewForm }).nullable(),
  /** Why it cannot be filed (yet); null: it can, or it is. */
  notFiledBecause: z.string().nullable(),
  filed: FiledView.nullable()
})
export type AfterView = z.infer<typeof AfterView>

export const ArchiveList = z.object({ rows: z.array(FiledView.extend({ incidentId: z.string(), title: z.string() })) })
export type ArchiveList = z.infer<typeof ArchiveList>
