import { z } from 'zod'
import { ArticleSelectors } from '../article-selectors.ts'

export const FeedSettings = z.strictObject({
  /** Further feeds besides the source's own URL, such as that of its comments. */
  feeds: z.array(z.url()).default([]),
  /** Parameters of links that name no page, besides the known ones of sessions and tracking. */
  ignoreParams: z.array(z.string().min(1)).default([]),
  /** Fetch each item's own page for its text; a feed that carries only summaries needs it. */
  follow: z.boolean().default(false),
  article: ArticleSelectors.default({}),
  /** The feed has only modification times and writes the publish time into them, as wewe-rss does. */
  modifiedIsPublished: z.boolean().default(false),
  /** An empty feed is normal here; otherwise it is a fault, since RSSHub and others answer so when they are broken. */
  mayBeEmpty: z.boolean().default(false),
  mostItems: z.number().int().positive().default(500)
})
export type FeedSettings = z.infer<typeof FeedSettings>
