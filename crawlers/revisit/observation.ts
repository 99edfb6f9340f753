import { canonicalJson } from '../../core/canonical-json.ts'
import type { Instant } from '../../core/instant.ts'
import type { Mention } from '../../core/mention.ts'
import type { Look } from './revisit.ts'
import type { Looked } from './rhythm.ts'

/**
 * What a look says of a mention: the observation to be told, null where nothing is new, and what it means for the rhythm. What is gone keeps its text,
 * its counts and its snapshot; what could not be found once is not said to be gone.
 */
export function observationOf(
  look: Look,
  known: Mention,
  { now, confirmed }: { readonly now: Instant; readonly confirmed: boolean }
): { readonly observation: Mention | null; readonly means: Looked } {
  if (look.kind === 'seen') {
    const newText = look.mention.contentHash !== known.contentHash
    const isNews = newText || known.gone !== undefined || canonicalJson(look.mention.engagement) !== canonicalJson(known.engagement)
    return { observation: isNews ? look.mention : null, means: { kind: 'seen', engagement: look.mention.engagement, newText } }
  }
  if (look.kind === 'missing' && !confirmed) return { observation: null, means: { kind: 'missing' } }
  if (known.gone !== undefined) return { observation: null, means: { kind: 'gone' } }
  const gone = { since: now, how: look.kind === 'missing' ? 'missing' : 'says-deleted', words: look.words.slice(0, 300) } as const
  return { observation: { ...known, observedAt: now, fetchedElapsedMs: null, gone }, means: { kind: 'gone' } }
}
