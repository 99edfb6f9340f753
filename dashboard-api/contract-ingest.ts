/** The part of the contract about what comes to us by itself: pushes of other systems, and what a person types in. */
import { z } from 'zod'
import { Instant } from '../core/instant.ts'
import { SourceKind } from '../core/mention.ts'
import { Moment } from '../core/moment.ts'

/** Answer of POST `/api/ingest`: 202 once it is durable (200 for a bearer), 422 where nothing could be taken. */
export const PushAnswer = z.object({
  accepted: z.number().int().nonnegative(),
  refused: z.number().int().nonnegative(),
  /** This very request was answered before; nothing was taken in again. */
  repeated: z.boolean(),
  items: z.array(
    z.object({ index: z.number().int(), id: z.string().nullable(), outcome: z.enum(['accepted', 'refused']), reason: z.string().nullable() })
  )
})
export type PushAnswer = z.infer<typeof PushAnswer>

/** GET `/api/typed-mentions`: where people may type something in. */
export const TypingPlaces = z.object({
  now: Instant,
  sources: z.array(z.object({ id: z.string(), name: z.string(), kind: SourceKind, kindWords: z.string() }))
})
export type TypingPlaces = z.infer<typeof TypingPlaces>

const optional = (most: number) => z.string().trim().max(most).nullable().default(null)

/** POST `/api/typed-mentions` → TypedMention, 201. */
export const TypedMentionRequest = z.strictObject({
  /** Made by the form: sent twice it is one mention. */
  key: z.string().regex(/^[\w-]{8,64}$/),
  sourceId: z.string().min(1, '请选择来源'),
  title: optional(200),
  text: z.string().trim().min(1, '请填写内容').max(20_000),
  /** When the call came, or the broadcast went out. */
  publishedAt: Moment,
  /** 来电人: kept masked. */
  caller: optional(100),
  place: optional(100),
  url: optional(2000)
})
export type TypedMentionRequest = z.input<typeof TypedMentionRequest>

export const TypedMention = z.object({ id: z.string(), source: z.string() })
export type TypedMention = z.infer<typeof TypedMention>
