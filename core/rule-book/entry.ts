import { z } from 'zod'
import { Actor } from '../actor.ts'
import { Instant } from '../instant.ts'
import { TrialSummary } from './trial.ts'

const common = {
  /** Its place in the book, from 1 on, without gaps. */
  seq: z.number().int().positive(),
  at: Instant,
  by: Actor
}

const decision = { ...common, version: z.number().int().positive() }

/** A pack as somebody wants it from now on. Its `seq` is the number of the version. */
const Submitted = z.object({
  ...common,
  kind: z.literal('submitted'),
  pack: z.string(),
  /** Evidence key of the whole pack as YAML; null: as the file has it, and gone where no file has it. */
  text: z.string().nullable(),
  /** Key of what it was written over; null: there was no such pack. */
  base: z.string().nullable(),
  /** Key of what the file said then; null: no file has this pack. */
  fileKey: z.string().nullable(),
  reason: z.string(),
  rules: z.number().int().nonnegative(),
  /** The version whose text this is again; null: a new text. */
  restores: z.number().int().positive().nullable(),
  /** What its author was shown before; null where a text comes back that was tried before. */
  trial: TrialSummary.nullable()
})

const Approved = z.object({ ...decision, kind: z.literal('approved'), note: z.string() })
const Returned = z.object({ ...decision, kind: z.literal('returned'), reason: z.string() })
const Withdrawn = z.object({ ...decision, kind: z.literal('withdrawn'), reason: z.string() })

/** The rule book is a list of these: written once, never changed, so that what is in force can be told of any moment. */
export const RuleBookEntry = z.discriminatedUnion('kind', [Submitted, Approved, Returned, Withdrawn])
export type RuleBookEntry = z.infer<typeof RuleBookEntry>
export type SubmittedEntry = Extract<RuleBookEntry, { kind: 'submitted' }>
