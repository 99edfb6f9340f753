import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import { Label } from '../../../core/evaluation/label.ts'
import { SourceKind } from '../../../core/mention.ts'
import { readLine } from '../../../crawlers/import/import.ts'
import { MentionLine } from '../../../crawlers/import/mention-line.ts'
import { assessmentLine } from '../../../pipeline/assessment-line.ts'
import { groupMentions } from '../../../pipeline/group-file.ts'
import { assessorFor, nowhereInParticular } from '../../support/assess-knowledge.ts'

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/data.md'), 'utf8')
const examples = [...page.matchAll(/```jsonl\n([\s\S]+?)```/g)].flatMap(([, lines = '']) => lines.trim().split('\n'))
const mention = (text: string) => readLine(text, 'docs/data.md', 'auto', 'docs/data.md', { clock: systemClock, sha256, drill: false })

describe('the page on data', () => {
  let assess: Awaited<ReturnType<typeof assessorFor>>

  beforeAll(async () => {
    assess = await assessorFor(nowhereInParticular)
  })

  test.each(examples)('has examples that are read: %s', (example) => {
    expect(mention(example).id).toMatch(/^[ab]-\d$/)
    const { expected } = JSON.parse(example) as { expected?: unknown }
    expect(Label.optional().safeParse(expected).success).toBe(true)
  })

  test('names every field that may be written and every one that is printed', () => {
    const one = mention(examples[0] ?? '')
    const assessment = assess(one)
    const fields = [
      ...Object.keys(MentionLine.shape),
      ...SourceKind.options,
      ...Object.keys(assessmentLine(assessment)),
      ...Object.keys(assessment.facts),
      ...groupMentions([{ mention: one, assessment }], { all: false, sha256 }).flatMap((line) => Object.keys(line)),
      ...Object.keys(evaluate([])),
      ...Object.keys(Label.shape)
    ]
    expect([...new Set(fields)].filter((field) => !page.includes(`\`${field}\``) && !page.includes(`"${field}"`))).toEqual([])
  })
})
