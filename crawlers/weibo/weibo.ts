import type { Mention } from '../../core/mention.ts'
import { WanglouError } from '../../core/errors.ts'
import type { Fetched } from '../../core/ports.ts'
import type { Crawl, Visit } from '../crawler.ts'
import { toMention } from '../draft.ts'
import { readEach } from '../each-list.ts'
import { CooldownError, NothingParsedError, PlatformError, SignInExpiredError, UnusableItemError, WrongContentError } from '../errors.ts'
import { queueFound, workOff } from '../frontier.ts'
import { refuseOnce } from '../refuse-once.ts'
import { draftPost, postId } from './draft-post.ts'
import { BadPost, postsIn, WeiboEnvelope, WeiboLongText, WeiboPost } from './schema.ts'
import type { WeiboSettings } from './settings.ts'

const cooldownMs = 15 * 60_000

/**
 * Timelines and searches of m.weibo.cn. Each visit observes every listed post again: its counts are new points, its text may be a
 * new version. Long posts are fetched whole once. An account or word that fails hides no other, but fails the visit in the end.
 */
export const crawlWeibo: Crawl<WeiboSettings> = async (visit, settings) => {
  const total = { fetched: 0, parsed: 0, fresh: 0 }
  const failure = await readEach(
    visit,
    listsOf(settings),
    () => visit.source.url,
    async (list) => {
      for (let page = 1; page <= settings.pages && !visit.signal.aborted; page++) {
        const seen = await readPage(visit, settings, list, page)
        total.fetched += 1
        total.parsed += seen.parsed
        total.fresh += seen.fresh
        if (seen.parsed === 0) break
      }
    }
  )
  // What an interrupted visit left queued needs no page to be read.
  await emitQueued(visit)
  if (failure !== null) throw failure
  return total
}

function listsOf(settings: WeiboSettings): readonly URLSearchParams[] {
  return [
    ...settings.uids.map((uid) => new URLSearchParams({ type: 'uid', value: uid, containerid: `107603${uid}` })),
    ...settings.containerIds.map((containerid) => new URLSearchParams({ containerid })),
    ...settings.keywords.map((word) => new URLSearchParams({ containerid: `100103type=${settings.searchType}&q=${word}`, page_type: 'searchall' }))
  ]
}

async function readPage(visit: Visit, settings: WeiboSettings, list: URLSearchParams, page: number): Promise<{ parsed: number; fresh: number }> {
  const query = new URLSearchParams(list)
  query.set('page', String(page))
  const url = new URL(`/api/container/getIndex?${query.toString()}`, visit.source.url).href
  const fetched = await ask(visit, settings, url)
  const cards = cardsOf(visit, url, fetched)
  const posts = await readPosts(visit, url, cards)
  if (cards.length > 0 && posts.length === 0 && page === 1)
    throw new NothingParsedError(visit.source.id, url, `${cards.length} cards and no post among them`)
  const mentions: Mention[] = []
  for (const post of posts) mentions.push(...(await observe(visit, settings, post, fetched.fetchedElapsedMs)))
  return { parsed: posts.length, fresh: await deliver(visit, mentions) }
}

/** 432 is risk control, 418 too fast: both want to be left alone, and a person wants to know. */
async function ask(visit: Visit, settings: WeiboSettings, url: string): Promise<Fetched> {
  try {
    return await visit.get(url, { headers: { accept: 'application/json', 'x-requested-with': 'XMLHttpRequest', ...settings.headers } })
  } catch (error) {
    const status = error instanceof WanglouError ? error.metadata['status'] : null
    if (status === 432 || status === 418) throw new CooldownError(visit.source.id, url, status, cooldownMs)
    throw error
  }
}

function cardsOf(visit: Visit, url: string, fetched: Fetched): readonly unknown[] {
  const sourceId = visit.source.id
  let json: unknown
  try {
    json = JSON.parse(fetched.text ?? '')
  } catch {
    throw new WrongContentError(sourceId, url, 'JSON', fetched.contentType)
  }
  const envelope = WeiboEnvelope.safeParse(json)
  if (!envelope.success) throw new NothingParsedError(sourceId, url, 'the answer has no field "ok"')
  const { ok, msg, data } = envelope.data
  if (ok === -100) throw new SignInExpiredError(sourceId, url, msg ?? 'ok: -100')
  // A search without a hit and an account without a post answer so.
  if (ok === 0 && /没有(内容|找到|结果)|还没有|暂无/.test(msg ?? '')) return []
  if (ok !== 1) throw new PlatformError(sourceId, url, msg ?? `ok: ${ok}`)
  if (data === null) throw new NothingParsedError(sourceId, url, 'the answer has no "data"')
  return data.cards
}

