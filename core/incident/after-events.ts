import { z } from 'zod'
import { ReviewFacts } from '../archive/review-facts.ts'
import { Filing, ReviewForm } from './after.ts'

/** What can happen to an incident after 办结. */
export const afterEventBodies = [
  z.object({ type: z.literal('reviewed'), facts: ReviewFacts, form: ReviewForm }),
  z.object({ type: z.literal('reopened'), reason: z.string() }),
  z.object({ type: z.literal('archived'), ...Filing.shape })
] as const

export type AfterEventBody = z.infer<(typeof afterEventBodies)[number]>

const types: ReadonlySet<string> = new Set(afterEventBodies.map(({ shape }) => shape.type.value))

export function isAfterEvent<Body extends { readonly type: string }>(body: Body): body is Extract<Body, { type: AfterEventBody['type'] }> {
  return types.has(body.type)
}
