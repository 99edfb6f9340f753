import { z } from 'zod'
import { FeedSettings } from '../feed/settings.ts'
import { SitemapSettings } from '../sitemap/settings.ts'

/** A blog is read by its feed, or by its sitemap where it has none. Without either in the settings, its front page is asked for its feed. */
export const BlogSettings = z
  .strictObject({
    feed: z.url().optional(),
    /** The feed of its comments, each a mention with its post as parent. */
    comments: z.url().optional(),
    /** Take the feed of comments that the front page names. */
    withComments: z.boolean().default(false),
    sitemap: z.url().optional(),
    newestDays: SitemapSettings.shape.withinDays,
    ...FeedSettings.omit({ feeds: true }).shape
  })
  .refine((settings) => settings.feed === undefined || settings.sitemap === undefined, { message: 'feed 与 sitemap 只写一项' })
export type BlogSettings = z.infer<typeof BlogSettings>
