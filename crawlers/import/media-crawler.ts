import { z } from 'zod'
import type { Instant, Precision } from '../../core/instant.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import type { SourceKind } from '../../core/mention.ts'
import { readDate, readUnixTime } from '../../core/written-date.ts'
import { authorHash } from '../author-hash.ts'
import { readCount } from '../counts.ts'
import type { Draft } from '../draft.ts'
import { provinceOf } from '../province.ts'

export const Platform = z.enum(['weibo', 'tieba', 'zhihu', 'douyin', 'xhs', 'kuaishou', 'bili'])
export type Platform = z.infer<typeof Platform>
export type ItemType = 'contents' | 'comments'

/** One line as an object; the fields differ by platform, version (2025, 2026) and type, so each is read where it is used. */
export type Fields = Readonly<Record<string, unknown>>

interface Shape {
  readonly kind: SourceKind
  readonly name: string
  readonly contents: (fields: Fields) => Parts
  readonly comments: (fields: Fields) => Parts
}

/** What a line says, before the parts that all platforms share. */
interface Parts {
  readonly id: string | null
  readonly url?: string | null
  readonly title?: string | null
  readonly text: string | null
  readonly time: unknown
  readonly likes: unknown
  readonly comments: unknown
  readonly reposts?: unknown
  readonly views?: unknown
  readonly parent?: string | null
  readonly place?: string | null
}

const text = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' && value !== 'None' && value !== 'null' ? value : null
}
/** Comments name the comment they answer, "0" or nothing for one that stands by itself. */
const parentOf = (platform: Platform, comment: unknown, content: unknown): string | null => {
  const answered = text(comment)
  if (answered !== null && answered !== '0') return `${platform}-comment:${answered}`
  const root = text(content)
  return root === null ? null : `${platform}:${root}`
}

/** All seven platforms that MediaCrawler writes (their stores' files, read 2025–26); nothing of its code is used. */
export const shapes: Readonly<Record<Platform, Shape>> = {
  weibo: {
    kind: 'weibo',
    name: '微博',
    contents: (f) => ({
      id: text(f['note_id']),
      url: text(f['note_url']),
      text: text(f['content']),
      time: f['create_time'] ?? f['create_date_time'],
      likes: f['liked_count'],
      comments: f['comments_count'],
      reposts: f['shared_count']
    }),
    comments: (f) => ({
      id: text(f['comment_id']),
      text: text(f['content']),
      time: f['create_time'] ?? f['create_date_time'],
      likes: f['comment_like_count'] ?? f['like_count'],
      comments: f['sub_comment_count'],
      parent: parentOf('weibo', f['parent_comment_id'], f['note_id'])
    })
  },
  tieba: {
    kind: 'tieba',
    name: '百度贴吧',
    contents: (f) => ({
      id: text(f['note_id']),
      url: text(f['note_url']),
      title: text(f['title']),
      text: text(f['desc']),
      time: f['publish_time'],
      likes: null,
      comments: f['total_replay_num'],
      place: text(f['tieba_name'])
    }),
    comments: (f) => ({
      id: text(f['comment_id']),
      url: text(f['note_url']),
      text: text(f['content']),
      time: f['publish_time'],
      likes: null,
      comments: f['sub_comment_count'],
      parent: parentOf('tieba', f['parent_comment_id'], f['note_id']),
      place: text(f['tieba_name'])
    })
  },
  zhihu: {
    kind: 'forum',
    name: '知乎',
    contents: (f) => ({
      id: text(f['content_id']),
      url: text(f['content_url']),
      title: text(f['title']),
      text: text(f['content_text']) ?? text(f['desc']),
      time: f['created_time'],
      likes: f['voteup_count'],
      comments: f['comment_count']
    }),
    comments: (f) => ({
      id: text(f['comment_id']),
      text: text(f['content']),
      time: f['publish_time'],
      likes: f['like_count'],
      comments: f['sub_comment_count'],
      parent: parentOf('zhihu', f['parent_comment_id'], f['content_id'])
    })
  },
  douyin: {
    kind: 'video',
    name: '抖音',
    contents: (f) => ({
      id: text(f['aweme_id']),
      url: text(f['aweme_url']),
      title: text(f['title']),
      text: text(f['desc']),
      time: f['create_time'],
      likes: f['liked_count'],
      comments: f['comment_count'],
      reposts: f['share_count']
    }),
    comments: (f) => ({
      id: text(f['comment_id']),
      text: text(f['content']),
      time: f['create_time'],
      likes: f['like_count'],
      comments: f['sub_comment_count'],
      parent: parentOf('douyin', f['parent_comment_id'], f['aweme_id'])
    })
  },
  xhs: {
    kind: 'app',
    name: '小红书',
    contents: (f) => ({
      id: text(f['note_id']),
      url: text(f['note_url']),
      title: text(f['title']),
      text: text(f['desc']),
      time: f['time'],
      likes: f['liked_count'],
      comments: f['comment_count'],
      reposts: f['share_count']
    }),
    comments: (f) => ({
      id: text(f['comment_id']),
      text: text(f['content']),
      time: f['create_time'],
      likes: f['like_count'],
      comments: f['sub_comment_count'],
      parent: parentOf('xhs', f['parent_comment_id'], f['note_id'])
    })
  },
  kuaishou: {
    kind: 'video',
    name: '快手',
    contents: (f) => ({
      id: text(f['video_id']),
      url: text(f['video_url']),
      title: text(f['title']),
      text: text(f['desc']),
      time: f['create_time'],
      likes: f['liked_count'],
      comments: null,
      views: f['viewd_count']
    }),
    comments: (f) => ({
      id: text(f['comment_id']),
      text: text(f['content']),
      time: f['create_time'],
      likes: null,
      comments: f['sub_comment_count'],
      parent: parentOf('kuaishou', null, f['video_id'])
    })
  },
  bili: {
    kind: 'video',
    name: '哔哩哔哩',
    contents: (f) => ({
      id: text(f['video_id']),
      url: text(f['video_url']),
      title: text(f['title']),
      text: text(f['desc']),
      time: f['create_time'],
      likes: f['liked_count'],
      comments: f['video_comment'],
      reposts: f['video_share_count'],
      views: f['video_play_count']
    }),
    comments: (f) => ({
      id: text(f['comment_id']),
      text: text(f['content']),
      time: f['create_time'],
      likes: f['like_count'],
      comments: f['sub_comment_count'],
      parent: parentOf('bili', f['parent_comment_id'], f['video_id'])
    })
  }
}

