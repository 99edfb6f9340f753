import type { Department, Jurisdiction } from '../core/department.ts'
import type { GradingTable } from '../core/grading.ts'
import type { GazetteerEntry, Lexicon } from '../core/lexicon.ts'
import type { PastDecision } from '../core/past-decision.ts'
import { wordsOf, type RulePack } from '../core/rule.ts'
import type { Source } from '../core/source.ts'

/** Everything that assessing needs to know, as plain data: it is posted to the worker that assesses. */
export interface AssessKnowledge {
  /** Names the rules and lists; stored with every assessment made with them. */
  readonly rulesVersion: string
  readonly packs: readonly RulePack[]
  readonly grading: GradingTable
  readonly departments: readonly Department[]
  /** What people decided about who answers for what. */
  readonly pastDecisions: readonly PastDecision[]
  readonly jurisdiction: Jurisdiction
  readonly gazetteer: readonly GazetteerEntry[]
  readonly lexicon: Lexicon
  readonly sources: readonly Pick<Source, 'id' | 'name' | 'mediaTier' | 'region'>[]
}

/** Words of the rules: what the segmenter must know. */
export function ruleTerms(knowledge: Pick<AssessKnowledge, 'packs'>): string[] {
  return [...new Set(knowledge.packs.flatMap(({ rules }) => rules.flatMap(({ when }) => wordsOf(when))))]
}
