import { z } from 'zod'

/** Only the fields that are used, of what m.weibo.cn answers. Ids stay strings: they exceed what a double holds. */
const id = z.union([z.string().min(1), z.number().transform(String)])
const text = z.string().nullable().catch(null).default(null)
/** Counts come as numbers, as "1.2万", or as words. */
const count = z.unknown().optional()

const User = z.object({ id: id.nullable().catch(null).default(null), screen_name: text })

const postFields = {
  id: id.nullable().catch(null).default(null),
  mid: id.nullable().catch(null).default(null),
  bid: text,
  text: text,
  raw_text: text,
  created_at: text,
  region_name: text,
  isLongText: z.boolean().catch(false).default(false),
  longText: z.object({ longTextContent: text }).nullable().catch(null).default(null),
  reposts_count: count,
  comments_count: count,
  attitudes_count: count,
  reads_count: count,
  user: User.nullable().catch(null).default(null)
}
/** The post that is reposted; its user is null when it was deleted. */
const Reposted = z.object(postFields)

/** `mblog`. A post without an id or without text is of no use. */
export const WeiboPost = z
  .object({ ...postFields, text: z.string(), retweeted_status: Reposted.nullable().catch(null).default(null) })
  .refine((post) => (post.mid ?? post.id) !== null, '没有编号')
export type WeiboPost = z.infer<typeof WeiboPost>

/** What a post that cannot be used is known by. */
export const BadPost = Reposted.pick({ id: true, mid: true, text: true }).refine((post) => (post.mid ?? post.id) !== null, '没有编号')

/** Posts stand in cards of type 9, also inside groups; everything else on a timeline is decoration. */
const Card = z.object({
  card_type: z.unknown().optional(),
  mblog: z.unknown().optional(),
  scheme: text,
  card_group: z.array(z.unknown()).catch([]).default([])
})

export const WeiboEnvelope = z.object({
  ok: z.number(),
  msg: text,
  data: z
    .object({ cards: z.array(z.unknown()).catch([]).default([]) })
    .nullable()
    .catch(null)
    .default(null)
})

export const WeiboLongText = z.object({ ok: z.number(), data: z.object({ longTextContent: z.string() }) })

/** The raw posts of a list of cards, in order. */
export function postsIn(cards: readonly unknown[]): unknown[] {
  return cards.flatMap((raw) => {
    const card = Card.safeParse(raw)
    if (!card.success) return []
    const own = card.data.mblog === undefined || card.data.mblog === null ? [] : [card.data.mblog]
    return [...own, ...postsIn(card.data.card_group)]
  })
}
