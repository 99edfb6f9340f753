import { sha256 } from '../../adapters/hash.ts'
import { Assessment, noFacts, type Facts } from '../../core/assessment.ts'
import { GradingTable } from '../../core/grading.ts'
import { gradeBy } from '../../core/grade-table.ts'
import { moreSevere } from '../../core/grade.ts'
import { addMs, hourMs, minuteMs } from '../../core/instant.ts'
import { Mention } from '../../core/mention.ts'
import type { AssessedMention } from '../../core/ports.ts'
import { at } from './incidents.ts'

export const table = GradingTable.parse({
  version: 'test',
  rows: [
    { id: 'dead-30', of: 'event', grade: 'I', words: '30人以上死亡', when: { deaths: 30 }, source: '493号' },
    { id: 'dead-10', of: 'event', grade: 'II', words: '10人以上死亡', when: { deaths: 10 }, source: '493号' },
    { id: 'dead-3', of: 'event', grade: 'III', words: '3人以上死亡', when: { deaths: 3 }, source: '493号' },
    { id: 'hurt', of: 'event', grade: 'IV', words: '有人伤亡', anyOf: { deaths: 1, injuries: 1 }, source: '493号' },
    { id: 'talked-of', of: 'opinion', grade: 'III', words: '提及12条以上', when: { mentions: 12 }, source: '测试' }
  ]
})

export interface Told {
  readonly id: string
  readonly title?: string | null
  readonly text: string
  /** Minutes after 09:00; null: unknown. */
  readonly minute: number | null
  readonly source?: string
  readonly sourceKind?: Mention['sourceKind']
  readonly eventType?: string | null
  readonly spots?: readonly string[]
  readonly deaths?: number
  readonly injuries?: number
  readonly occurredHour?: number
  readonly relevant?: boolean
  readonly responseValue?: Assessment['responseValue']
  readonly parentId?: string
  readonly terms?: readonly string[]
  readonly likes?: number
  readonly observedMinute?: number
}

const nine = at('09:00')

/** One mention with the assessment that the machine would give it, told in the words of a test. */
export function told(words: Told): AssessedMention {
  const publishedAt = words.minute === null ? null : addMs(nine, words.minute * minuteMs)
  const mention = Mention.parse({
    schema: 1,
    id: words.id,
    sourceKind: words.sourceKind ?? 'weibo',
    source: words.source ?? '网友',
    sourceId: null,
    url: null,
    title: words.title ?? null,
    text: words.text,
    author: null,
    publishedAt,
    publishedPrecision: publishedAt === null ? null : 'minute',
    engagement: { views: null, likes: words.likes ?? null, comments: null, reposts: null },
    parentId: words.parentId ?? null,
    region: null,
    observedAt: addMs(nine, (words.observedMinute ?? (words.minute ?? 0) + 5) * minuteMs),
    contentHash: sha256(`${words.title ?? ''}\n${words.text}`),
    snapshot: null,
    fetchedElapsedMs: null,
    drill: false
  })
  const fact = (value: number | undefined) => (value === undefined ? null : { value, text: `${value}人`, offset: 0 })
  const facts: Facts = { ...noFacts, deaths: fact(words.deaths), injuries: fact(words.injuries) }
  const measures = {
    ...Object.fromEntries(Object.keys(unknown).map((name) => [name, null])),
    deaths: words.deaths ?? null,
    injuries: words.injuries ?? null
  }
  const explanation = gradeBy(table, measures as typeof unknown, words.eventType ?? null)
  const relevant = words.relevant ?? true
  const grade = moreSevere(explanation.eventGrade, explanation.opinionGrade)
  return {
    mention,
    assessment: Assessment.parse({
      id: words.id,
      rulesVersion: 'test-1',
      relevant,
      rules: [],
      facts,
      occurred:
        words.occurredHour === undefined
          ? null
          : { at: addMs(nine, (words.occurredHour - 9) * hourMs), precision: 'hour', text: `${words.occurredHour}时`, offset: 0 },
      places: (words.spots ?? []).map((text) => ({ text, offset: 0, code: null, name: null, ours: true })),
      organisations: [],
      departments: [],
      sentiment: { polarity: -1, score: -0.5 },
      eventType: words.eventType ?? null,
      subject: null,
      grade,
      explanation,
      responseValue: words.responseValue ?? (grade === null ? 'observe' : 'respond'),
      jurisdiction: relevant ? 'test' : null,
      reasons: [],
      signature: { minhash: [], terms: [...(words.terms ?? words.spots ?? [])], shingles: 0 }
    })
  }
}

const unknown = {
  deaths: null,
  seriousInjuries: null,
  injuries: null,
  missing: null,
  trapped: null,
  evacuated: null,
  lossYuan: null,
  poisoned: null,
  areaSquareMetres: null,
  mentions: null,
  sourceKinds: null,
  sources: null,
  interactions: null,
  views: null,
  negativeShare: null,
  mentionsPerHour: null,
  centralMedia: null,
  provincialMedia: null,
  ruleGrade: null
}
