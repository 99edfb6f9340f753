import { z } from 'zod'

/** Official accounts through a feed of wewe-rss or RSSHub (`source.url`), each article read on its own page. */
export const WechatSettings = z.strictObject({
  /** Read each article's page for its text, time and account; without it the feed's own words are all there is. */
  follow: z.boolean().default(true),
  /** wewe-rss writes the time of publication into `date_modified` and has no other. */
  modifiedIsPublished: z.boolean().default(true),
  /** An empty feed is normal here; otherwise it is a fault, since RSSHub answers so when it is broken. */
  mayBeEmpty: z.boolean().default(false),
  /** A wewe-rss that did not ask WeChat for so long is blind, though its feed still answers. */
  syncWithinHours: z.number().positive().default(30),
  mostItems: z.number().int().positive().default(200)
})
export type WechatSettings = z.infer<typeof WechatSettings>
