import { z } from 'zod'
import { Instant } from '../instant.ts'
import { WordingForm } from '../wording-draft.ts'

const version = z.number().int().positive()

/** Who speaks in a wording: a department, or the desk's own unit. */
export const SpeakingUnit = z.object({ id: z.string().nullable(), name: z.string() })
export type SpeakingUnit = z.infer<typeof SpeakingUnit>

/** What a unit says, where, and since when. */
const ConflictSide = z.object({ unit: z.string(), what: z.string(), at: Instant, url: z.string().nullable(), passage: z.string() })

/** 对外口径不一致: two units that say different things of one matter. */
export const FoundConflict = z.object({
  id: z.string(),
  sort: z.enum(['figure', 'cause', 'place', 'time']),
  about: z.string(),
  sides: z.tuple([ConflictSide, ConflictSide])
})
export type FoundConflict = z.infer<typeof FoundConflict>

/** One piece of the 媒体宣传计划, by its number. */
const mediaId = z.string().min(1)

/** What can happen to what is said in public: wordings by their steps, the cause, conflicts between units, the media plan. */
export const publicityEventBodies = [
  z.object({
    type: z.literal('wording-drafted'),
    version,
    text: z.string(),
    /** Absent in what was written freely. */
    form: WordingForm.optional(),
    /** Absent in what was drafted before units were told apart. */
    unit: SpeakingUnit.optional()
  }),
  z.object({ type: z.literal('wording-submitted'), version }),
  /** A step before the last agreed. */
  z.object({ type: z.literal('wording-reviewed'), version, step: z.string(), words: z.string() }),
  z.object({ type: z.literal('wording-returned'), version, step: z.string(), words: z.string(), reason: z.string() }),
  /** The last step: from now on it is in force. `words`: 签发; absent where the policy had one step only. */
  z.object({ type: z.literal('wording-approved'), version, words: z.string().optional() }),
  z.object({ type: z.literal('cause-established'), cause: z.string(), basis: z.string() }),
  z.object({ type: z.literal('cause-retracted'), reason: z.string() }),
  z.object({ type: z.literal('public-conflict-found'), conflict: FoundConflict }),
  /** The units say the same now, or one says it no more. */
  z.object({ type: z.literal('public-conflict-ended'), id: z.string(), about: z.string() }),
  /** A person looked at it and says why it needs nothing more. */
  z.object({ type: z.literal('public-conflict-settled'), id: z.string(), about: z.string(), reason: z.string() }),
  z.object({
    type: z.literal('media-planned'),
    id: mediaId,
    outlet: z.string(),
    angle: z.string(),
    plannedAt: Instant,
    link: z.string().nullable()
  }),
  z.object({
    type: z.literal('media-published'),
    id: mediaId,
    outlet: z.string(),
    link: z.string(),
    title: z.string().nullable(),
    publishedAt: Instant
  }),
  z.object({ type: z.literal('media-withdrawn'), id: mediaId, outlet: z.string(), reason: z.string() })
] as const

export type PublicityEventBody = z.infer<(typeof publicityEventBodies)[number]>

const types: ReadonlySet<string> = new Set(publicityEventBodies.map(({ shape }) => shape.type.value))

/** Whether an event is about what is said in public. */
export function isPublicityEvent<Body extends { readonly type: string }>(body: Body): body is Extract<Body, { type: PublicityEventBody['type'] }> {
  return types.has(body.type)
}
