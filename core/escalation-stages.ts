import type { Phase } from './countdown.ts'
import { phaseRound } from './escalation-phases.ts'
import { clockGrade } from './incident/clocks.ts'
import type { IncidentStage } from './incident/incident-stage.ts'
import { stagesOf } from './incident/stages.ts'
import type { IncidentDocument } from './incident/state.ts'
import type { Instant } from './instant.ts'
import { stagedClocks, type LadderClock } from './ladder-clock.ts'
import type { EscalationStep } from './policy.ts'

/** A step of the ladder at the moment it speaks of a staged clock. */
export interface StageOccasion {
  readonly step: EscalationStep
  readonly trigger: string
  readonly round: number
  readonly at: Instant
  readonly phase: { readonly countdown: LadderClock; readonly phase: Phase }
}

/**
 * A step speaks of a staged clock only where it names it, `report-up` or `report-up/phone`: what is written for the statutory clocks says
 * the wrong thing of these. A matter without a grade counts as 一般, as its clocks do.
 */
export function stageOccasions(step: EscalationStep, document: IncidentDocument): StageOccasion[] {
  const { state } = document
  if (step.countdowns.length === 0 || stagesOf(state).length === 0) return []
  const grade = clockGrade(state.policy, state.eventGrade, state.opinionGrade, state.responseValue) ?? 'IV'
  if (!step.grades.includes(grade)) return []
  return stagedClocks(state)
    .filter(({ names }) => names.some((name) => step.countdowns.includes(name)))
    .flatMap((clock) => occasionsOfClock(step, clock, document))
}

function occasionsOfClock(step: EscalationStep, clock: LadderClock, document: IncidentDocument): StageOccasion[] {
  const stage = stagesOf(document.state).find(({ id }) => id === clock.kind)
  if (stage === undefined) return []
  switch (step.on) {
    case 'phase':
      return clock.phases
        .filter(({ id }) => step.phases.length === 0 || step.phases.includes(id))
        .map((phase) => ({
          step,
          trigger: `phase:${clock.kind}:${phase.id}`,
          round: phaseRound(document, clock, phase),
          at: phase.at,
          phase: { countdown: clock, phase }
        }))
    case 'stage-started':
      return [news(step, clock, { id: 'started', at: stage.startedAt, words: '开始计时' }, 0)]
    case 'answer-sent-back': {
      const returned = document.events.filter(({ body }) => body.type === 'answer-sent-back' && body.stage === clock.kind)
      const newest = returned.at(-1)
      const phase = { id: 'sent-back', at: newest?.at ?? stage.startedAt, words: '答复被退回，须重新答复' }
      return newest === undefined ? [] : [news(step, clock, phase, returned.length - 1)]
    }
    case 'extension-requested':
      return stage.request === null
        ? []
        : [news(step, clock, { id: 'extension', at: stage.request.at, words: '申请延期，待批准' }, requestsBefore(document, stage))]
    default:
      return []
  }
}

/** What happens to a clock beside its phases; no phase of its own, so that a notice of it speaks of it. */
function news(step: EscalationStep, clock: LadderClock, phase: Phase, round: number): StageOccasion {
  return { step, trigger: `${phase.id}:${clock.kind}`, round, at: phase.at, phase: { countdown: clock, phase } }
}

function requestsBefore({ events }: IncidentDocument, { id }: IncidentStage): number {
  return events.filter(({ body }) => body.type === 'extension-requested' && body.id === id).length - 1
}
