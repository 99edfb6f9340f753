import type { Instant } from '../../core/instant.ts'
import type { MentionId } from '../../core/mention.ts'
import { writeBulk } from './bulk.ts'
import type { Found } from './documents.ts'
import { MentionRefusedError } from './errors.ts'
import { documentIdOf, documentOf, isStored, readState, stateFields, stateFieldsOf, type StoredStateFields } from './mention-document.ts'
import { byMoment, textsOf, withPoint, type MentionState, type MentionText } from './mention-observe.ts'
import type { MentionParts } from './mention-parts.ts'
import { getMany } from './multi-get.ts'

/**
 * Makes one of two documents of the same mention: two processes stored it at the same moment, each in another index, or it
 * leaves an index of an older version. One takes over what the other knows, then the other is removed; whoever does it, and
 * however often, the same one stays.
 */
export async function uniteTwins(parts: MentionParts, id: MentionId, indices: readonly [string, string]): Promise<void> {
  const [kept, left] = parts.whereabouts.inOrder(indices)
  for (;;) {
    const [stays, goes] = await Promise.all([read(parts, id, kept), read(parts, id, left)])
    if (stays === null || goes === null) return parts.whereabouts.remember(id, stays === null ? left : kept)
    const united = unite(readState(stays.source), readState(goes.source))
    const fields = stateFieldsOf(united)
    if (!isStored(fields, stays.source)) {
      const write = {
        action: { index: { _index: kept, _id: stays.id, if_seq_no: stays.seqNo, if_primary_term: stays.primaryTerm } },
        document: documentOf(united, fields)
      }
      const [outcome] = await writeBulk(parts, [write])
      if (outcome?.kind === 'refused') throw MentionRefusedError.of(new Map([[id, `${outcome.type} ${outcome.reason}`]]))
      if (outcome?.kind !== 'done') continue
    }
    // If it was observed meanwhile, it stays, and is united again.
    await writeBulk(parts, [{ action: { delete: { _index: left, _id: goes.id, if_seq_no: goes.seqNo, if_primary_term: goes.primaryTerm } } }])
  }
}

async function read(parts: MentionParts, id: MentionId, index: string): Promise<Found<StoredStateFields> | null> {
  const [found = null] = await getMany<StoredStateFields>(parts.client, index, [documentIdOf(id)], stateFields)
  return found
}

/** All that either knows; of what can be only one, that of the newer observation. */
export function unite(one: MentionState, other: MentionState): MentionState {
  const newer = other.mention.observedAt > one.mention.observedAt ? other : one
  const texts = [...textsOf(one), ...one.olderTexts, ...textsOf(other), ...other.olderTexts].reduce(withText, new Map<string, MentionText>())
  const present = newer.mention.contentHash
  const wasSuperseded = [...one.olderTexts, ...other.olderTexts].some(({ contentHash }) => contentHash === present)
  return {
    mention: newer.mention,
    assessment: newer.assessment,
    incidentId: one.incidentId ?? other.incidentId,
    firstSeenAt: earlier(one.firstSeenAt, other.firstSeenAt),
    ...earliest([one.arrivedMs, other.arrivedMs]),
    contentSince: texts.get(present)?.observedAt ?? newer.contentSince,
    series: other.series.reduce(withPoint, [...one.series]),
    olderTexts: [...texts.values()].filter(({ contentHash }) => contentHash !== present || wasSuperseded).toSorted(byMoment)
  }
}

function withText(texts: Map<string, MentionText>, text: MentionText): Map<string, MentionText> {
  const known = texts.get(text.contentHash)
  return texts.set(text.contentHash, known === undefined ? text : { ...known, observedAt: earlier(known.observedAt, text.observedAt) })
}

function earliest(arrived: readonly (number | undefined)[]): Pick<MentionState, 'arrivedMs'> {
  const known = arrived.filter((ms) => ms !== undefined)
  return known.length === 0 ? {} : { arrivedMs: Math.min(...known) }
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b
}
