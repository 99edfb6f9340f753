import { z } from 'zod'

const selector = z.string().min(1)

/** How a portal is read. Everything may be left out: lists are then recognised by dates and links, articles by the general reader. */
export const PortalSettings = z.strictObject({
  /** Further list pages besides the source's own URL. */
  lists: z.array(z.url()).default([]),
  list: z
    .strictObject({
      /** One row of the list. */
      item: selector,
      link: selector.default('a'),
      time: selector.optional()
    })
    .optional(),
  /** Older pages of a list, `{n}` counting from `from`: index_{n}.html. Read while a page brings anything new, `most` at the most. */
  pages: z
    .strictObject({ template: z.string().includes('{n}'), from: z.number().int().default(1), most: z.number().int().min(1).max(50).default(3) })
    .optional(),
  /** Parts that a link must have, or must not have. */
  include: z.array(z.string()).default([]),
  exclude: z.array(z.string()).default([]),
  article: z
    .strictObject({
      title: selector.optional(),
      body: selector.optional(),
      time: selector.optional(),
      author: selector.optional(),
      source: selector.optional()
    })
    .default({}),
  /** Articles fetched in one visit at the most. */
  mostArticles: z.number().int().positive().default(200)
})
export type PortalSettings = z.infer<typeof PortalSettings>
