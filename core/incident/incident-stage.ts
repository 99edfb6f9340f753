import { z } from 'zod'
import { countdownWords } from '../countdown.ts'
import { StageAnchor, StageClock, ToldPhase } from '../stage-clock.ts'
import { StagedKind } from '../staged-countdown.ts'

/** The department that owes a reply. */
export const OwingDepartment = z.object({ id: z.string(), name: z.string() })

/** A stage as a clock of one incident. */
export const IncidentStage = StageClock.extend({
  /** Kind, stage and department, and a number from the second of them on: one for each start, for good. */
  id: z.string(),
  department: OwingDepartment.nullable(),
  /** Phases on the timeline. One told for a deadline that moved since is told again. */
  told: z.array(ToldPhase)
})
export type IncidentStage = z.infer<typeof IncidentStage>

/** A stage that should run and whose deadline cannot be told: the calendar of its year is missing. */
export const UnstartedStage = z.object({
  kind: StagedKind,
  stageId: z.string(),
  words: z.string(),
  department: OwingDepartment.nullable(),
  anchor: StageAnchor,
  reason: z.string()
})
export type UnstartedStage = z.infer<typeof UnstartedStage>

/** `上报·电话报告`, `部门答复·实质答复（安全处）`. */
export function stageName({
  kind,
  stage,
  department
}: Pick<IncidentStage, 'kind' | 'department'> & { readonly stage: { readonly words: string } }): string {
  return `${countdownWords[kind]}·${stage.words}${department === null ? '' : `（${department.name}）`}`
}
