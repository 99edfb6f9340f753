import type { Mention } from '../../core/mention.ts'
import { NothingParsedError, PlatformError } from '../errors.ts'
import { plainText } from '../plain-text.ts'
import type { Look, Revisit } from '../revisit/revisit.ts'
import { saysDeleted } from '../revisit/says-deleted.ts'
import { postMention } from './deliver.ts'
import { isWithheld } from './draft-post.ts'
import { WeiboPost } from './schema.ts'
import { openSession, type Answer } from './session.ts'
import type { WeiboSettings } from './settings.ts'

/**
 * One post by `/statuses/show`. An address that is not there says nothing of the post: the platform moves its endpoints. A post that is cut keeps the
 * whole text that was read of it before.
 */
export const revisitPost: Revisit<WeiboSettings> = async (visit, mention, settings) => {
  const path = `/statuses/show?id=${encodeURIComponent(mention.id.slice('weibo:'.length))}`
  const url = new URL(path, visit.source.url).href
  const session = await openSession(visit, settings)
  const answer = await session.ask(path).catch(deletedBy)
  if ('kind' in answer) return answer
  // 暂无查看权限 may be a post that was hidden for a while.
  if (answer.data === null) return { kind: 'missing', words: '平台答：没有这条微博，或不给看' }
  const post = WeiboPost.safeParse(answer.data)
  if (!post.success) throw new NothingParsedError(visit.source.id, url, 'the answer has no post')
  if (isWithheld(post.data)) return { kind: 'deleted', words: plainText(post.data.text).slice(0, 300) || '原文不可见' }
  const seen = await postMention(visit, post.data, answer.fetchedElapsedMs)
  if (seen === null) throw new NothingParsedError(visit.source.id, url, 'the post has no text')
  const isCut = post.data.isLongText && post.data.longText === null
  return { kind: 'seen', mention: { ...seen, ...identityOf(mention), ...(isCut ? textOf(mention) : {}) } }
}

/** What the platform says of a post that it gives no more; any other refusal of its goes on. */
function deletedBy(error: unknown): Answer | Look {
  const said = error instanceof PlatformError ? saysDeleted(String(error.metadata['reason'])) : null
  if (said === null) throw error
  return { kind: 'deleted', words: said }
}

/** What the platform says of it later is no better known than what it said first. */
function identityOf({ id, sourceId, publishedAt, publishedPrecision }: Mention): Partial<Mention> {
  return publishedAt === null ? { id, sourceId } : { id, sourceId, publishedAt, publishedPrecision }
}

function textOf({ title, text, contentHash }: Mention): Partial<Mention> {
  return { title, text, contentHash }
}
