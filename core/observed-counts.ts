import { canonicalJson } from './canonical-json.ts'
import type { Instant } from './instant.ts'
import type { Engagement, Mention } from './mention.ts'

/** What was counted of a mention at one moment. `rank` as in a mention: absent where it stands on no list, null once it has left it. */
export interface CountPoint {
  readonly observedAt: Instant
  readonly engagement: Engagement
  readonly rank?: number | null
}

/** All that is counted of a mention as one text: the same counts give the same text. Without a rank it is that of the engagement alone. */
export function countsText({ engagement, rank }: Pick<Mention, 'engagement' | 'rank'>): string {
  return canonicalJson({ ...engagement, rank })
}

/** The point that `countsText` made. */
export function pointOf(observedAt: Instant, counts: string): CountPoint {
  const { rank, ...engagement } = JSON.parse(counts) as Engagement & { readonly rank?: number | null }
  return { observedAt, engagement, ...(rank === undefined ? {} : { rank }) }
}
