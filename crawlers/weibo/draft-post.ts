import type { Instant } from '../../core/instant.ts'
import { readDate } from '../../core/written-date.ts'
import { readCount } from '../counts.ts'
import type { Draft } from '../draft.ts'
import { plainText } from '../plain-text.ts'
import type { WeiboPost } from './schema.ts'

type Post = Omit<WeiboPost, 'retweeted_status' | 'text'> & { readonly text: string | null; readonly retweeted_status?: WeiboPost['retweeted_status'] }

export function postId(post: Pick<Post, 'id' | 'mid'>): string {
  return post.mid ?? post.id ?? ''
}

/** A post as a draft. `sourceId` and the moment come from the visit. */
export function draftPost(post: Post, sourceId: string, observedAt: Instant): Draft {
  const published = post.created_at === null ? null : readDate(post.created_at, observedAt)
  const id = postId(post)
  const author = post.user?.screen_name ?? null
  return {
    id: `weibo:${id}`,
    sourceKind: 'weibo',
    source: author === null ? '微博' : `@${author}`,
    sourceId,
    url: `https://m.weibo.cn/detail/${id}`,
    title: null,
    text: textOfPost(post),
    author,
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null,
    observedAt,
    engagement: {
      views: readCount(post.reads_count),
      likes: readCount(post.attitudes_count),
      comments: readCount(post.comments_count),
      reposts: readCount(post.reposts_count)
    },
    parentId:
      post.retweeted_status === null || post.retweeted_status === undefined || postId(post.retweeted_status) === ''
        ? null
        : `weibo:${postId(post.retweeted_status)}`,
    region: regionOf(post.region_name)
  }
}

/** The whole text where the answer has it. The list ends a cut post with a link 全文. */
function textOfPost(post: Post): string | null {
  const html = post.longText?.longTextContent ?? post.text ?? post.raw_text
  return html === null ? null : plainText(html).replace(/\.{3}\s*全文$/, '…')
}

/** 「发布于 浙江」 → 浙江. Nothing finer is kept. */
function regionOf(name: string | null): string | null {
  const region = name?.replace(/^(发布于|来自)\s*/, '').trim() ?? ''
  return region === '' || region === '其他' ? null : region
}
