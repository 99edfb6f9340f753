import { describe, expect, test } from 'vitest'
import type { FactName, Facts } from '../../../../core/assessment.ts'
import { GradingTable, type Measure } from '../../../../core/grading.ts'
import type { ContextWords } from '../../../../core/lexicon.ts'
import type { Mention } from '../../../../core/mention.ts'
import type { Rule } from '../../../../core/rule.ts'
import { gradeContent, type ContentGrade } from '../../../../pipeline/steps/grade-content.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { mentionOf } from '../../../support/mention.ts'
import { contextIn, factsOf, firedBy } from '../../../support/step-parts.ts'

interface Given {
  readonly mention?: Partial<Mention>
  readonly text?: string
  readonly facts?: Facts
  readonly rules?: readonly Partial<Rule>[]
  readonly contexts?: readonly ContextWords['id'][]
  readonly eventType?: string
}

type RowDraft = Partial<GradingTable['rows'][number]>

/** Graded by a table of these rows: of the event and III unless told otherwise. */
function gradedBy(
  rows: readonly RowDraft[],
  { mention = {}, text = '有人占道', facts = factsOf({}), rules = [{}], contexts = [], eventType }: Given
): ContentGrade {
  const table = GradingTable.parse({
    version: '1',
    rows: rows.map((row, at) => ({ id: `row-${at}`, of: 'event', grade: 'III', words: '达到标准', source: '某办法', ...row }))
  })
  const contentGradeOf = gradeContent({
    grading: table,
    sources: [
      { id: 'central-daily', name: '某中央媒体', mediaTier: 'central' },
      { id: 'province-daily', name: '某省级媒体', mediaTier: 'provincial' },
      { id: 'city-daily', name: '某市级媒体', mediaTier: 'city' }
    ]
  })
  const document = normalise({ title: null, text })
  return contentGradeOf(
    mentionOf({ text, ...mention }),
    document.plain,
    facts,
    rules.map((rule) => firedBy(document, ['占道'], rule)),
    contexts.map((id) => contextIn(document, '占道', { id })),
    eventType ?? null
  )
}

const reaches = (measure: Measure, least: number): RowDraft => ({ when: { [measure]: least } })
const always = reaches('mentions', 1)

describe('no grade', () => {
  test.each(['drill', 'fiction', 'denial', 'aggregate', 'history'] as const)('for %s, with the reason', (id) => {
    expect(gradedBy([always], { contexts: ['routine', id] })).toEqual({
      grade: null,
      explanation: { eventGrade: null, opinionGrade: null, reasons: [], wouldChange: [] },
      reasons: [{ step: 'grade-content', words: `${id}，不定级`, weight: -1 }]
    })
  })

  test('a context that only lowers the relevance takes none away', () => {
    expect(gradedBy([always], { contexts: ['routine'] })).toMatchObject({ grade: 'III', reasons: [] })
  })

  test('a real event at a drill has one; a real one in a novel has none', () => {
    expect(gradedBy([always], { contexts: ['drill', 'real'] }).grade).toBe('III')
    expect(gradedBy([always], { contexts: ['fiction', 'real'] }).grade).toBeNull()
  })

  test('for what the text finds to be no accident', () => {
    const { grade, reasons } = gradedBy([always], { text: '占道死亡，系突发疾病死亡。' })

    expect(grade).toBeNull()
    expect(reasons).toMatchObject([{ words: '文中认定不属于事故，不定级' }])
  })

  test('where nothing fired and nothing is counted', () => {
    const { grade, reasons } = gradedBy([always], { rules: [] })

    expect(grade).toBeNull()
    expect(reasons).toMatchObject([{ words: '没有规则命中，也没有伤亡或损失数字' }])
  })

  test('either is enough to look at the table', () => {
    expect(gradedBy([always], { rules: [], facts: factsOf({ deaths: 1 }) }).grade).toBe('III')
    expect(gradedBy([always], {}).grade).toBe('III')
  })
})

