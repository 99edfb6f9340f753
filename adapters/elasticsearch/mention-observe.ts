import type { Instant } from '../../core/instant.ts'
import type { Mention } from '../../core/mention.ts'
import { countsText, type CountPoint } from '../../core/observed-counts.ts'
import type { AssessedMention, PutOutcome } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'

/** A text that a mention once had. */
export interface MentionText {
  /** When it was first seen. */
  readonly observedAt: Instant
  readonly title: string | null
  readonly text: string | null
  readonly contentHash: string
}

/** All that is known of one mention. */
export interface MentionState {
  readonly mention: Mention
  readonly assessment: StoredMention['assessment']
  readonly incidentId: string | null
  readonly firstSeenAt: Instant
  /** Real milliseconds at which it was stored first; absent in what was stored before this was kept. */
  readonly arrivedMs?: number
  /** When its present text was first seen. */
  readonly contentSince: Instant
  /** Oldest first, one for each moment. */
  readonly series: readonly CountPoint[]
  /** Texts that were superseded, each once; one that came back is here and in `mention`. */
  readonly olderTexts: readonly MentionText[]
}

export interface Observed {
  readonly outcome: PutOutcome
  readonly state: MentionState
}

/** What one more observation makes of a mention at this real moment. An older one than the newest known changes nothing. */
export function observe(before: MentionState | null, { mention, assessment }: AssessedMention, nowMs: number): Observed {
  const { observedAt, engagement, rank } = mention
  const point = { observedAt, engagement, ...(rank === undefined ? {} : { rank }) }
  if (before === null) {
    const series = [point]
    const since = { firstSeenAt: observedAt, arrivedMs: Math.floor(nowMs), contentSince: observedAt }
    const state = { mention, assessment, incidentId: null, ...since, series, olderTexts: [] }
    return { outcome: 'created', state }
  }
  if (observedAt < before.mention.observedAt) return { outcome: 'stale', state: before }
  const isNewText = mention.contentHash !== before.mention.contentHash
  const isNewCount = countsText(mention) !== countsText(before.mention)
  const changedPresence = (mention.gone === undefined) !== (before.mention.gone === undefined)
  const state = {
    ...before,
    mention,
    assessment,
    series: isNewCount ? withPoint(before.series, point) : before.series,
    ...(isNewText ? changedText(before, mention) : {})
  }
  return { outcome: isNewText ? 'new-version' : isNewCount || changedPresence ? 'new-observation' : 'unchanged', state }
}

/** Every text of the mention, oldest first. */
export function textsOf({ mention, contentSince, olderTexts }: MentionState): MentionText[] {
  const present = { observedAt: contentSince, title: mention.title, text: mention.text, contentHash: mention.contentHash }
  return [...olderTexts.filter(({ contentHash }) => contentHash !== mention.contentHash), present].toSorted(byMoment)
}

export function withPoint(series: readonly CountPoint[], point: CountPoint): CountPoint[] {
  return [...series.filter(({ observedAt }) => observedAt !== point.observedAt), point].toSorted(byMoment)
}

/** A text that comes back after another is no further version; it keeps the moment at which it was first seen. */
function changedText(before: MentionState, mention: Mention): Pick<MentionState, 'contentSince' | 'olderTexts'> {
  const { title, text, contentHash } = before.mention
  const isKept = before.olderTexts.some((older) => older.contentHash === contentHash)
  const olderTexts = isKept ? before.olderTexts : [...before.olderTexts, { observedAt: before.contentSince, title, text, contentHash }]
  const known = olderTexts.find((older) => older.contentHash === mention.contentHash)
  return { olderTexts, contentSince: known?.observedAt ?? mention.observedAt }
}

export function byMoment(a: { readonly observedAt: Instant }, b: { readonly observedAt: Instant }): number {
  return a.observedAt < b.observedAt ? -1 : a.observedAt > b.observedAt ? 1 : 0
}
