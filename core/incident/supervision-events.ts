import { z } from 'zod'
import { Role } from '../actor.ts'
import { Instant } from '../instant.ts'
import { Finding, SupervisionKind } from '../supervision.ts'
import { DocumentNumber, SupervisedUnit, SupervisionEvidence } from './supervision-entry.ts'

/** Which document, and what it is and against whom, so that a line of the timeline speaks for itself. */
const named = { id: z.string(), kind: SupervisionKind, unit: SupervisedUnit }

/** What can happen to documents of the ledger. Each carries what the unit's rules said then, so that the fold needs none. */
export const supervisionEventBodies = [
  z.object({
    type: z.literal('supervision-drafted'),
    ...named,
    finding: Finding,
    text: z.string(),
    evidence: z.array(SupervisionEvidence).min(1),
    skipReason: z.string().nullable(),
    signedBy: z.array(Role),
    statementBy: Instant.nullable(),
    rectifyBy: Instant.nullable(),
    numberPattern: z.string(),
    source: z.string()
  }),
  z.object({ type: z.literal('supervision-issued'), ...named, note: z.string(), heard: z.enum(['stated', 'silent', 'not-asked']) }),
  z.object({ type: z.literal('supervision-refused'), ...named, reason: z.string() }),
  z.object({ type: z.literal('supervision-numbered'), ...named, number: DocumentNumber }),
  z.object({ type: z.literal('statement-made'), ...named, text: z.string() }),
  z.object({ type: z.literal('rectification-reported'), ...named, text: z.string() }),
  z.object({ type: z.literal('rectification-judged'), ...named, accepted: z.boolean(), text: z.string() }),
  z.object({ type: z.literal('supervision-proposal-declined'), proposal: z.string(), words: z.string(), reason: z.string() }),
  /** 他方报告: the same matter also reached us another way than the one that opened it. */
  z.object({ type: z.literal('reported-otherwise'), way: z.string(), reportedAt: Instant }),
  /** 事前已知: a unit knew of the matter before it reported it, and what shows that. */
  z.object({ type: z.literal('prior-knowledge-recorded'), unit: SupervisedUnit, knownAt: Instant, how: z.string() })
] as const

export type SupervisionEventBody = z.infer<(typeof supervisionEventBodies)[number]>

const types: ReadonlySet<string> = new Set(supervisionEventBodies.map(({ shape }) => shape.type.value))

/** Whether an event is about the ledger. */
export function isSupervisionEvent<Body extends { readonly type: string }>(
  body: Body
): body is Extract<Body, { type: SupervisionEventBody['type'] }> {
  return types.has(body.type)
}
