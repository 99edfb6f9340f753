import { z } from 'zod'

/** Where the cookie is: a secret never stands in the configuration. */
const Cookie = z
  .strictObject({
    file: z.string().min(1).optional(),
    env: z.string().min(1).optional(),
    /** A visitor's sees little; one that somebody signed in for is asked after first, since it ends at any time. */
    kind: z.enum(['visitor', 'signed-in']).default('visitor')
  })
  .refine(({ file, env }) => (file === undefined) !== (env === undefined), 'cookie: file 和 env 写且只写一个')

/** Which accounts and words are watched on m.weibo.cn. The source's URL gives only the origin. */
export const WeiboSettings = z
  .strictObject({
    uids: z.array(z.string().regex(/^\d+$/)).default([]),
    /** Timelines by container id, where it is not the usual one of an account. */
    containerIds: z.array(z.string().min(1)).default([]),
    keywords: z.array(z.string().min(1)).default([]),
    /** 1 综合, 61 实时, 60 热门. */
    searchType: z.enum(['1', '60', '61']).default('61'),
    /** The hot list too, each entry a mention with its rank. */
    hotSearch: z.boolean().default(false),
    /** Pages of each timeline or search in one visit. */
    pages: z.number().int().min(1).max(10).default(1),
    /** Fetch the rest of posts that the list cuts. */
    longText: z.boolean().default(true),
    /** Pages of comments, and of reposts, of a post whose count of them grew; 0: none. */
    comments: z.number().int().min(0).max(10).default(0),
    reposts: z.number().int().min(0).max(10).default(0),
    /** Posts whose comments and reposts are read in one visit, those that grew most first. */
    mostThreads: z.number().int().min(1).max(100).default(10),
    cookie: Cookie.optional(),
    /** Sent with each request. A cookie does not belong here. */
    headers: z
      .record(z.string(), z.string())
      .refine(
        (headers) => Object.keys(headers).every((name) => !/^(cookie|authorization)$/i.test(name)),
        'Cookie 是秘密：放进文件或环境变量，用 cookie: {file: …} 指明'
      )
      .default({})
  })
  .refine(
    (settings) => settings.uids.length + settings.containerIds.length + settings.keywords.length > 0 || settings.hotSearch,
    'uids、containerIds、keywords、hotSearch 至少写一项'
  )
export type WeiboSettings = z.infer<typeof WeiboSettings>
