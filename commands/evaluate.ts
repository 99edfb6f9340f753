import { loadSegmenter } from '../adapters/segmenter/jieba.ts'
import { evaluate, type Evaluation } from '../core/evaluation/evaluate.ts'
import { gradesAndNone } from '../core/evaluation/grades.ts'
import type { LabelledCase, Miss } from '../core/evaluation/label.ts'
import { verdictOf } from '../core/evaluation/verdict.ts'
import { measureWords } from '../core/grading.ts'
import { knowledgeOf } from '../knowledge.ts'
import { createAssessor } from '../pipeline/assess.ts'
import { ruleTerms } from '../pipeline/knowledge.ts'
import { loadProductConfig } from '../system.ts'
import { result, say, UsageError } from './exit.ts'
import { configDirectory, type Place } from './place.ts'
import { readLabelled } from './read-labelled.ts'
import { Refusals } from './refusals.ts'
import { padded } from './table.ts'

/**
 * `evaluate FILE.jsonl [--json]`: labelled mentions against what the configuration makes of them.
 * Lines that are no labelled mention are told, left out, and make the exit code 1.
 * @throws UsageError when nothing is labelled
 */
export async function evaluateFile(file: string, options: Place & { json?: boolean }): Promise<void> {
  const config = await loadProductConfig(configDirectory(options))
  const knowledge = await knowledgeOf(config)
  const judge = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
  const cases: LabelledCase[] = []
  let unlabelled = 0
  const refusals = new Refusals()
  for await (const { mention, label } of readLabelled(file, config.departments, refusals)) {
    if (label === null) unlabelled++
    else cases.push({ id: mention.id, label, verdict: verdictOf(judge(mention)) })
  }
  refusals.sum()
  if (cases.length === 0) throw new UsageError(`${file} 中没有带 expected 的信息`)
  if (unlabelled > 0) say(`${unlabelled} 条没有 expected，未计入`)
  const evaluation = evaluate(cases)
  await result(
    options.json === true ? { ...evaluation, unlabelled, refused: refusals.count, rulesVersion: knowledge.rulesVersion } : report(evaluation)
  )
}

function report(evaluation: Evaluation): string {
  const { relevance, departments, facts } = evaluation
  const parts = [
    [`${evaluation.cases} 条标注`],
    relevance.judged === 0
      ? []
      : [
          '',
          `相关性(${relevance.judged} 条):精确率 ${percent(relevance.precision)}，召回率 ${percent(relevance.recall)}，F1 ${percent(relevance.f1)};漏报 ${relevance.missed}，误报 ${relevance.falseAlarms}`,
          ...ruleTable(evaluation)
        ],
    gradeTable(evaluation),
    departments.judged === 0
      ? []
      : [
          '',
          `部门(${departments.judged} 条):首位正确 ${percent(departments.top1)}，前三有正确 ${percent(departments.top3)}`,
          ...padded([
            ['应交', '条数', '首位正确', '前三有'],
            ...departments.each.map((row) => [row.department, String(row.expected), String(row.first), String(row.amongThree)])
          ])
        ],
    facts.length === 0
      ? []
      : ['', ...padded([['数字', '对', '错'], ...facts.map(({ fact, right, wrong }) => [measureWords[fact], String(right), String(wrong)])])],
    missTable(evaluation.misses)
  ]
  return parts.flat().join('\n')
}

function ruleTable({ rules }: Evaluation): string[] {
  if (rules.length === 0) return []
  return padded([
    ['规则', '命中', '独自命中', '误报'],
    ...rules.map(({ id, hits, alone, falseHits }) => [id, String(hits), String(alone), String(falseHits)])
  ])
}

function gradeTable({ grade }: Evaluation): string[] {
  if (grade.judged === 0) return []
  const name = (one: (typeof gradesAndNone)[number]): string => (one === 'none' ? '不定级' : one)
  const rows = gradesAndNone.map((expected) => [name(expected), ...gradesAndNone.map((given) => String(grade.confusion[expected][given]))])
  return [
    '',
    `等级(${grade.judged} 条):正确 ${percent(grade.accuracy)}，定低 ${grade.under}，定高 ${grade.over}`,
    ...padded([['应为＼定为', ...gradesAndNone.map(name)], ...rows])
  ]
}

const missWords = {
  missed: '漏报',
  'false-alarm': '误报',
  'under-graded': '定低',
  'over-graded': '定高',
  department: '部门',
  fact: '数字'
} as const satisfies Record<Miss['kind'], string>

function missTable(misses: readonly Miss[]): string[] {
  if (misses.length === 0) return ['', '没有错误']
  const rows = misses.map(({ id, kind, expected, given, rules, reasons }) => [
    id,
    missWords[kind],
    `${expected} → ${given}`,
    [...rules, ...reasons.slice(0, 3)].join('；') || '无'
  ])
  return ['', ...padded([['信息', '错在', '应为 → 实为', '命中规则与理由'], ...rows])]
}

function percent(part: number | null): string {
  return part === null ? '—' : `${(part * 100).toFixed(1)}%`
}
