import { statedFacts, type Fact, type Facts, type FactName, type Reason } from '../../core/assessment.ts'
import { moreSevere, severityOf, type Grade, type GradeExplanation } from '../../core/grade.ts'
import { gradeBy, type MeasureEvidence } from '../../core/grade-table.ts'
import type { GradingTable, Measures } from '../../core/grading.ts'
import { interactions, type Mention } from '../../core/mention.ts'
import type { Source } from '../../core/source.ts'
import type { Firing } from '../rules/compile.ts'
import type { Context } from './read-context.ts'

export interface ContentGrade {
  readonly grade: Grade | null
  readonly explanation: GradeExplanation
  readonly reasons: readonly Reason[]
}

const ungradedContexts: readonly Context['id'][] = ['drill', 'fiction', 'denial', 'aggregate', 'history']
/** Words that each branch of the expression begins with: three quick searches for a slow one over the whole text. */
const noAccidentBegins = ['不属于', '系突发疾病', '排除']
const noAccident = /不属于(?:生产)?安全(?:生产)?(?:责任)?事故|系突发疾病(?:死亡|身亡|猝死)|排除(?:他杀|刑事案件)(?:及|和)?(?:安全)?(?:生产)?事故/

/**
 * The content grade of one mention: the decision table over what this text alone says. None for drills, denials, history,
 * fiction and sums over many events, and for what is no incident. Public reaction over all mentions is the grouper's.
 */
export function gradeContent(deps: {
  grading: GradingTable
  sources: readonly Pick<Source, 'id' | 'name' | 'mediaTier'>[]
}): (
  mention: Mention,
  plain: string,
  facts: Facts,
  firings: readonly Firing[],
  contexts: readonly Context[],
  eventType: string | null
) => ContentGrade {
  const tiers = new Map(
    deps.sources.flatMap(
      (source) =>
        [
          [source.id, source.mediaTier],
          [source.name, source.mediaTier]
        ] as const
    )
  )
  return function contentGradeOf(mention, plain, facts, firings, contexts, eventType) {
    const isReal = contexts.some((one) => one.id === 'real')
    const context = contexts.find((one) => ungradedContexts.includes(one.id) && !(isReal && one.id === 'drill'))
    if (context !== undefined) return none(`${context.name}，不定级`)
    if (saysNoAccident(plain)) return none('文中认定不属于事故，不定级')
    // Nothing fired and nothing is counted: no row of an event can hold, and one mention alone makes no wave.
    const stated = statedFacts(facts)
    if (firings.length === 0 && stated.length === 0) return none('没有规则命中，也没有伤亡或损失数字')
    const tier = tiers.get(mention.sourceId ?? '') ?? tiers.get(mention.source)
    const measures = measuresOf(mention, facts, firings, tier)
    const explanation = gradeBy(deps.grading, measures, eventType, evidenceOf(stated))
    return { grade: moreSevere(explanation.eventGrade, explanation.opinionGrade), explanation, reasons: [] }
  }
}

function none(words: string): ContentGrade {
  return {
    grade: null,
    explanation: { eventGrade: null, opinionGrade: null, reasons: [], wouldChange: [] },
    reasons: [{ step: 'grade-content', words, weight: -1 }]
  }
}

function measuresOf(mention: Mention, facts: Facts, firings: readonly Firing[], tier: Source['mediaTier'] | undefined): Measures {
  const ruleGrade = firings.reduce((highest, { rule }) => Math.max(highest, severityOf(rule.grade)), 0)
  const value = (name: FactName): number | null => facts[name]?.value ?? null
  return {
    deaths: value('deaths'),
    seriousInjuries: value('seriousInjuries'),
    injuries: value('injuries'),
    missing: value('missing'),
    trapped: value('trapped'),
    evacuated: value('evacuated'),
    lossYuan: value('lossYuan'),
    poisoned: value('poisoned'),
    areaSquareMetres: value('areaSquareMetres'),
    mentions: 1,
    sources: 1,
    sourceKinds: 1,
    interactions: interactions(mention.engagement),
    views: mention.engagement.views,
    negativeShare: null,
    mentionsPerHour: null,
    centralMedia: tier === 'central' ? 1 : 0,
    provincialMedia: tier === 'provincial' ? 1 : 0,
    ruleGrade: ruleGrade === 0 ? null : ruleGrade
  }
}

function evidenceOf(stated: readonly [FactName, Fact][]): MeasureEvidence {
  const evidence: MeasureEvidence = {}
  for (const [name, fact] of stated) evidence[name] = fact.text
  return evidence
}

function saysNoAccident(plain: string): boolean {
  return noAccidentBegins.some((words) => plain.includes(words)) && noAccident.test(plain)
}
