import { z } from 'zod'
import { Actor, Role } from '../actor.ts'
import { Instant } from '../instant.ts'
import { Finding, SupervisionKind } from '../supervision.ts'

/** The unit that is supervised. */
export const SupervisedUnit = z.object({ id: z.string(), name: z.string() })
export type SupervisedUnit = z.infer<typeof SupervisedUnit>

const link = { seq: z.number().int().positive(), eventId: z.string(), hash: z.string() }

/** What a finding rests on, each piece with the link of the chain that shows it. */
export const SupervisionEvidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), ...link, type: z.string() }),
  /** An answer of the unit, with what it said. */
  z.object({ kind: z.literal('answer'), ...link, text: z.string() }),
  /** A clock that was late; `doneAt` null: it was still not done when this was written. */
  z.object({ kind: z.literal('clock'), id: z.string(), words: z.string(), dueAt: Instant, doneAt: Instant.nullable() })
])
export type SupervisionEvidence = z.infer<typeof SupervisionEvidence>

/** 文号: its series (kind and year), its place there, and how it is written. */
export const DocumentNumber = z.object({ series: z.string(), number: z.number().int().positive(), words: z.string() })
export type DocumentNumber = z.infer<typeof DocumentNumber>

const said = z.object({ by: Actor, at: Instant, text: z.string() })

/** One document of the ladder against one unit. */
export const SupervisionEntry = z.object({
  /** Its place among those of the incident, `supervision-2`. */
  id: z.string(),
  kind: SupervisionKind,
  unit: SupervisedUnit,
  finding: Finding,
  text: z.string(),
  evidence: z.array(SupervisionEvidence).min(1),
  /** Why a step of the ladder was left out; null where none was. */
  skipReason: z.string().nullable(),
  drafted: z.object({ by: Actor, at: Instant }),
  /** Roles of which one signs; empty: it went out as it was written. */
  signedBy: z.array(Role),
  /** Until when the unit may state its side before it is signed; null where it is not asked first. */
  statementBy: Instant.nullable(),
  statement: said.nullable(),
  status: z.enum(['awaiting-signature', 'issued', 'refused']),
  /** Who signed or refused to, and why. */
  decided: said.nullable(),
  numberPattern: z.string(),
  number: DocumentNumber.nullable(),
  rectifyBy: Instant.nullable(),
  rectification: z.enum(['none', 'due', 'reported', 'accepted']),
  rectificationReports: z.array(said),
  /** 退回整改 and 验收, the newest last. */
  rectificationWords: z.array(said.extend({ accepted: z.boolean() })),
  source: z.string()
})
export type SupervisionEntry = z.infer<typeof SupervisionEntry>

/** What the incident has of the ledger: absent while there is nothing. */
export const SupervisionState = z.object({
  entries: z.array(SupervisionEntry),
  /** Proposals of the machine that a person set aside, with the reason. */
  declined: z.array(z.object({ proposal: z.string(), by: Actor, at: Instant, reason: z.string() }))
})
export type SupervisionState = z.infer<typeof SupervisionState>
