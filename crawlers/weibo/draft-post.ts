import type { Sha256 } from '../../core/incident/chain.ts'
import type { Instant } from '../../core/instant.ts'
import { readDate } from '../../core/written-date.ts'
import { authorHash } from '../author-hash.ts'
import { readCount } from '../counts.ts'
import type { Draft } from '../draft.ts'
import { plainText } from '../plain-text.ts'
import { provinceOf } from '../province.ts'
import type { WeiboComment, WeiboPost } from './schema.ts'

type Post = Omit<WeiboPost, 'retweeted_status' | 'text'> & { readonly text: string | null; readonly retweeted_status?: WeiboPost['retweeted_status'] }

export function postId(post: Pick<Post, 'id' | 'mid'>): string {
  return post.mid ?? post.id ?? ''
}

/** Where a post is to be seen. */
function postUrl(id: string): string {
  return `https://m.weibo.cn/detail/${id}`
}

/**
 * Whether what stands where the post should is what the platform says of its absence: deleted, taken down, or kept from strangers. Its words
 * are nobody's, so they are no text.
 */
export function isWithheld(post: Pick<Post, 'user' | 'text'>): boolean {
  if (post.user !== null) return false
  return post.text === null || post.text.trim() === '' || withheld.test(plainText(post.text))
}

const withheld =
  /^(?:抱歉[，,]|该微博|此微博|该账号|此账号|该条微博|作者)[\s\S]{0,80}(?:删除|不存在|无法查看|不可见|没有权限|暂时不能|违反|投诉|设置|限制|权限)/

/** A post as a draft. `sourceId` and the moment come from the visit. */
export function draftPost(post: Post, sourceId: string, observedAt: Instant, sha256: Sha256): Draft {
  const published = post.created_at === null ? null : readDate(post.created_at, observedAt)
  const id = postId(post)
  const author = post.user?.screen_name ?? null
  return {
    id: `weibo:${id}`,
    sourceKind: 'weibo',
    source: author === null ? '微博' : `@${author}`,
    sourceId,
    url: postUrl(id),
    title: null,
    text: textOfPost(post),
    author,
    authorHash: authorHash('weibo', post.user?.id, sha256),
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
    region: provinceOf(post.region_name)
  }
}

/** A comment under a post, or under another comment. Who wrote it is kept as a hash alone: people who answer did not publish. */
export function draftComment(comment: WeiboComment, post: string, root: string | null, sourceId: string, observedAt: Instant, sha256: Sha256): Draft {
  const published = comment.created_at === null ? null : readDate(comment.created_at, observedAt)
  const answered = root ?? (comment.rootid === comment.id || comment.rootid === '0' ? null : comment.rootid)
  return {
    id: `weibo-comment:${comment.id}`,
    sourceKind: 'weibo',
    source: '微博',
    sourceId,
    url: postUrl(post),
    title: null,
    text: plainText(comment.text),
    authorHash: authorHash('weibo', comment.user?.id, sha256),
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null,
    observedAt,
    engagement: { views: null, likes: readCount(comment.like_count), comments: readCount(comment.total_number), reposts: null },
    parentId: answered === null ? `weibo:${post}` : `weibo-comment:${answered}`,
    region: provinceOf(comment.source)
  }
}

/** What is kept of an answer as evidence: all that was used, and of the account no id and, under comments, no name. */
export function evidenceOf(item: { readonly user: WeiboPost['user'] }, keepName: boolean): object {
  return { ...item, user: item.user === null ? null : keepName ? { screen_name: item.user.screen_name } : {} }
}

/** The whole text where the answer has it. The list ends a cut post with a link 全文. */
function textOfPost(post: Post): string | null {
  const html = post.longText?.longTextContent ?? post.text ?? post.raw_text
  return html === null ? null : plainText(html).replace(/\.{3}\s*全文$/, '…')
}
