import type { Mark, NoticeMarks, ProvenStage } from './notice-stage.ts'

/** In their order (core/notice-stage.ts). */
export const provenStages = ['accepted', 'delivered', 'read', 'signed'] as const

/** The furthest stage that is marked; null where nothing is. */
export function furthestStage(marks: NoticeMarks): ProvenStage | null {
  return provenStages.findLast((stage) => marks[stage] !== undefined) ?? null
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
  return provenStages.slice(provenStages.indexOf(stage))
}
