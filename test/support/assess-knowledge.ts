import { readFileSync, readdirSync } from 'node:fs'
import { parse } from 'yaml'
import { loadSegmenter } from '../../adapters/segmenter/jieba.ts'
import { readGazetteer } from '../../config/gazetteer.ts'
import { readLexicon } from '../../config/lexicon.ts'
import type { Assessment } from '../../core/assessment.ts'
import { Department, Jurisdiction } from '../../core/department.ts'
import { GradingTable } from '../../core/grading.ts'
import { RulePack } from '../../core/rule.ts'
import { createAssessor } from '../../pipeline/assess.ts'
import { ruleTerms, type AssessKnowledge } from '../../pipeline/knowledge.ts'
import { mentionOf } from './mention.ts'

const config = new URL('../../config/', import.meta.url)
const yaml = (file: string): unknown => parse(readFileSync(new URL(file, config), 'utf8'))

export const nowhereInParticular = Jurisdiction.parse({ id: 'national', name: '全国' })
export const tianjin = Jurisdiction.parse({ id: 'tianjin', name: '天津市', codes: ['12'], words: ['津城'] })

/** The rules, table and word lists that are shipped, for the jurisdiction and departments given. */
export async function shippedKnowledge(
  jurisdiction: Jurisdiction,
  departments: readonly Department[] = [coordinator],
  sources: AssessKnowledge['sources'] = [{ id: 'enorth', name: '北方网', mediaTier: 'city', region: '12' }]
): Promise<AssessKnowledge> {
  const packs = readdirSync(new URL('packs/', config)).map((file) => RulePack.parse(yaml(`packs/${file}`)))
  return {
    rulesVersion: 'test',
    packs,
    grading: GradingTable.parse(yaml('grading.yaml')),
    departments,
    pastDecisions: [],
    jurisdiction,
    gazetteer: await readGazetteer(new URL('gazetteer', config).pathname),
    lexicon: await readLexicon(new URL('lexicon', config).pathname),
    sources
  }
}

const coordinator = Department.parse({ id: 'publicity', name: '宣传处', coordinator: true })

/** Assesses a text with what is shipped. */
export async function assessorFor(
  jurisdiction: Jurisdiction,
  departments?: readonly Department[],
  sources?: AssessKnowledge['sources']
): Promise<(part: Parameters<typeof mentionOf>[0]) => Assessment> {
  const knowledge = await shippedKnowledge(jurisdiction, departments, sources)
  const assess = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
  return (part) => assess(mentionOf(part))
}