async function readPosts(visit: Visit, url: string, cards: readonly unknown[]): Promise<readonly WeiboPost[]> {
  const posts: WeiboPost[] = []
  for (const [index, raw] of postsIn(cards).entries()) {
    const post = WeiboPost.safeParse(raw)
    if (post.success) {
      posts.push(post.data)
      continue
    }
    const reason = post.error.issues.map((issue) => `${issue.path.join('.') || 'post'}: ${issue.message}`).join('; ')
    const place = `${url} post ${index + 1}`
    const body = JSON.stringify(raw)
    await refuseOnce(visit, identityOf(raw) ?? body, place, new UnusableItemError(visit.source.id, place, reason), body.slice(0, 20_000))
  }
  return posts
}

/** What stays the same of a bad post while its counts move: its id and whatever text it has; null without an id. */
function identityOf(raw: unknown): string | null {
  const named = BadPost.safeParse(raw)
  return named.success ? JSON.stringify([named.data.mid ?? named.data.id, named.data.text]) : null
}

/** The post, and the one it reposts while that is still to be seen. */
async function observe(visit: Visit, settings: WeiboSettings, listed: WeiboPost, fetchedElapsedMs: number): Promise<readonly Mention[]> {
  const post = settings.longText && listed.isLongText && listed.longText === null ? await withLongText(visit, settings, listed) : listed
  const observedAt = visit.clock.now()
  const parts =
    post.retweeted_status === null || post.retweeted_status.user === null || post.retweeted_status.text === null
      ? [post]
      : [post.retweeted_status, post]
  const mentions: Mention[] = []
  for (const part of parts) {
    try {
      const snapshot = await visit.evidence.put(new TextEncoder().encode(JSON.stringify(part)), {
        url: visit.source.url,
        contentType: 'application/json',
        at: observedAt
      })
      mentions.push(toMention({ ...draftPost(part, visit.source.id, observedAt), snapshot, fetchedElapsedMs }, visit))
    } catch (error) {
      if (!(error instanceof UnusableItemError)) throw error
      await refuseOnce(visit, identityOf(part) ?? JSON.stringify(part), `weibo:${postId(part)}`, error, JSON.stringify(part))
    }
  }
  return mentions
}

/** The whole text, once a post; a failure leaves the cut text, which is worth having. */
async function withLongText(visit: Visit, settings: WeiboSettings, post: WeiboPost): Promise<WeiboPost> {
  const name = `long text ${postId(post)}`
  const kept = await visit.crawl.cursor(visit.source.id, name)
  if (kept !== null) return { ...post, longText: { longTextContent: kept } }
  const url = new URL(`/statuses/extend?id=${postId(post)}`, visit.source.url).href
  try {
    const answer = WeiboLongText.parse(JSON.parse((await ask(visit, settings, url)).text ?? ''))
    await visit.crawl.setCursor(visit.source.id, name, answer.data.longTextContent)
    return { ...post, longText: answer.data }
  } catch (error) {
    if (error instanceof CooldownError) throw error
    visit.logger.warn({ sourceId: visit.source.id, url, reason: String(error) }, 'long text not read')
    return post
  }
}

async function emitQueued(visit: Visit): Promise<void> {
  await workOff(visit, Number.MAX_SAFE_INTEGER, async (item) => visit.emit([JSON.parse(item.hint) as Mention]))
}

const mostRemembered = 20_000

/** Appends what changed since it was last appended. New posts pass through the frontier, which is how they are known to be new. */
async function deliver(visit: Visit, mentions: readonly Mention[]): Promise<number> {
  const changed = mentions.filter((mention) => visit.memory.get(mention.id) !== state(mention))
  const fresh = new Set(
    await queueFound(
      visit,
      changed.map((mention) => ({ key: mention.id, url: mention.url ?? '', hint: mention }))
    )
  )
  await emitQueued(visit)
  await visit.emit(changed.filter((mention) => !fresh.has(mention.id)))
  for (const mention of changed) visit.memory.set(mention.id, state(mention))
  for (const id of visit.memory.keys()) {
    if (visit.memory.size <= mostRemembered) break
    visit.memory.delete(id)
  }
  return fresh.size
}

function state(mention: Mention): string {
  return `${mention.contentHash} ${JSON.stringify(mention.engagement)}`
}
