import { z } from 'zod'
import { Actor } from '../actor.ts'
import { Instant } from '../instant.ts'
import { wordingSteps, type ReleasePolicy, type WordingStep } from '../release-policy.ts'
import { WordingForm } from '../wording-draft.ts'
import type { IncidentEvent } from './events.ts'
import { SpeakingUnit, type PublicityEventBody } from './publicity-events.ts'

/** A step before the last that agreed. */
const Review = z.object({ step: z.string(), words: z.string(), by: Actor, at: Instant })

/** 应对口径: one version of what we say of a matter. Versions count from 1 and are never overwritten. */
export const Wording = z.object({
  version: z.number().int().positive(),
  text: z.string(),
  draftedAt: Instant,
  draftedBy: Actor,
  approvedAt: Instant.nullable(),
  approvedBy: Actor.nullable(),
  /** Absent in what was written freely. */
  form: WordingForm.optional(),
  /** Who speaks; absent in what was drafted before units were told apart. */
  unit: SpeakingUnit.optional(),
  /** Absent while it is a draft, and where the policy knows one step. */
  submitted: z.object({ by: Actor, at: Instant }).optional(),
  reviews: z.array(Review).optional(),
  returned: z.object({ step: z.string(), words: z.string(), by: Actor, at: Instant, reason: z.string() }).optional()
})
export type Wording = z.infer<typeof Wording>

interface WithWordings {
  readonly wordings?: readonly Wording[] | undefined
}

/** The wording that a page is held against: the approved one of the highest version. */
export function approvedWording({ wordings }: WithWordings): Wording | null {
  return wordings?.findLast(({ approvedAt }) => approvedAt !== null) ?? null
}

/** What is in force: of each unit the newest approved one, newest first. */
export function wordingsInForce({ wordings = [] }: WithWordings): Wording[] {
  return wordings
    .filter(
      (one) => one.approvedAt !== null && !wordings.some((later) => later.approvedAt !== null && later.version > one.version && isOfUnit(later, one))
    )
    .toReversed()
}

export function isOfUnit(one: Pick<Wording, 'unit'>, other: Pick<Wording, 'unit'>): boolean {
  return unitKey(one) === unitKey(other)
}

/** The same name for all versions that one unit speaks. */
export function unitKey({ unit }: Pick<Wording, 'unit'>): string {
  return unit === undefined ? '' : (unit.id ?? unit.name)
}

/** The newest version of the same unit, drafts among them. */
export function newestOfUnit({ wordings = [] }: WithWordings, one: Pick<Wording, 'unit'>): Wording | null {
  return wordings.findLast((other) => isOfUnit(other, one)) ?? null
}

export type WordingStanding = 'draft' | 'under-approval' | 'returned' | 'approved'

/** Where a version stands. Under a policy of one step a draft waits for approval at once. */
export function wordingStanding(
  { approvedAt, returned, submitted }: Wording,
  policy: { readonly release?: ReleasePolicy | undefined }
): WordingStanding {
  if (approvedAt !== null) return 'approved'
  if (returned !== undefined) return 'returned'
  return submitted !== undefined || policy.release?.steps === undefined ? 'under-approval' : 'draft'
}

/** The step that it waits for; null where it waits for none. */
export function awaitedStep(wording: Wording, policy: { readonly release?: ReleasePolicy | undefined }): WordingStep | null {
  if (wordingStanding(wording, policy) !== 'under-approval') return null
  return wordingSteps(policy)[wording.reviews?.length ?? 0] ?? null
}

type WordingEvent = Extract<PublicityEventBody, { type: `wording-${string}` }>

export function withWording<State extends { readonly wordings?: Wording[] | undefined }>(
  state: State,
  body: WordingEvent,
  { at, actor }: Pick<IncidentEvent, 'at' | 'actor'>
): State {
  const wordings = state.wordings ?? []
  if (body.type === 'wording-drafted') {
    const { version, text, form, unit } = body
    const parts = { ...(form === undefined ? {} : { form }), ...(unit === undefined ? {} : { unit }) }
    return { ...state, wordings: [...wordings, { version, text, draftedAt: at, draftedBy: actor, approvedAt: null, approvedBy: null, ...parts }] }
  }
  return { ...state, wordings: wordings.map((one) => (one.version === body.version ? afterStep(one, body, { at, actor }) : one)) }
}

function afterStep(
  wording: Wording,
  body: Exclude<WordingEvent, { type: 'wording-drafted' }>,
  { at, actor }: Pick<IncidentEvent, 'at' | 'actor'>
): Wording {
  switch (body.type) {
    case 'wording-submitted':
      return { ...wording, submitted: { by: actor, at } }
    case 'wording-reviewed':
      return { ...wording, reviews: [...(wording.reviews ?? []), { step: body.step, words: body.words, by: actor, at }] }
    case 'wording-returned':
      return { ...wording, returned: { step: body.step, words: body.words, by: actor, at, reason: body.reason } }
    case 'wording-approved':
      return { ...wording, approvedAt: at, approvedBy: actor }
    default:
      return body satisfies never
  }
}
