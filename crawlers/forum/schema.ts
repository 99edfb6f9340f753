import { z } from 'zod'

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullable()
  .catch(null)
  .default(null)
const id = z.union([z.string().regex(/^\d+$/), z.number().transform(String)])

/** Of `api/mobile/index.php` of Discuz!; arrays may be objects with numbers for keys. */
const rows = z
  .union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((record) => Object.values(record))])
  .nullable()
  .catch(null)
  .default(null)

export const MobileAnswer = z.object({
  Variables: z
    .object({
      forum_threadlist: rows,
      postlist: rows,
      thread: z.object({ subject: text, replies: text, allreplies: text }).nullable().catch(null).default(null),
      ppp: text
    })
    .nullable()
    .catch(null)
    .default(null),
  Message: z.object({ messageval: text, messagestr: text }).nullable().catch(null).default(null)
})
export type MobileAnswer = z.infer<typeof MobileAnswer>

export const MobileThread = z.object({
  tid: id,
  subject: text,
  author: text,
  dbdateline: text,
  dateline: text,
  replies: text,
  views: text,
  dblastpost: text
})
export const MobilePost = z.object({ pid: id, author: text, dbdateline: text, dateline: text, message: text, first: text })
