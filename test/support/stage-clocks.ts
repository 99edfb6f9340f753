import type { Instant } from '../../core/instant.ts'
import { courseOf, type StageAnchor, type StageClock } from '../../core/stage-clock.ts'
import type { Stage, StagedKind, StagedRule } from '../../core/staged-countdown.ts'
import type { WorkingTime } from '../../core/working-days.ts'

/** A stage from its anchor, outside of any incident. */
export function startStage(kind: StagedKind, stage: Stage, anchor: StageAnchor, startedAt: Instant, time: WorkingTime): StageClock {
  return { kind, stage, anchor, startedAt, ...courseOf(stage, anchor, stage.within, time), settled: null, request: null, isExtended: false }
}

/** The stages of a rule that count from this kind of moment. */
export function startStages(rule: StagedRule, anchor: StageAnchor, startedAt: Instant, time: WorkingTime): StageClock[] {
  return rule.stages.filter(({ from }) => from === anchor.kind).map((stage) => startStage(rule.kind, stage, anchor, startedAt, time))
}