/**
 * A line as a draft, observed when MediaCrawler last touched it. Null parts stay unknown. The nickname is already masked in the new schema; of
 * who comments only the hash is kept, as its crawlers do.
 */
export function draftMediaCrawler(platform: Platform, type: ItemType, fields: Fields, sha256: Sha256): Draft {
  const shape = shapes[platform]
  const parts = shape[type](fields)
  if (parts.id === null) throw new RangeError(`${platform} 的${type === 'contents' ? '内容' : '评论'}没有编号`)
  const observedAt = momentOf(fields['last_modify_ts'], null)?.at
  const published = momentOf(parts.time, observedAt ?? null)
  return {
    id: type === 'contents' ? `${platform}:${parts.id}` : `${platform}-comment:${parts.id}`,
    sourceKind: shape.kind,
    source: parts.place === undefined || parts.place === null ? shape.name : `${parts.place.replace(/吧$/, '')}吧`,
    sourceId: null,
    url: parts.url ?? null,
    title: sameText(parts.title ?? null, parts.text) ? null : (parts.title ?? null),
    text: parts.text,
    author: type === 'comments' ? null : (text(fields['nickname']) ?? text(fields['user_nickname'])),
    authorHash: creatorOf(platform, fields, sha256),
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null,
    parentId: parts.parent ?? null,
    region: provinceOf(text(fields['ip_location'])),
    engagement: {
      views: readCount(parts.views),
      likes: readCount(parts.likes),
      comments: readCount(parts.comments),
      reposts: readCount(parts.reposts)
    },
    ...(observedAt === undefined ? {} : { observedAt })
  }
}

/** The new schema's hash, or that of the old schema's id, which is the same. */
function creatorOf(platform: Platform, fields: Fields, sha256: Sha256): string | null {
  const hash = text(fields['creator_hash'])
  return hash === null ? authorHash(platform, text(fields['user_id']), sha256) : `${platform}:${hash.slice(0, 64)}`
}

/** Unix seconds or milliseconds as number or string, or a written time, which may be relative to the moment of looking. */
function momentOf(value: unknown, observedAt: Instant | null): { at: Instant; precision: Precision } | null {
  const written = text(value)
  if (written === null) return null
  return /^\d{9,13}(\.\d+)?$/.test(written) ? readUnixTime(Number(written)) : readDate(written, observedAt)
}

/** Video platforms repeat the description as the title. */
function sameText(title: string | null, body: string | null): boolean {
  return title !== null && title === body
}
