import { z } from 'zod'
import { Actor } from '../actor.ts'
import { Instant } from '../instant.ts'
import type { IncidentEvent, IncidentEventBody } from './events.ts'

type Of<T extends IncidentEventBody['type']> = Extract<IncidentEventBody, { type: T }>

/** 电话通知清单: somebody whom no channel reached, so that a human has to call. The number stands in the configuration, not here. */
export const Call = z.object({
  id: z.string(),
  contactId: z.string(),
  name: z.string(),
  role: z.string(),
  departmentId: z.string().nullable(),
  /** Each channel with what kept it from being proven. */
  why: z.array(z.string()),
  listedAt: Instant,
  /** The last try; null: nobody has called yet. */
  made: z.object({ reached: z.boolean(), at: Instant, by: Actor, note: z.string() }).nullable()
})
export type Call = z.infer<typeof Call>

/** Nobody reached this person yet. */
export function isOpen({ made }: Call): boolean {
  return made === null || !made.reached
}

/** A person who is on the list already is not listed twice: one call tells all. */
export function withCallListed(calls: readonly Call[], event: IncidentEvent, body: Of<'call-listed'>): Call[] {
  const { callId, contactId, name, role, departmentId, why } = body
  return [...calls, { id: callId, contactId, name, role, departmentId, why, listedAt: event.at, made: null }]
}

export function withCallMade(calls: readonly Call[], event: IncidentEvent, { callId, reached, note }: Of<'call-made'>): Call[] {
  return calls.map((call) => (call.id === callId ? { ...call, made: { reached, at: event.at, by: event.actor, note } } : call))
}
