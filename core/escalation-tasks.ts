import { phaseRound } from './escalation-phases.ts'
import type { StageOccasion } from './escalation-stages.ts'
import { clockGrade } from './incident/clocks.ts'
import type { IncidentDocument } from './incident/state.ts'
import type { EscalationStep } from './policy.ts'
import { taskClocks } from './task-clock.ts'

/** A step speaks of tasks only where it names them, as of staged clocks. A matter without a grade counts as 一般. */
export function taskOccasions(step: EscalationStep, document: IncidentDocument): StageOccasion[] {
  const { state } = document
  if (step.on !== 'phase' || state.work === undefined || !step.countdowns.some((name) => name.startsWith('task'))) return []
  const grade = clockGrade(state.policy, state.eventGrade, state.opinionGrade, state.responseValue) ?? 'IV'
  if (!step.grades.includes(grade)) return []
  return taskClocks(state)
    .filter(({ names }) => names.some((name) => step.countdowns.includes(name)))
    .flatMap((clock) =>
      clock.phases
        .filter(({ id }) => step.phases.length === 0 || step.phases.includes(id))
        .map((phase) => ({
          step,
          trigger: `phase:${clock.kind}:${phase.id}`,
          round: phaseRound(document, clock, phase),
          at: phase.at,
          phase: { countdown: clock, phase }
        }))
    )
}
