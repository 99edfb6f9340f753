import { missOf, type LabelledCase, type Miss } from './label.ts'

/** Shares are null where there is nothing to divide by. */
export interface RelevanceScore {
  readonly judged: number
  readonly right: number
  readonly missed: number
  readonly falseAlarms: number
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
}

/** Of one rule, over the mentions whose relevance is labelled. */
export interface RuleScore {
  readonly id: string
  /** Relevant mentions that it fired on. */
  readonly hits: number
  /** Those of them that no other rule fired on: what would be lost without it. */
  readonly alone: number
  /** Mentions that do not matter and were called relevant, in which it fired. */
  readonly falseHits: number
}

/** 不漏报、不误报: whether what matters was found, and what was found matters. */
export function scoreRelevance(cases: readonly LabelledCase[]): { score: RelevanceScore; rules: RuleScore[]; misses: Miss[] } {
  const judged = cases.flatMap((one) => (typeof one.label.relevant === 'boolean' ? [{ one, wanted: one.label.relevant }] : []))
  const right = judged.filter(({ one, wanted }) => wanted && one.verdict.relevant).length
  const missed = judged.filter(({ one, wanted }) => wanted && !one.verdict.relevant)
  const falseAlarms = judged.filter(({ one, wanted }) => !wanted && one.verdict.relevant)
  const precision = share(right, right + falseAlarms.length)
  const recall = share(right, right + missed.length)
  return {
    score: {
      judged: judged.length,
      right,
      missed: missed.length,
      falseAlarms: falseAlarms.length,
      precision,
      recall,
      f1: precision === null || recall === null ? null : share(2 * precision * recall, precision + recall)
    },
    rules: rulesOf(judged),
    misses: [
      ...missed.map(({ one }) => missOf(one, 'missed', '相关', '不相关')),
      ...falseAlarms.map(({ one }) => missOf(one, 'false-alarm', '不相关', '相关'))
    ]
  }
}

/** The rules that did most harm first. */
function rulesOf(judged: readonly { one: LabelledCase; wanted: boolean }[]): RuleScore[] {
  const scores = new Map<string, { hits: number; alone: number; falseHits: number }>()
  for (const { one, wanted } of judged) {
    const { rules, relevant } = one.verdict
    for (const id of rules) {
      const score = scores.get(id) ?? { hits: 0, alone: 0, falseHits: 0 }
      if (wanted) score.hits++
      if (wanted && rules.length === 1) score.alone++
      if (!wanted && relevant) score.falseHits++
      scores.set(id, score)
    }
  }
  return [...scores].map(([id, score]) => ({ id, ...score })).sort((a, b) => b.falseHits - a.falseHits || b.hits - a.hits || (a.id < b.id ? -1 : 1))
}

export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000
}
