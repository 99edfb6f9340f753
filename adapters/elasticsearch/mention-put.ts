import { setImmediate as untilSent } from 'node:timers/promises'
import type { MentionId } from '../../core/mention.ts'
import type { AssessedMention, PutOutcome } from '../../core/ports.ts'
import { linesOf, type BulkLines } from './bulk.ts'
import { asked } from './client.ts'
import { MentionRefusedError } from './errors.ts'
import { documentIdOf, documentOf } from './mention-document.ts'
import { observe } from './mention-observe.ts'
import type { MentionParts } from './mention-parts.ts'
import { uniteTwins } from './mention-twins.ts'
import { writeMentions, type MentionTask } from './mention-write.ts'

/**
 * Stores observations. Every mention that can be stored is stored, also when others of the same call are refused.
 * @throws MentionRefusedError naming those that the server refused for good
 */
export async function putMentions(parts: MentionParts, mentions: readonly AssessedMention[]): Promise<readonly PutOutcome[]> {
  if (mentions.length === 0) return []
  const { whereabouts, early, refresher } = parts
  const observations = Map.groupBy(mentions, ({ mention }) => mention.id)
  const [rungBefore, drafts] = await Promise.all([early.read(), drafted(parts, observations)])
  whereabouts.heard(rungBefore)
  const listedBefore = await whereabouts.listed()
  const owns = new Map([...observations].flatMap(([id, [first]]) => (first === undefined ? [] : [[id, whereabouts.own(first.mention)] as const])))
  const located = await whereabouts.locateElsewhere(owns)
  const tasks = [...owns].map(([id, own]): MentionTask => ({
    id,
    own,
    index: located.get(id) ?? null,
    observations: observations.get(id) ?? [],
    claim: null,
    draft: drafts.get(id) ?? null
  }))
  const { written, refused } = await writeMentions(parts, tasks)
  refresher.wrote()
  const places = new Map([...written].map(([id, { index }]) => [id, index]))
  const writtenTo = new Set([...places.keys()].flatMap((id) => owns.get(id) ?? []))
  const unusual = [...writtenTo].filter((index) => !whereabouts.isUsual(index))
  const isNew = [...places.values()].some((index) => !listedBefore.includes(index))
  const isRinging = isNew || unusual.length > 0
  if (isRinging) await announce(parts, new Set(unusual))
  await lookAround(parts, places, { rungBefore, isRinging })
  if (refused.size > 0) throw MentionRefusedError.of(refused)
  return inOrder(mentions, new Map([...written].map(([id, { outcomes }]) => [id, outcomes])))
}

/** The writes of those that are most likely new, made while the server is being asked. */
async function drafted(
  { whereabouts, clock }: MentionParts,
  observations: ReadonlyMap<MentionId, readonly AssessedMention[]>
): Promise<ReadonlyMap<MentionId, BulkLines>> {
  await untilSent()
  const drafts = new Map<MentionId, BulkLines>()
  for (const [id, [first, ...others]] of observations) {
    if (first !== undefined && others.length === 0 && !whereabouts.remembers(id)) {
      const action = { create: { _index: whereabouts.own(first.mention), _id: documentIdOf(id) } }
      drafts.set(id, linesOf({ action, document: documentOf(observe(null, first, clock.elapsedMs()).state) }))
    }
  }
  return drafts
}

/** Shows to every process what was created in indices in which not all of them look by id, and rings; see `Whereabouts`. */
async function announce({ client, early }: MentionParts, unusual: ReadonlySet<string>): Promise<void> {
  for (const index of unusual) await asked('刷新索引', () => client.indices.refresh({ index, ignore_unavailable: true }))
  await early.ring()
}

/**
 * What other processes did at the same moment with the same mentions: stored them in another index, or assigned them. Both
 * sides write first and look then, so one of them sees it. Not only what was created just now is looked at: whoever created
 * it may have stopped before it looked, and then its batch comes again.
 */
async function lookAround(
  parts: MentionParts,
  places: ReadonlyMap<MentionId, string>,
  { rungBefore, isRinging }: { readonly rungBefore: number; readonly isRinging: boolean }
): Promise<void> {
  const { whereabouts, early } = parts
  const [rungNow, near] = await Promise.all([early.read(), whereabouts.lookElsewhere(places, 'near')])
  whereabouts.heard(rungNow)
  const isRung = rungNow !== rungBefore
  const twins = isRung || isRinging ? await whereabouts.lookElsewhere(places, 'everywhere') : near
  for (const [id, index] of twins) await uniteTwins(parts, id, [places.get(id) ?? '', index])
  if (!isRung) return
  const claims = await early.of([...places.keys()])
  await writeMentions(
    parts,
    [...claims].map(([id, claim]): MentionTask => ({ id, own: places.get(id) ?? '', index: places.get(id) ?? null, observations: [], claim }))
  )
}

/** The outcomes of each mention, one after the other, as its observations were given. */
function inOrder(mentions: readonly AssessedMention[], outcomes: ReadonlyMap<MentionId, readonly PutOutcome[]>): PutOutcome[] {
  const next = new Map([...outcomes].map(([id, some]) => [id, some.values()]))
  return mentions.map(({ mention: { id } }) => {
    const outcome = next.get(id)?.next()
    if (outcome === undefined || outcome.done === true) throw new Error(`no outcome of ${id}`)
    return outcome.value
  })
}
