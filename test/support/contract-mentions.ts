import { sha256 } from '../../adapters/hash.ts'
import { noFacts, type Assessment } from '../../core/assessment.ts'
import type { Grade } from '../../core/grade.ts'
import { parseInstant, type Instant } from '../../core/instant.ts'
import { MentionId, unknownEngagement, type Engagement, type Mention } from '../../core/mention.ts'
import type { AssessedMention } from '../../core/ports.ts'

export interface MentionTraits {
  readonly id: string
  readonly title?: string | null
  readonly text?: string | null
  readonly kind?: Mention['sourceKind']
  readonly source?: string
  readonly author?: string | null
  /** Wall time in China, `2031-03-12 09:00`; null: unknown. */
  readonly published?: string | null
  readonly observed?: string
  readonly engagement?: Partial<Engagement>
  readonly rank?: number | null
  readonly grade?: Grade | null
  readonly relevant?: boolean
  readonly polarity?: -1 | 0 | 1
  readonly rulesVersion?: string
}

/** `2031-03-12 09:00` on a wall in China. */
export function wall(time: string): Instant {
  const instant = parseInstant(`${time}:00+08:00`)
  if (instant === null) throw new Error(`not a time: ${time}`)
  return instant
}

export function mentionId(id: string): MentionId {
  return MentionId.parse(id)
}

export function observation(traits: MentionTraits): AssessedMention {
  const title = traits.title === undefined ? '街口积水' : traits.title
  const text = traits.text === undefined ? '临江区街口有积水' : traits.text
  const published = traits.published === undefined ? '2031-03-12 09:00' : traits.published
  const mention: Mention = {
    schema: 1,
    id: mentionId(traits.id),
    sourceKind: traits.kind ?? 'forum',
    source: traits.source ?? '临江论坛',
    sourceId: null,
    url: `https://forum.example/${traits.id}`,
    title,
    text,
    author: traits.author ?? null,
    publishedAt: published === null ? null : wall(published),
    publishedPrecision: published === null ? null : 'minute',
    engagement: { ...unknownEngagement, ...traits.engagement },
    ...(traits.rank === undefined ? {} : { rank: traits.rank }),
    parentId: null,
    region: null,
    observedAt: wall(traits.observed ?? '2031-03-12 10:00'),
    contentHash: sha256(JSON.stringify([title, text])),
    snapshot: null,
    fetchedElapsedMs: null,
    drill: false
  }
  return { mention, assessment: assessment(traits) }
}

function assessment(traits: MentionTraits): Assessment {
  return {
    id: mentionId(traits.id),
    rulesVersion: traits.rulesVersion ?? 'rules-1',
    relevant: traits.relevant ?? true,
    rules: [],
    facts: noFacts,
    occurred: null,
    places: [],
    organisations: [],
    departments: [],
    sentiment: { polarity: traits.polarity ?? 0, score: 0 },
    eventType: null,
    subject: null,
    grade: traits.grade ?? null,
    explanation: { eventGrade: traits.grade ?? null, opinionGrade: null, reasons: [], wouldChange: [] },
    responseValue: 'observe',
    jurisdiction: 'linjiang',
    reasons: [],
    signature: { minhash: [1, 2, 3], terms: ['积水'], shingles: 3 }
  }
}
