import { Platform, type Fields, type ItemType } from './media-crawler.ts'
import { isWeiboRow } from './weibo-files.ts'

export type LineFormat =
  | { readonly format: 'mention' }
  | { readonly format: 'weibo' }
  | { readonly format: 'media-crawler'; readonly platform: Platform; readonly type: ItemType }

/** Fields that only one platform writes, by type; the first row whose fields are all there decides. */
const marks: readonly (readonly [Platform, ItemType, readonly string[]])[] = [
  ['tieba', 'comments', ['comment_id', 'tieba_id']],
  ['tieba', 'comments', ['comment_id', 'tieba_name']],
  ['tieba', 'contents', ['note_id', 'tieba_name']],
  ['tieba', 'contents', ['note_id', 'total_replay_num']],
  ['zhihu', 'comments', ['comment_id', 'content_id']],
  ['zhihu', 'contents', ['content_id', 'content_text']],
  ['zhihu', 'contents', ['content_id', 'voteup_count']],
  ['douyin', 'comments', ['comment_id', 'aweme_id']],
  ['douyin', 'contents', ['aweme_id']],
  ['weibo', 'comments', ['comment_id', 'note_id', 'comment_like_count']],
  ['weibo', 'comments', ['comment_id', 'note_id', 'create_date_time']],
  ['xhs', 'comments', ['comment_id', 'note_id']],
  ['weibo', 'contents', ['note_id', 'content', 'comments_count']],
  ['weibo', 'contents', ['note_id', 'shared_count']],
  ['xhs', 'contents', ['note_id', 'desc']],
  ['bili', 'comments', ['comment_id', 'video_id', 'parent_comment_id']],
  ['bili', 'comments', ['comment_id', 'video_id', 'like_count']],
  ['kuaishou', 'comments', ['comment_id', 'video_id']],
  ['bili', 'contents', ['video_id', 'video_danmaku']],
  ['bili', 'contents', ['video_id', 'video_coin_count']],
  ['bili', 'contents', ['video_id', 'video_play_count']],
  ['kuaishou', 'contents', ['video_id', 'viewd_count']],
  ['kuaishou', 'contents', ['video_id', 'video_play_url']]
]

/** MediaCrawler's folders: data/bili/jsonl/search_comments_2026-11-23.jsonl. Its path outweighs the fields, which some platforms share. */
export function formatOfPath(path: string): LineFormat | null {
  const match = /(?:^|[/\\])(weibo|tieba|zhihu|douyin|xhs|kuaishou|bili)[/\\](?:(?:jsonl?|csv)[/\\])?[^/\\]*(contents|comments)[^/\\]*$/.exec(path)
  return match === null
    ? null
    : { format: 'media-crawler', platform: Platform.parse(match[1]), type: match[2] === 'comments' ? 'comments' : 'contents' }
}

/** The format of one line; null when nobody here knows it. */
export function formatOfLine(fields: Fields): LineFormat | null {
  if ('sourceKind' in fields) return { format: 'mention' }
  if (isWeiboRow(fields)) return { format: 'weibo' }
  for (const [platform, type, names] of marks) {
    if (names.every((name) => name in fields)) return { format: 'media-crawler', platform, type }
  }
  return 'id' in fields && ('text' in fields || 'title' in fields) ? { format: 'mention' } : null
}
