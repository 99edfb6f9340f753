import { z } from 'zod'
import { Instant } from '../instant.ts'
import { StageAnchor, StageCourse } from '../stage-clock.ts'
import { Stage, StagedKind } from '../staged-countdown.ts'
import { StageProof } from './stage-proof.ts'
import { OwingDepartment, UnstartedStage } from './incident-stage.ts'

/** Which clock, and its name, so that a line of the timeline speaks for itself. */
const named = { id: z.string(), words: z.string() }

/**
 * What can happen to the clocks that go by stages. Each event carries the deadlines that calendar and office hours made, so that
 * the fold needs neither.
 */
export const stageEventBodies = [
  z.object({
    type: z.literal('stage-started'),
    id: z.string(),
    kind: StagedKind,
    stage: Stage,
    department: OwingDepartment.nullable(),
    anchor: StageAnchor,
    course: StageCourse
  }),
  z.object({ type: z.literal('stage-not-started'), unstarted: UnstartedStage }),
  z.object({ type: z.literal('stage-moved'), ...named, anchor: StageAnchor, course: StageCourse }),
  z.object({
    type: z.literal('stage-met'),
    ...named,
    /** When it was done, which may be before it was recorded. */
    metAt: Instant,
    proof: StageProof
  }),
  z.object({
    type: z.literal('stages-ended'),
    ids: z.array(z.string()).min(1),
    words: z.string(),
    state: z.enum(['waived', 'withdrawn']),
    reason: z.string()
  }),
  z.object({
    type: z.literal('stage-phase-reached'),
    ...named,
    phase: z.string(),
    /** The deadline that the phase belonged to, and when the phase was due: their difference to the event's time is lateness. */
    dueAt: Instant,
    phaseAt: Instant
  }),
  z.object({ type: z.literal('extension-requested'), ...named, reason: z.string() }),
  z.object({ type: z.literal('extension-approved'), ...named, course: StageCourse, reason: z.string() }),
  z.object({ type: z.literal('extension-declined'), ...named, reason: z.string() })
] as const

export type StageEventBody = z.infer<(typeof stageEventBodies)[number]>

const types: ReadonlySet<string> = new Set(stageEventBodies.map(({ shape }) => shape.type.value))

/** Whether an event is about a clock that goes by stages. */
export function isStageEvent<Body extends { readonly type: string }>(body: Body): body is Extract<Body, { type: StageEventBody['type'] }> {
  return types.has(body.type)
}
