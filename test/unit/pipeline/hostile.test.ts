import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { hostileTexts } from '../../../bench/made-hostile.ts'
import { Assessment } from '../../../core/assessment.ts'
import { cutText } from '../../../core/cut-text.ts'
import { ruleTerms } from '../../../pipeline/knowledge.ts'
import { assessorFor, nowhereInParticular, shippedKnowledge } from '../../support/assess-knowledge.ts'

type Assess = Awaited<ReturnType<typeof assessorFor>>
let assess: Assess
let terms: readonly string[]

beforeAll(async () => {
  assess = await assessorFor(nowhereInParticular)
  terms = ruleTerms(await shippedKnowledge(nowhereInParticular))
})

const reasonsOf = (text: string, title: string | null = null): string[] => assess({ title, text }).reasons.map(({ words }) => words)

describe('texts made to be slow', () => {
  test('each of a megabyte gets an assessment like any other', () => {
    const wanting = hostileTexts(terms)(1_000_000).flatMap(({ kind, text }) => {
      const assessment = assess({ text })
      const isWhole = Assessment.safeParse(assessment).success
      return isWhole && assessment.reasons.some(({ words }) => words.startsWith('文字过长')) ? [] : [kind]
    })

    expect(wanting).toEqual([])
  })

  test('what was not looked at is told, with its length', () => {
    expect(reasonsOf('啊'.repeat(50_100))).toContain('文字过长，末尾 100 字未分析（标题至多 1000 字、正文至多 50000 字）')
    expect(reasonsOf('啊'.repeat(50_000))).not.toContainEqual(expect.stringContaining('文字过长'))
  })

  test('what was cut off before it came here is counted too', () => {
    expect(reasonsOf(cutText('啊'.repeat(1_000_000), 100_000))).toContain('文字过长，末尾 950000 字未分析（标题至多 1000 字、正文至多 50000 字）')
  })

  test('names beyond two hundred are not listed, and that is told', () => {
    const { places, reasons } = assess({
      text: '天津市和平区，'.repeat(20).concat(Array.from({ length: 300 }, (_, index) => `柳${String.fromCharCode(0x4e10 + index)}路，`).join(''))
    })

    expect(places).toHaveLength(200)
    expect(places[0]).toMatchObject({ text: expect.stringContaining('天津') as string })
    expect(reasons.map(({ words }) => words)).toContainEqual(expect.stringMatching(/^文中地名 \d+ 处，只列出前 200 处$/))
  })

  test('a fire at the beginning is found whatever follows', () => {
    const { rules, reasons } = assess({ text: `化工厂发生火灾，3人死亡。${'啊'.repeat(1_000_000)}` })

    expect(rules.map(({ id }) => id)).toContain('fire')
    expect(reasons.some(({ words }) => words.startsWith('文字过长'))).toBe(true)
  })

  test('ten thousand repetitions of a term count as a few, and that is told', () => {
    const { rules, reasons } = assess({ text: '火灾。'.repeat(10_000) })

    expect(rules.map(({ id }) => id)).toEqual(['fire'])
    expect(rules[0]?.matches.length).toBeLessThanOrEqual(50)
    expect(reasons.map(({ words }) => words)).toContain('同样的词反复出现过多，其余未再计入')
  })

  test('thousands of figures are read in part, and that is told', () => {
    expect(reasonsOf('事故造成1人死亡、2人受伤。'.repeat(1000))).toContain('文中数字过多，其余未再读取')
  })

  test('an ordinary text has none of these reasons', () => {
    const said = reasonsOf('天津市和平区一栋居民楼昨晚起火，造成3人死亡、5人受伤。')

    expect(said.filter((words) => /过长|过多/.test(words))).toEqual([])
  })
})

test('impossible dates and numbers are not read as any', () => {
  const { facts, occurred } = assess({ text: '13月45日25时99分发生火灾，造成-5人死亡、1e9人受伤、99999999999人失踪。' })

  expect(occurred).toBeNull()
  expect([facts.injuries?.value ?? null, facts.missing]).not.toContain(99_999_999_999)
  expect(facts.missing).toBeNull()
})

test('no text at all makes it fail, and twice gives the same', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom('火灾', '死亡', '3人', '\ud83d', '\u0000', '“', '（', '9月15日', '强*拆', '火zai', '其中', '网传', '。', '，')
  )
  const text = fc.array(unit, { maxLength: 40 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.option(text), fc.option(text), (title, body) => {
      const first = assess({ title, text: body })
      expect(Assessment.safeParse(first).success).toBe(true)
      expect(assess({ title, text: body })).toEqual(first)
    }),
    { numRuns: 300, seed: 11 }
  )
})
