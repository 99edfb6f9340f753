import { load } from 'cheerio'
import { z } from 'zod'
import { readDate, readUnixTime, type ReadDate } from '../../core/written-date.ts'
import type { ListedEntry } from '../ranks.ts'
import * as shape from './schema.ts'
import type { Board } from './settings.ts'

/** What one entry says of itself; null parts are not said. `isPinned`: put there by hand, it has no place of its own. */
type Said = Omit<ListedEntry, 'rank' | 'key' | 'title'> & { readonly key: string | null; readonly title: string | null; readonly isPinned: boolean }

interface Reader {
  /** The raw entries in their order. @throws z.ZodError when it is no such list */
  readonly entries: (body: string) => readonly unknown[]
  /** Null for what is no entry: an advertisement. @throws z.ZodError */
  readonly read: (raw: unknown) => Said | null
}

export interface ReadBoard {
  readonly entries: readonly ListedEntry[]
  /** Raw entries that could not be read, with the reason. */
  readonly refused: readonly { readonly raw: unknown; readonly reason: string }[]
}

/** The entries of a list with their places. @throws z.ZodError, SyntaxError when the body is no such list */
export function readBoard(board: Board, body: string, most: number): ReadBoard {
  const reader = readers[board]
  const entries: ListedEntry[] = []
  const refused: { raw: unknown; reason: string }[] = []
  let rank = 0
  for (const raw of reader.entries(body)) {
    if (rank >= most) break
    const said = readOne(reader, raw)
    if (said === null) continue
    // A place that cannot be read is a place all the same: those behind it do not move up.
    if (!('isPinned' in said && said.isPinned)) rank += 1
    if ('reason' in said) refused.push({ raw, reason: said.reason })
    else {
      const { isPinned, key, title, ...rest } = said
      if (title === null || title.trim() === '') refused.push({ raw, reason: '没有标题' })
      else entries.push({ ...rest, key: key ?? title.normalize('NFKC').trim(), title: title.trim(), ...(isPinned ? {} : { rank }) })
    }
  }
  return { entries, refused }
}

function readOne(reader: Reader, raw: unknown): Said | { readonly reason: string } | null {
  try {
    return reader.read(raw)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    return { reason: error.issues.map((issue) => `${issue.path.join('.') || 'entry'}: ${issue.message}`).join('; ') }
  }
}

const nothing = { text: null, url: null, published: null, isPinned: false }
const unixTime = (seconds: number | null): ReadDate | null => (seconds === null ? null : readUnixTime(seconds))
const weiboSearch = (word: string): string => `https://s.weibo.com/weibo?q=${encodeURIComponent(`#${word}#`)}`

const readers: Readonly<Record<Board, Reader>> = {
  newsnow: {
    entries: (body) => shape.NewsnowAnswer.parse(JSON.parse(body)).items,
    read: (raw) => {
      const { id, title, url, mobileUrl, pubDate, extra } = shape.NewsnowItem.parse(raw)
      const published = typeof pubDate === 'number' ? readUnixTime(pubDate) : pubDate === null ? null : readDate(pubDate, null)
      return { ...nothing, key: id, title, text: extra.hover, url: url ?? mobileUrl, published }
    }
  },
  weibo: {
    entries: (body) => shape.WeiboHotSearch.parse(JSON.parse(body)).data.realtime,
    read: (raw) => {
      const { word, onboard_time, is_ad } = shape.WeiboHotWord.parse(raw)
      if (is_ad === 1 || is_ad === true) return null
      return { ...nothing, key: null, title: word, url: word === null ? null : weiboSearch(word), published: unixTime(onboard_time) }
    }
  },
  'weibo-page': {
    entries: (body) => {
      const $ = load(body)
      return $('#pl_top_realtimehot table tbody tr')
        .toArray()
        .map((row) => ({
          place: $(row).find('td.td-01').text().trim(),
          word: $(row).find('td.td-02 a').first().text(),
          href: $(row).find('td.td-02 a').first().attr('href')
        }))
    },
    read: (raw) => {
      const { place, word, href } = z.object({ place: z.string(), word: z.string(), href: z.string() }).parse(raw)
      // An advertisement leads nowhere by itself; what was put on top has no number.
      if (/^javascript:/i.test(href)) return null
      return { ...nothing, key: null, title: word, url: new URL(href, 'https://s.weibo.com').href, isPinned: !/^\d+$/.test(place) }
    }
  },
  baidu: {
    entries: (body) => {
      const data = /<!--s-data:(.*?)-->/s.exec(body)?.[1]
      return shape.BaiduBoard.parse(JSON.parse(data ?? 'null')).data.cards[0]?.content ?? []
    },
    read: (raw) => {
      const { word, rawUrl, desc, isTop } = shape.BaiduEntry.parse(raw)
      return { ...nothing, key: null, title: word, text: desc, url: rawUrl, isPinned: isTop }
    }
  },
  toutiao: {
    entries: (body) => shape.ToutiaoBoard.parse(JSON.parse(body)).data,
    read: (raw) => {
      const { ClusterIdStr: key, Title: title } = shape.ToutiaoEntry.parse(raw)
      return { ...nothing, key, title, url: key === null ? null : `https://www.toutiao.com/trending/${key}/` }
    }
  },
  zhihu: {
    entries: (body) => shape.ZhihuBoard.parse(JSON.parse(body)).data,
    read: (raw) => {
      const { target } = shape.ZhihuEntry.parse(raw)
      const { url } = target.link
      return { ...nothing, key: /(\d+)\/?$/.exec(url ?? '')?.[1] ?? null, title: target.title_area.text, text: target.excerpt_area.text, url }
    }
  },
  tieba: {
    entries: (body) => shape.TiebaBoard.parse(JSON.parse(body)).data.bang_topic.topic_list,
    read: (raw) => {
      const { topic_id, topic_name, topic_desc, create_time, topic_url } = shape.TiebaTopic.parse(raw)
      return { ...nothing, key: topic_id, title: topic_name, text: topic_desc, url: topic_url, published: unixTime(create_time) }
    }
  },
  douyin: {
    entries: (body) => shape.DouyinBoard.parse(JSON.parse(body)).data.word_list,
    read: (raw) => {
      const { sentence_id: key, word, event_time } = shape.DouyinWord.parse(raw)
      return { ...nothing, key, title: word, url: key === null ? null : `https://www.douyin.com/hot/${key}`, published: unixTime(event_time) }
    }
  },
  thepaper: {
    entries: (body) => shape.ThepaperBoard.parse(JSON.parse(body)).data.hotNews,
    read: (raw) => {
      const { contId: key, name, pubTimeLong } = shape.ThepaperNews.parse(raw)
      const url = key === null ? null : `https://www.thepaper.cn/newsDetail_forward_${key}`
      return { ...nothing, key, title: name, url, published: unixTime(pubTimeLong) }
    }
  }
}
