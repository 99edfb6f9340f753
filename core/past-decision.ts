import { z } from 'zod'

/**
 * 历次分办: what people decided about a matter, kept as data so that the machine's next proposal follows it. One line of
 * `past-decisions.jsonl` beside `wanglou.yaml`.
 */
export const PastDecision = z.strictObject({
  /** Words that tell the matter: those of the rules that fired, of the duties, of the title. */
  terms: z.array(z.string().min(1)).min(1),
  eventType: z.string().nullable().default(null),
  /** Place names or division codes it was decided for; empty means everywhere. */
  places: z.array(z.string()).default([]),
  /** The department that took it. */
  departmentId: z.string(),
  /** The department that had been proposed, or that returned it. */
  insteadOf: z.string().nullable().default(null)
})
export type PastDecision = z.infer<typeof PastDecision>
