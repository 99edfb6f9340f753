import { z } from 'zod'

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullable()
  .catch(null)
  .default(null)
const id = z.union([z.string().regex(/^\d+$/), z.number().int().transform(String)])
const list = z.array(z.unknown()).nullable().catch(null).default(null)

/** Every answer says how it went: `error_code` of the client's endpoints, `no` of the search. */
export const TiebaStatus = z.object({ error_code: text, no: text, error_msg: text, error: text, errmsg: text })
export type TiebaStatus = z.infer<typeof TiebaStatus>

export const TiebaSync = z.object({ data: z.object({ anti: z.object({ tbs: z.string().min(1) }) }) })

export const TiebaSearch = z.object({ data: z.object({ card_list: list }).nullable().catch(null).default(null) })
export const TiebaCard = z.object({ cardInfo: text, cardStyle: text, data: z.unknown() })
export const TiebaFound = z.object({
  tid: id,
  title: text,
  content: text,
  time: text,
  create_time: text,
  post_num: text,
  forum_name: text,
  user: z.object({ show_nickname: text, user_name: text }).nullable().catch(null).default(null)
})

/** The list of a forum: ids alone. */
export const TiebaForum = z.object({ forum: z.object({ name: text, tids: z.string() }) })

const parts = z
  .array(z.object({ text: text, c: text }).catch({ text: null, c: null }))
  .catch([])
  .default([])
export const TiebaPost = z.object({ id, author_id: text, content: parts, time: text })
export type TiebaPost = z.infer<typeof TiebaPost>

const counts = z.object({ total_page: z.coerce.number().int().catch(1).default(1) }).catch({ total_page: 1 })
export const TiebaThread = z.object({
  thread: z.object({ id, title: text, reply_num: text, create_time: text }),
  first_floor: TiebaPost.nullable().catch(null).default(null),
  post_list: list,
  page: counts.default({ total_page: 1 }),
  forum: z.object({ name: text }).nullable().catch(null).default(null),
  user_list: z
    .array(z.object({ id: text, name_show: text, name: text }).catch({ id: null, name_show: null, name: null }))
    .catch([])
    .default([])
})
export type TiebaThread = z.infer<typeof TiebaThread>

/** A text as people see it: an emoticon (`c`) stands as its name. */
export function wordsOf(content: TiebaPost['content']): string | null {
  const words = content
    .map(({ text: said, c }) => (c === null || c === '' ? (said ?? '') : `[${c}]`))
    .join('')
    .replaceAll('\r\n', '\n')
    .trim()
  return words === '' ? null : words
}
