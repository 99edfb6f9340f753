import type { Instant } from '../instant.ts'
import type { Engagement } from '../mention.ts'
import type { Member } from './digest.ts'
import type { Rollup } from './state.ts'

/** What `MentionStore.rollup` says of an incident whose mentions are exactly these, without asking the store. */
export function rollupOf(members: readonly Member[], updatedAt: Instant): Rollup {
  const gone = members.filter(({ mention }) => mention.gone !== undefined).length
  const published = members.flatMap(({ mention }) => mention.publishedAt ?? []).sort()
  return {
    mentions: members.length,
    sources: [...new Set(members.map(({ mention }) => mention.source))].sort(),
    sourceKinds: [...new Set(members.map(({ mention }) => mention.sourceKind))].sort(),
    engagement: {
      views: sumOf(members, 'views'),
      likes: sumOf(members, 'likes'),
      comments: sumOf(members, 'comments'),
      reposts: sumOf(members, 'reposts')
    },
    negative: members.filter(({ assessment }) => assessment.sentiment.polarity === -1).length,
    ...(gone === 0 ? {} : { gone }),
    firstPublishedAt: published[0] ?? null,
    lastPublishedAt: published.at(-1) ?? null,
    updatedAt
  }
}

/** A sum over unknown counts is unknown. */
function sumOf(members: readonly Member[], count: keyof Engagement): number | null {
  const known = members.flatMap(({ mention }) => mention.engagement[count] ?? [])
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0)
}
