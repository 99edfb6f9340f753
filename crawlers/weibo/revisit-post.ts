import { z } from 'zod'
import { WanglouError } from '../../core/errors.ts'
import type { Mention } from '../../core/mention.ts'
import type { Fetched } from '../../core/ports.ts'
import type { Visit } from '../crawler.ts'
import { toMention } from '../draft.ts'
import { CooldownError, NothingParsedError, PlatformError, SignInExpiredError, WrongContentError } from '../errors.ts'
import type { Revisit } from '../revisit/revisit.ts'
import { saysDeleted } from '../revisit/says-deleted.ts'
import { draftPost } from './draft-post.ts'
import { WeiboPost } from './schema.ts'
import type { WeiboSettings } from './settings.ts'

const cooldownMs = 15 * 60_000
const Answer = z.object({ ok: z.number(), msg: z.string().nullable().catch(null).default(null), data: z.unknown().optional() })

/**
 * One post by `/statuses/show`. An address that is not there says nothing of the post: the platform moves its endpoints. A post that is cut keeps the
 * whole text that was read of it before.
 */
export const revisitPost: Revisit<Pick<WeiboSettings, 'headers'>> = async (visit, mention, settings) => {
  const id = mention.id.slice('weibo:'.length)
  const url = new URL(`/statuses/show?id=${encodeURIComponent(id)}`, visit.source.url).href
  const fetched = await ask(visit, url, settings.headers)
  const { ok, msg, data } = answerOf(visit, url, fetched)
  if (ok === -100) throw new SignInExpiredError(visit.source.id, url, msg ?? 'ok: -100')
  if (ok !== 1) {
    const said = saysDeleted(msg ?? '')
    if (said !== null) return { kind: 'deleted', words: said }
    throw new PlatformError(visit.source.id, url, msg ?? `ok: ${ok}`)
  }
  const post = WeiboPost.safeParse(data)
  if (!post.success) throw new NothingParsedError(visit.source.id, url, 'the answer has no post')
  const observedAt = visit.clock.now()
  const draft = draftPost(post.data, visit.source.id, observedAt)
  const isCut = post.data.isLongText && post.data.longText === null
  const snapshot = await visit.evidence.put(new TextEncoder().encode(JSON.stringify(data)), { url, contentType: 'application/json', at: observedAt })
  const seen = toMention({ ...draft, snapshot, fetchedElapsedMs: fetched.fetchedElapsedMs }, visit)
  return { kind: 'seen', mention: { ...seen, ...identityOf(mention), ...(isCut ? textOf(mention) : {}) } }
}

/** What the platform says of it later is no better known than what it said first. */
function identityOf({ id, sourceId, publishedAt, publishedPrecision }: Mention): Partial<Mention> {
  return publishedAt === null ? { id, sourceId } : { id, sourceId, publishedAt, publishedPrecision }
}

function textOf({ title, text, contentHash }: Mention): Partial<Mention> {
  return { title, text, contentHash }
}

async function ask(visit: Visit, url: string, headers: Readonly<Record<string, string>>): Promise<Fetched> {
  try {
    return await visit.get(url, { headers: { accept: 'application/json', 'x-requested-with': 'XMLHttpRequest', ...headers } })
  } catch (error) {
    const status = error instanceof WanglouError ? error.metadata['status'] : null
    if (status === 432 || status === 418) throw new CooldownError(visit.source.id, url, status, cooldownMs)
    throw error
  }
}

function answerOf(visit: Visit, url: string, fetched: Fetched): z.infer<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(fetched.text ?? ''))
  } catch {
    throw new WrongContentError(visit.source.id, url, 'JSON of one post', fetched.contentType)
  }
}
