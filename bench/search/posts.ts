import { noFacts } from '../../core/assessment.ts'
import { instantFromMs } from '../../core/instant.ts'
import { unknownEngagement, type MentionId, type SourceKind } from '../../core/mention.ts'
import type { AssessedMention } from '../../core/ports.ts'
import type { Vocabulary } from '../made-posts.ts'

const kinds: readonly SourceKind[] = ['weibo', 'weibo', 'weibo', 'portal', 'forum', 'wechat', 'video', 'message-board']
const grades = ['I', 'II', 'III', 'IV'] as const
/** A busy city: some 17,000 a day. */
const apartMs = 5000
const lastMs = Date.parse('2026-11-24T04:00:00.000Z')

/** The post of a number, the same each time: one every five seconds back from November 2026, 600 characters, assessed as nothing in particular. */
export function assessedPost(vocabulary: Vocabulary, index: number): AssessedMention {
  const id = postId(index)
  const text = vocabulary.text(index, 600)
  const published = instantFromMs(lastMs - index * apartMs)
  const grade = index % 200 === 0 ? (grades[(index / 200) % 4] ?? null) : null
  return {
    mention: {
      schema: 1,
      id,
      sourceKind: kinds[index % kinds.length] ?? 'weibo',
      source: `来源${index % 300}`,
      sourceId: null,
      url: `https://posts.example/${index}`,
      title: text.slice(0, 18),
      text,
      author: `作者${index % 50_000}`,
      publishedAt: published,
      publishedPrecision: 'minute',
      engagement: { ...unknownEngagement, likes: index % 1000 },
      parentId: null,
      region: null,
      observedAt: published,
      contentHash: String(index),
      snapshot: null,
      fetchedElapsedMs: null,
      drill: false
    },
    assessment: {
      id,
      rulesVersion: 'bench',
      relevant: index % 5 === 0,
      rules: [],
      facts: noFacts,
      occurred: null,
      places: [],
      organisations: [],
      departments: [],
      sentiment: { polarity: index % 3 === 0 ? -1 : 0, score: 0 },
      eventType: null,
      subject: null,
      grade,
      explanation: { eventGrade: grade, opinionGrade: null, reasons: [], wouldChange: [] },
      responseValue: 'observe',
      jurisdiction: 'bench',
      reasons: [],
      signature: { minhash: [], terms: [], shingles: 0 }
    }
  }
}

export function postId(index: number): MentionId {
  return `post-${index}` as MentionId
}
