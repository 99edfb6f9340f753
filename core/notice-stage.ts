import { z } from 'zod'
import { Instant } from './instant.ts'

/**
 * How far a notice is known to have come, in order: 平台已收下, 已送到, 已读, 已签收. Each later stage proves the earlier ones as facts,
 * though nobody may have reported them.
 */
export const ProvenStage = z.enum(['accepted', 'delivered', 'read', 'signed'])
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

/** The furthest stage that is marked; null where nothing is. */
export function furthestStage(marks: NoticeMarks): ProvenStage | null {
  return ProvenStage.options.findLast((stage) => marks[stage] !== undefined) ?? null
}

/** Something proves that it reached the person: more than that a service took it over. */
export function hasArrived(marks: NoticeMarks): boolean {
  const stage = furthestStage(marks)
  return stage !== null && stage !== 'accepted'
}

/** With one stage more. What was reported first stays, and nothing is taken back; null when it changes nothing. */
export function marked(marks: NoticeMarks, stage: ProvenStage, mark: Mark): NoticeMarks | null {
  return marks[stage] === undefined ? { ...marks, [stage]: mark } : null
}

/** States of rows as stored that are at the stage or beyond it. */
export function atLeast(stage: ProvenStage): readonly ProvenStage[] {
  return ProvenStage.options.slice(ProvenStage.options.indexOf(stage))
}
