import { z } from 'zod'
import { Actor } from '../actor.ts'
import { AnswerFault, AnswerFinding } from '../answers/answer-finding.ts'
import { Instant } from '../instant.ts'
import type { AnswerEventBody } from './answer-events.ts'
import type { IncidentEvent } from './events.ts'
import { stagesOf } from './stages.ts'
import type { IncidentState } from './state.ts'

/** What a person decided about one answer. */
export const AnswerDecision = z.object({
  /** Number on the timeline under which the answer was recorded. */
  seq: z.number().int().positive(),
  departmentId: z.string().nullable(),
  decision: z.enum(['accepted', 'sent-back', 'faulted']),
  fault: AnswerFault.nullable(),
  at: Instant,
  by: Actor,
  reason: z.string(),
  findings: z.array(AnswerFinding)
})
export type AnswerDecision = z.infer<typeof AnswerDecision>

/** The state after a decision. What is sent back is no answer any more: its clock runs on, from where it counted. */
export function evolveAnswers(state: IncidentState, body: AnswerEventBody, { at, actor }: Pick<IncidentEvent, 'at' | 'actor'>): IncidentState {
  const decided = { seq: body.seq, departmentId: body.department?.id ?? null, fault: null, at, by: actor }
  switch (body.type) {
    case 'answer-accepted':
      return withDecision(state, { ...decided, decision: 'accepted', reason: body.note, findings: [] })
    case 'answer-faulted':
      return withDecision(state, { ...decided, decision: 'faulted', fault: body.fault, reason: body.reason, findings: body.findings })
    case 'answer-sent-back':
      return reopened(withDecision(state, { ...decided, decision: 'sent-back', reason: body.reason, findings: body.findings }), body.stage)
    default:
      return body satisfies never
  }
}

/** Decisions about answers, oldest first. */
export function answerDecisionsOf({ answerDecisions }: Pick<IncidentState, 'answerDecisions'>): readonly AnswerDecision[] {
  return answerDecisions ?? []
}

function withDecision(state: IncidentState, decision: AnswerDecision): IncidentState {
  return { ...state, answerDecisions: [...answerDecisionsOf(state), decision] }
}

function reopened(state: IncidentState, stageClockId: string): IncidentState {
  return {
    ...state,
    stages: stagesOf(state).map((clock) => (clock.id === stageClockId && clock.settled?.state === 'met' ? { ...clock, settled: null } : clock))
  }
}
