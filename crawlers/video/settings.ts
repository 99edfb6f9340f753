import { z } from 'zod'
import { Platform } from '../import/media-crawler.ts'

/** Videos and notes of 抖音, 快手, B站, 小红书: by a feed of RSSHub, or by what a MediaCrawler that a person runs has written. */
export const VideoSettings = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('feed'),
    /** An empty feed is normal here; otherwise it is a fault, since RSSHub answers so when it is broken. */
    mayBeEmpty: z.boolean().default(false),
    mostItems: z.number().int().positive().default(200)
  }),
  z.strictObject({
    from: z.literal('media-crawler'),
    /** Which of its folders; all of them when none is named. */
    platforms: z.array(Platform).default([]),
    /** Comments too. */
    comments: z.boolean().default(true),
    /** Files read in one visit, the newest first. */
    mostFiles: z.number().int().min(1).max(200).default(20)
  })
])
export type VideoSettings = z.infer<typeof VideoSettings>