describe('what the table is held against', () => {
  test.each<FactName>(['deaths', 'seriousInjuries', 'injuries', 'missing', 'trapped', 'evacuated', 'lossYuan', 'poisoned', 'areaSquareMetres'])(
    '%s as the text counts them',
    (name) => {
      expect(gradedBy([reaches(name, 3)], { facts: factsOf({ [name]: 3 }) }).grade).toBe('III')
      expect(gradedBy([reaches(name, 3)], { facts: factsOf({ [name]: 2 }) }).grade).toBeNull()
      expect(gradedBy([reaches(name, 0)], {}).grade).toBeNull()
    }
  )

  test.each<Measure>(['mentions', 'sources', 'sourceKinds'])('one mention alone counts 1 of %s', (measure) => {
    expect(gradedBy([reaches(measure, 1)], {}).grade).toBe('III')
    expect(gradedBy([reaches(measure, 2)], {}).grade).toBeNull()
  })

  test('readers, and who liked, answered or passed on', () => {
    const mention = { engagement: { views: 900, likes: 10, comments: 20, reposts: 30 } }

    expect(gradedBy([reaches('views', 900)], { mention }).grade).toBe('III')
    expect(gradedBy([reaches('views', 901)], { mention }).grade).toBeNull()
    expect(gradedBy([reaches('interactions', 60)], { mention }).grade).toBe('III')
    expect(gradedBy([reaches('interactions', 61)], { mention }).grade).toBeNull()
  })

  test('what nobody knows satisfies nothing', () => {
    for (const measure of ['views', 'interactions', 'negativeShare', 'mentionsPerHour', 'ruleGrade'] as const) {
      expect(gradedBy([reaches(measure, 0)], {}).grade).toBeNull()
    }
  })

  test.each<[string, Partial<Mention>, Measure | null]>([
    ['a central paper by its id', { sourceId: 'central-daily' }, 'centralMedia'],
    ['a central paper by its name', { source: '某中央媒体' }, 'centralMedia'],
    ['a provincial paper', { sourceId: 'province-daily' }, 'provincialMedia'],
    ['a configured source whatever it calls itself', { sourceId: 'province-daily', source: '某中央媒体' }, 'provincialMedia'],
    ['a city paper', { sourceId: 'city-daily' }, null],
    ['a source that nobody knows', { source: '某站' }, null]
  ])('the tier of the medium: %s', (_, mention, tier) => {
    for (const measure of ['centralMedia', 'provincialMedia'] as const) {
      expect(gradedBy([reaches(measure, 1)], { mention }).grade).toBe(measure === tier ? 'III' : null)
    }
  })

  test('the highest grade that a rule gives by its words', () => {
    const rules = [{ grade: 'IV' }, { grade: 'II' }, {}] as const

    expect(gradedBy([reaches('ruleGrade', 3)], { rules }).grade).toBe('III')
    expect(gradedBy([reaches('ruleGrade', 4)], { rules }).grade).toBeNull()
  })

  test('the kind of happening', () => {
    const rows = [{ ...always, eventTypes: ['火灾'] }]

    expect(gradedBy(rows, { eventType: '火灾' }).grade).toBe('III')
    expect(gradedBy(rows, { eventType: '地震' }).grade).toBeNull()
  })
})

test('the graver of the event’s grade and the opinion’s is the grade', () => {
  const opinion = { ...always, of: 'opinion', grade: 'II' } as const

  expect(gradedBy([always, opinion], {})).toMatchObject({ grade: 'II', explanation: { eventGrade: 'III', opinionGrade: 'II' } })
})

test('the explanation shows the words that state the figure', () => {
  const { explanation } = gradedBy([reaches('deaths', 3)], { facts: factsOf({ deaths: { value: 3, text: '3人死亡' }, injuries: 1 }) })

  expect(explanation.reasons).toMatchObject([{ row: 'row-0', evidence: ['3人死亡'] }])
})
