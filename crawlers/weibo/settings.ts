import { z } from 'zod'

/** Which accounts and words are watched on m.weibo.cn. The source's URL gives only the origin. */
export const WeiboSettings = z
  .strictObject({
    uids: z.array(z.string().regex(/^\d+$/)).default([]),
    /** Timelines by container id, where it is not the usual one of an account. */
    containerIds: z.array(z.string().min(1)).default([]),
    keywords: z.array(z.string().min(1)).default([]),
    /** 1 综合, 61 实时, 60 热门. */
    searchType: z.enum(['1', '60', '61']).default('61'),
    /** Pages of each timeline or search in one visit. */
    pages: z.number().int().min(1).max(10).default(1),
    /** Fetch the rest of posts that the list cuts. */
    longText: z.boolean().default(true),
    /** Sent with each request: a cookie, where the timelines need one. */
    headers: z.record(z.string(), z.string()).default({})
  })
  .refine(
    (settings) => settings.uids.length + settings.containerIds.length + settings.keywords.length > 0,
    'needs at least one of uids, containerIds, keywords'
  )
export type WeiboSettings = z.infer<typeof WeiboSettings>
