import { z } from 'zod'

/** Loose: a field of the wrong kind is a field that is not there. */
const text = z.string().nullable().catch(null).default(null)
const id = z
  .union([z.string().min(1), z.number().transform(String)])
  .nullable()
  .catch(null)
  .default(null)
const list = z.array(z.unknown())

export const NewsnowAnswer = z.object({ status: z.enum(['success', 'cache']), items: list })
export const NewsnowItem = z.object({
  id,
  title: text,
  url: text,
  mobileUrl: text,
  pubDate: z.union([z.string(), z.number()]).nullable().catch(null).default(null),
  extra: z.object({ hover: text }).catch({ hover: null }).default({ hover: null })
})

/** weibo.com/ajax/side/hotSearch. Advertisements stand among the words. */
export const WeiboHotSearch = z.object({ data: z.object({ realtime: list }) })
export const WeiboHotWord = z.object({ word: text, onboard_time: z.number().nullable().catch(null).default(null), is_ad: z.unknown().optional() })

/** Inside `<!--s-data:…-->` of top.baidu.com. What is put on top by hand has no place of its own. */
export const BaiduBoard = z.object({ data: z.object({ cards: z.array(z.object({ content: list })).min(1) }) })
export const BaiduEntry = z.object({ word: text, rawUrl: text, desc: text, isTop: z.boolean().catch(false).default(false) })

export const ToutiaoBoard = z.object({ data: list })
export const ToutiaoEntry = z.object({ ClusterIdStr: id, Title: text })

export const ZhihuBoard = z.object({ data: list })
const area = z.object({ text }).catch({ text: null }).default({ text: null })
export const ZhihuEntry = z.object({
  target: z.object({
    title_area: area,
    excerpt_area: area,
    link: z.object({ url: text }).catch({ url: null }).default({ url: null })
  })
})

export const TiebaBoard = z.object({ data: z.object({ bang_topic: z.object({ topic_list: list }) }) })
export const TiebaTopic = z.object({
  topic_id: id,
  topic_name: text,
  topic_desc: text,
  create_time: z.number().nullable().catch(null).default(null),
  topic_url: text
})

export const DouyinBoard = z.object({ data: z.object({ word_list: list }) })
export const DouyinWord = z.object({ sentence_id: id, word: text, event_time: z.coerce.number().nullable().catch(null).default(null) })

export const ThepaperBoard = z.object({ data: z.object({ hotNews: list }) })
export const ThepaperNews = z.object({ contId: id, name: text, pubTimeLong: z.coerce.number().nullable().catch(null).default(null) })
