import { z } from 'zod'
import { CookiePlace, OpenHeaders } from '../cookie.ts'
import { Selector } from '../selector.ts'

export const BoardSelectors = z.strictObject({
  /** The frame that stands on every board, an empty one too; without it a board without a thread is taken for a changed layout. */
  board: Selector.optional(),
  /** One row of the list. */
  thread: Selector,
  link: Selector.default('a'),
  author: Selector.optional(),
  time: Selector.optional(),
  replies: Selector.optional(),
  views: Selector.optional()
})
export type BoardSelectors = z.infer<typeof BoardSelectors>

export const ThreadSelectors = z.strictObject({
  title: Selector.optional(),
  /** One post, the first one and the replies alike. */
  post: Selector,
  body: Selector,
  author: Selector.optional(),
  time: Selector.optional(),
  likes: Selector.optional(),
  /** Attribute of a post that names it for good. */
  id: z.string().min(1).default('id'),
  /** Parts of a body that are no words of its author. */
  remove: Selector.optional(),
  /** Words of others in a reply; in the first post they are what it is about. */
  quote: Selector.optional(),
  /** Links to the further pages. */
  pages: Selector.optional()
})
export type ThreadSelectors = z.infer<typeof ThreadSelectors>

/** A pattern that is sound and has a group. */
function hasGroup(pattern: string): boolean {
  try {
    // Beside an empty alternative it matches everything, and tells how many groups it has.
    return (new RegExp(`${pattern}|`).exec('')?.length ?? 0) > 1
  } catch {
    return false
  }
}

/** How a forum is read. The source's URL is its board; a well-known family needs nothing more. */
export const ForumSettings = z
  .strictObject({
    family: z.enum(['discuz', 'phpbb', 'nodebb', 'selectors']).default('discuz'),
    /** Discuz! alone: its pages, its RSS (20 newest threads), or the JSON of its mobile plugin. */
    by: z.enum(['html', 'rss', 'json']).default('html'),
    /** Further boards besides the source's own URL. */
    boards: z.array(z.url()).default([]),
    list: BoardSelectors.optional(),
    thread: ThreadSelectors.optional(),
    /** How an address names its thread: the first group. */
    threadId: z.string().refine(hasGroup, '应为带一个分组的正则表达式，如 /t/(\\d+)').optional(),
    /** Parameter that turns the pages of a thread or a board: `page` counts pages, `start` counts posts. */
    paging: z.enum(['page', 'start']).optional(),
    /** Pages of each board in one visit at the most. */
    pages: z.number().int().min(1).max(20).default(1),
    /** Take replies as mentions of their own. */
    replies: z.boolean().default(true),
    /** Newest pages of a thread that are read at one look. */
    threadPages: z.number().int().min(1).max(50).default(3),
    /** Threads and posts taken in one visit at the most. */
    mostItems: z.number().int().positive().default(2000),
    /** Where the cookie is, where the place wants one. */
    cookie: CookiePlace.optional(),
    /** Sent with each request. A cookie does not belong here. */
    headers: OpenHeaders
  })
  .refine((settings) => settings.family !== 'selectors' || (settings.list !== undefined && settings.thread !== undefined), {
    message: 'family: selectors 须写明 list 与 thread'
  })
  .refine((settings) => settings.family === 'discuz' || settings.by === 'html', { message: 'by: rss、json 只用于 family: discuz' })
export type ForumSettings = z.infer<typeof ForumSettings>
