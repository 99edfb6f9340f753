import { z } from 'zod'
import { CookiePlace, OpenHeaders } from '../cookie.ts'

/** Which forums and words are watched. The source's URL gives only the origin: https://tieba.baidu.com */
export const TiebaSettings = z
  .strictObject({
    /** Names of forums, without 吧. */
    forums: z.array(z.string().min(1)).default([]),
    keywords: z.array(z.string().min(1)).default([]),
    /** Pages of each forum or search in one visit at the most. */
    pages: z.number().int().min(1).max(20).default(1),
    /** Take replies as mentions of their own. */
    replies: z.boolean().default(true),
    /** Newest pages of a thread that are read at one look. */
    threadPages: z.number().int().min(1).max(50).default(3),
    /** A forum's list says nothing of replies: what stands on it is read again after so many hours. */
    rereadHours: z.number().positive().default(2),
    /** Threads and posts taken in one visit at the most. */
    mostItems: z.number().int().positive().default(2000),
    /** What requests are signed with; it stands in the scripts of the platform's pages and changes with them. */
    signKey: z.string().min(1).default('36770b1f34c9bbf2e7d1a99d2b82fa9e'),
    /** Where the cookie is, where the place wants one. */
    cookie: CookiePlace.optional(),
    /** Sent with each request. A cookie does not belong here. */
    headers: OpenHeaders
  })
  .refine((settings) => settings.forums.length + settings.keywords.length > 0, { message: 'forums、keywords 至少写一项' })
export type TiebaSettings = z.infer<typeof TiebaSettings>
