import { z } from 'zod'

const selector = z.string().min(1)

export const FeedSettings = z.strictObject({
  /** Further feeds besides the source's own URL, such as that of its comments. */
  feeds: z.array(z.url()).default([]),
  /** Fetch each item's own page for its text; a feed that carries only summaries needs it. */
  follow: z.boolean().default(false),
  article: z
    .strictObject({
      title: selector.optional(),
      body: selector.optional(),
      time: selector.optional(),
      author: selector.optional(),
      source: selector.optional()
    })
    .default({}),
  /** The feed has only modification times and writes the publish time into them, as wewe-rss does. */
  modifiedIsPublished: z.boolean().default(false),
  /** An empty feed is normal here; otherwise it is a fault, since RSSHub and others answer so when they are broken. */
  mayBeEmpty: z.boolean().default(false),
  mostItems: z.number().int().positive().default(500)
})
export type FeedSettings = z.infer<typeof FeedSettings>
