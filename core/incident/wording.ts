import { z } from 'zod'
import { Actor } from '../actor.ts'
import { Instant } from '../instant.ts'
import type { IncidentEvent, IncidentEventBody } from './events.ts'

/** 应对口径: one version of what we say of a matter. Versions count from 1 and are never overwritten. */
export const Wording = z.object({
  version: z.number().int().positive(),
  text: z.string(),
  draftedAt: Instant,
  draftedBy: Actor,
  approvedAt: Instant.nullable(),
  approvedBy: Actor.nullable()
})
export type Wording = z.infer<typeof Wording>

/** The wording that a page is held against: the approved one of the highest version. */
export function approvedWording({ wordings }: { readonly wordings?: readonly Wording[] | undefined }): Wording | null {
  return wordings?.findLast(({ approvedAt }) => approvedAt !== null) ?? null
}

type WordingEvent = Extract<IncidentEventBody, { type: 'wording-drafted' | 'wording-approved' }>

export function withWording<State extends { readonly wordings?: Wording[] | undefined }>(
  state: State,
  body: WordingEvent,
  { at, actor }: Pick<IncidentEvent, 'at' | 'actor'>
): State {
  const wordings = state.wordings ?? []
  if (body.type === 'wording-approved') {
    return { ...state, wordings: wordings.map((one) => (one.version === body.version ? { ...one, approvedAt: at, approvedBy: actor } : one)) }
  }
  const { version, text } = body
  return { ...state, wordings: [...wordings, { version, text, draftedAt: at, draftedBy: actor, approvedAt: null, approvedBy: null }] }
}
