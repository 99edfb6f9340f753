/** The part of the contract about what waits for a word of mine. */
import { z } from 'zod'
import { Grade } from '../core/grade.ts'
import { Instant } from '../core/instant.ts'

export const approvalPaths = {
  /** GET ApprovalList. */
  approvals: '/api/approvals'
} as const

export const ApprovalView = z.object({
  incidentId: z.string(),
  title: z.string(),
  grade: Grade.nullable(),
  /** A wording to be reviewed or issued; a lowering or dismissal that needs a second person. */
  kind: z.enum(['wording', 'lowering', 'dismissal']),
  /** Of the wording; null for the others. */
  version: z.number().int().nullable(),
  /** 审核, 签发, 降级, 驳回为误报. */
  step: z.string(),
  by: z.string(),
  at: Instant,
  /** How it begins. */
  opening: z.string()
})
export type ApprovalView = z.infer<typeof ApprovalView>

/** The longest waiting first. */
export const ApprovalList = z.object({ now: Instant, rows: z.array(ApprovalView) })
export type ApprovalList = z.infer<typeof ApprovalList>
