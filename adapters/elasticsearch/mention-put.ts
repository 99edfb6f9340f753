import type { MentionId } from '../../core/mention.ts'
import type { AssessedMention, PutOutcome } from '../../core/ports.ts'
import { asked } from './client.ts'
import { MentionRefusedError } from './errors.ts'
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
  const rungBefore = await early.epoch()
  const observations = Map.groupBy(mentions, ({ mention }) => mention.id)
  const owns = new Map([...observations].flatMap(([id, [first]]) => (first === undefined ? [] : [[id, whereabouts.own(first.mention)] as const])))
  const located = await whereabouts.locateElsewhere(owns)
  const tasks = [...owns].map(([id, own]): MentionTask => ({
    id,
    own,
    index: located.get(id) ?? null,
    observations: observations.get(id) ?? [],
    claim: null
  }))
  const { written, refused } = await writeMentions(parts, tasks)
  refresher.wrote()
  const created = new Map([...owns].filter(([id]) => written.get(id)?.isNew === true))
  if (created.size > 0) await lookAround(parts, created, rungBefore)
  if (refused.size > 0) throw MentionRefusedError.of(refused)
  return inOrder(mentions, new Map([...written].map(([id, { outcomes }]) => [id, outcomes])))
}

/**
 * What other processes did at the same moment with the mentions that were created here: stored them in another index, or
 * assigned them. Both sides write first and look then, so one of them sees it; see `Whereabouts` and `EarlyAssignments`.
 */
async function lookAround(parts: MentionParts, created: ReadonlyMap<MentionId, string>, rungBefore: number): Promise<void> {
  const { client, whereabouts, early } = parts
  const unusual = new Set([...created.values()].filter((index) => !whereabouts.isUsual(index)))
  if (unusual.size > 0) {
    for (const index of unusual) await asked('刷新索引', () => client.indices.refresh({ index, ignore_unavailable: true }))
    await early.ring()
  }
  const isRung = (await early.read()) !== rungBefore
  if (isRung) whereabouts.forgetAbsent()
  const reach = isRung || unusual.size > 0 ? 'everywhere' : 'near'
  for (const [id, index] of await whereabouts.lookElsewhere(created, reach)) await uniteTwins(parts, id, [created.get(id) ?? '', index])
  if (!isRung) return
  const claims = await early.of([...created.keys()])
  const tasks = [...claims].map(([id, claim]): MentionTask => {
    const index = created.get(id) ?? ''
    return { id, own: index, index, observations: [], claim }
  })
  await writeMentions(parts, tasks)
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
