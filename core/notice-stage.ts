import { z } from 'zod'
import { Instant } from './instant.ts'
import { provenStages } from './proven-stages.ts'

/**
 * How far a notice is known to have come, in order: 平台已收下, 已送到, 已读, 已签收. Each later stage proves the earlier ones as facts,
 * though nobody may have reported them.
 */
export const ProvenStage = z.enum(provenStages)
export type ProvenStage = z.infer<typeof ProvenStage>

const Mark = z.object({
  at: Instant,
  /** Who or what says so: the service's receipt, `工作台：值班员甲`, `一键签收链接`. */
  source: z.string()
})
export type Mark = z.infer<typeof Mark>

/** Only what was reported; a stage that nobody reported is absent, not guessed from a later one. */
export const NoticeMarks = z.partialRecord(ProvenStage, Mark)
export type NoticeMarks = z.infer<typeof NoticeMarks>
