import type { Mention } from '../../core/mention.ts'
import type { Visit } from '../crawler.ts'
import { toMention, type Draft } from '../draft.ts'
import { UnusableItemError } from '../errors.ts'
import { queueFound, workOff } from '../frontier.ts'
import { refuseOnce } from '../refuse-once.ts'
import { draftPost, evidenceOf, postId } from './draft-post.ts'
import { BadPost } from './schema.ts'

/** A post as a mention with its evidence; null, refused once, when nothing can be made of it. `parentId` where the list it stands in says so. */
export async function postMention(
  visit: Visit,
  part: Parameters<typeof draftPost>[0],
  fetchedElapsedMs: number,
  parentId?: string
): Promise<Mention | null> {
  const draft = draftPost(part, visit.source.id, visit.clock.now(), visit.sha256)
  const evidence = evidenceOf(part, true)
  const identity = identityOf(part) ?? JSON.stringify(part)
  return itemMention(visit, parentId === undefined ? draft : { ...draft, parentId }, evidence, fetchedElapsedMs, {
    identity,
    place: `weibo:${postId(part)}`
  })
}

/** Any item as a mention with its evidence; null, refused once, when nothing can be made of it. */
export async function itemMention(
  visit: Visit,
  draft: Draft,
  evidence: object,
  fetchedElapsedMs: number,
  { identity, place }: { readonly identity: string; readonly place: string }
): Promise<Mention | null> {
  try {
    const snapshot = await visit.evidence.put(new TextEncoder().encode(JSON.stringify(evidence)), {
      url: draft.url,
      contentType: 'application/json',
      at: visit.clock.now()
    })
    return toMention({ ...draft, snapshot, fetchedElapsedMs }, visit)
  } catch (error) {
    if (!(error instanceof UnusableItemError)) throw error
    await refuseOnce(visit, identity, place, error, JSON.stringify(evidence))
    return null
  }
}

/** What stays the same of a bad post while its counts move: its id and whatever text it has; null without an id. */
export function identityOf(raw: unknown): string | null {
  const named = BadPost.safeParse(raw)
  return named.success ? JSON.stringify([named.data.mid ?? named.data.id, named.data.text]) : null
}

export async function emitQueued(visit: Visit): Promise<void> {
  await workOff(visit, Number.MAX_SAFE_INTEGER, async (item) => visit.emit([JSON.parse(item.hint) as Mention]))
}

const mostRemembered = 20_000

/** Appends what changed since it was last appended. New posts pass through the frontier, which is how they are known to be new; their ids are returned. */
export async function deliver(visit: Visit, mentions: readonly Mention[]): Promise<ReadonlySet<string>> {
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
  return fresh
}

function state(mention: Mention): string {
  return `${mention.contentHash} ${JSON.stringify(mention.engagement)}`
}
