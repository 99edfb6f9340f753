import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { loadSegmenter } from '../../../adapters/segmenter/jieba.ts'
import { RulePack } from '../../../core/rule.ts'
import type { Assessment } from '../../../core/assessment.ts'
import { createAssessor } from '../../../pipeline/assess.ts'
import { ruleTerms, type AssessKnowledge } from '../../../pipeline/knowledge.ts'
import { shippedKnowledge, tianjin } from '../../support/assess-knowledge.ts'
import { mentionOf } from '../../support/mention.ts'

/** A line of the table: what must and must not match, whether it is ours, its grade. */
interface Case {
  readonly line: number
  readonly text: string
  readonly expected: readonly string[]
}

const wordOf = /「(.+)」/
const cases = readCases()
let typesOf: (found: Assessment) => ReadonlySet<string>
let shipped: (text: string) => Assessment
let words: (text: string) => Assessment

beforeAll(async () => {
  const knowledge = await shippedKnowledge(tianjin)
  typesOf = typesIn(knowledge)
  shipped = assessorOf(knowledge)
  words = assessorOf({ ...knowledge, packs: [wordPack()] })
})

test('the table has at least 400 cases, none twice', () => {
  expect(cases.length).toBeGreaterThanOrEqual(400)
  expect(new Set(cases.map(({ text }) => text)).size).toBe(cases.length)
})

test.each(cases)('$line $text', ({ text, expected }) => {
  expect(expected.filter((one) => !holds(one, text))).toEqual([])
})

function holds(expected: string, text: string): boolean {
  const word = wordOf.exec(expected)?.[1]
  if (word !== undefined) return words(text).rules.some(({ matches }) => matches.some((match) => match.text === word)) !== expected.startsWith('-')
  const found = shipped(text)
  if (expected === '是' || expected === '否') return found.relevant === (expected === '是')
  if (expected.startsWith('+')) return typesOf(found).has(expected.slice(1))
  if (expected.startsWith('-')) return !typesOf(found).has(expected.slice(1))
  return found.grade === (expected === '无' ? null : expected)
}

function assessorOf(knowledge: AssessKnowledge): (text: string) => Assessment {
  const assess = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
  return (line) => {
    const [title, text] = line.includes('¶') ? line.split('¶') : [null, line]
    return assess(mentionOf({ title: title ?? null, text: text ?? null }))
  }
}

function typesIn({ packs }: AssessKnowledge): typeof typesOf {
  const types = new Map(packs.flatMap(({ rules }) => rules.map(({ id, eventType }) => [id, eventType] as const)))
  return ({ rules }) => new Set(rules.map(({ id }) => types.get(id) ?? ''))
}

/** One rule for all the words that the table asks for. */
function wordPack(): RulePack {
  const any = [...new Set(cases.flatMap(({ expected }) => expected.flatMap((one) => wordOf.exec(one)?.[1] ?? [])))]
  const rule = { id: 'words', name: '词', eventType: '词', when: { any }, source: '测试' }
  return RulePack.parse({ id: 'words', subject: '词', version: '1', rules: [rule] })
}

function readCases(): Case[] {
  return readFileSync(new URL('matching-cases.tsv', import.meta.url), 'utf8')
    .split('\n')
    .flatMap((row, index) => {
      if (row === '' || row.startsWith('#')) return []
      const [expected = '', text = ''] = row.split('\t')
      return [{ line: index + 1, text, expected: expected.split(' ') }]
    })
}
