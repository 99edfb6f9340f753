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
/** The post that is reposted; its user is null when it was deleted or may not be seen. */
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
  profile_type_id: text,
  card_group: z.array(z.unknown()).catch([]).default([])
})

export const WeiboEnvelope = z.object({ ok: z.number(), msg: text, data: z.unknown().optional() })
export type WeiboEnvelope = z.infer<typeof WeiboEnvelope>

export const WeiboCards = z.object({ cards: z.array(z.unknown()).catch([]).default([]) })

/** `/api/config`: whether the cookie is signed in. */
export const WeiboConfig = z.object({ login: z.boolean() })

export const WeiboLongText = z.object({ longTextContent: z.string() })

/** One comment of `/comments/hotflow` or `/api/comments/show`; answers to it stand inside it. */
export const WeiboComment = z.object({
  id,
  rootid: id.nullable().catch(null).default(null),
  text: z.string(),
  created_at: text,
  source: text,
  like_count: count,
  total_number: count,
  user: User.nullable().catch(null).default(null),
  comments: z.array(z.unknown()).catch([]).default([])
})
export type WeiboComment = z.infer<typeof WeiboComment>

/** A page of comments or reposts. `max_id` 0: the last. */
export const WeiboThread = z.object({
  data: z.array(z.unknown()).catch([]).default([]),
  max_id: id.nullable().catch(null).default(null),
  max_id_type: id.nullable().catch(null).default(null),
  max: z.number().nullable().catch(null).default(null)
})
export type WeiboThread = z.infer<typeof WeiboThread>

/** An entry of the hot list. Advertisements carry `promotion`; what was put on top has a picture of its own kind instead of a number. */
export const WeiboHotEntry = z.object({ desc: z.string().min(1), scheme: text, pic: text, promotion: z.unknown().optional() })

/** A post as it stands in a list; a pinned one stands there however old it is. */
export interface ListedPost {
  readonly raw: unknown
  readonly isPinned: boolean
}

/** The posts of a list of cards, in order. */
export function postsIn(cards: readonly unknown[]): ListedPost[] {
  return cards.flatMap((item): ListedPost[] => {
    const card = Card.safeParse(item)
    if (!card.success) return []
    const { mblog, profile_type_id, card_group } = card.data
    const own = mblog === undefined || mblog === null ? [] : [{ raw: mblog, isPinned: profile_type_id?.startsWith('proweibotop') === true }]
    return [...own, ...postsIn(card_group)]
  })
}

/** For `JSON.stringify`: what is kept of an item that cannot be read says nothing of who wrote it. */
export function withoutUsers(name: string, value: unknown): unknown {
  return name === 'user' ? undefined : value
}

/** The raw entries of the first list among the cards: further groups show what rises. */
export function hotEntriesIn(cards: readonly unknown[]): readonly unknown[] {
  for (const raw of cards) {
    const card = Card.safeParse(raw)
    if (card.success && card.data.card_group.length > 0) return card.data.card_group
  }
  return []
}
