import { z } from 'zod'
import { AnswerFault, AnswerFinding } from '../answers/answer-finding.ts'
import { OwingDepartment } from './incident-stage.ts'

/** Which answer: the number on the timeline under which it was recorded, and whose it is; null: a release. */
const answer = { seq: z.number().int().positive(), department: OwingDepartment.nullable() }
/** What the person found, of the machine's findings or their own, with the passages; and why they decided so. */
const found = { reason: z.string(), findings: z.array(AnswerFinding) }

/** What people decide about answers. A machine only proposes. */
export const answerEventBodies = [
  z.object({ type: z.literal('answer-accepted'), ...answer, note: z.string() }),
  /** The department owes its answer again: its clock runs on from its old anchor. */
  z.object({ type: z.literal('answer-sent-back'), ...answer, stage: z.string(), ...found }),
  z.object({ type: z.literal('answer-faulted'), ...answer, fault: AnswerFault, ...found })
] as const

export type AnswerEventBody = z.infer<(typeof answerEventBodies)[number]>

const types: ReadonlySet<string> = new Set(answerEventBodies.map(({ shape }) => shape.type.value))

export function isAnswerEvent<Body extends { readonly type: string }>(body: Body): body is Extract<Body, { type: AnswerEventBody['type'] }> {
  return types.has(body.type)
}
