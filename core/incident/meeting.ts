import { z } from 'zod'
import { Grade } from '../grade.ts'
import { Instant } from '../instant.ts'

/** 会商: who took part, what each held, what was concluded. */
export const Meeting = z.object({
  id: z.string(),
  topic: z.string(),
  heldAt: Instant,
  participants: z.array(z.object({ name: z.string(), unit: z.string() })),
  opinions: z.array(z.object({ by: z.string(), text: z.string() })),
  conclusion: z.string(),
  /** The grade that it holds right; it changes none, a person confirms. Null: it says nothing of it. */
  proposedGrade: Grade.nullable()
})
export type Meeting = z.infer<typeof Meeting>
