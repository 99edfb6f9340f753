import { describe, expect, it } from 'vitest'
import { gradeBy } from '../../../core/grade-table.ts'
import { GradingTable, Measure, type Measures } from '../../../core/grading.ts'

const table = GradingTable.parse({
  version: 'test',
  rows: [
    { id: 'deaths-ii', of: 'event', grade: 'II', words: '死亡10人以上', when: { deaths: 10 }, source: '第493号令第三条' },
    {
      id: 'casualties-iii',
      of: 'event',
      grade: 'III',
      words: '死亡3人或重伤10人以上',
      anyOf: { deaths: 3, seriousInjuries: 10 },
      exceptEventTypes: ['地震'],
      source: '第493号令第三条'
    },
    { id: 'quake-iii', of: 'event', grade: 'III', words: '地震死亡10人以上', when: { deaths: 10 }, eventTypes: ['地震'], source: '国家地震应急预案' },
    { id: 'heat-iii', of: 'opinion', grade: 'III', words: '百条以上且三类来源', when: { mentions: 100, sourceKinds: 3 }, source: '本单位' }
  ]
})

function measures(known: Partial<Record<Measure, number>>): Measures {
  return Object.fromEntries(Measure.options.map((measure) => [measure, known[measure] ?? null])) as Measures
}

describe('the decision table', () => {
  it.each([
    [{ deaths: 2 }, null, null],
    [{ deaths: 3 }, 'III', null],
    [{ seriousInjuries: 10 }, 'III', null],
    [{ deaths: 10 }, 'II', null],
    [{ mentions: 100 }, null, null],
    [{ mentions: 100, sourceKinds: 3 }, null, 'III'],
    [{ deaths: 12, mentions: 500, sourceKinds: 5 }, 'II', 'III'],
    [{}, null, null]
  ])('%j gives event %s and opinion %s', (known, event, opinion) => {
    expect(gradeBy(table, measures(known), '爆炸')).toMatchObject({ eventGrade: event, opinionGrade: opinion })
  })

  it('holds an earthquake against its own thresholds', () => {
    expect(gradeBy(table, measures({ deaths: 4 }), '地震').eventGrade).toBeNull()
    expect(gradeBy(table, measures({ deaths: 4 }), '火灾').eventGrade).toBe('III')
  })

  it('says what it found, what it was held against, and what would make it worse', () => {
    const explanation = gradeBy(table, measures({ deaths: 4 }), '火灾', { deaths: '造成4人死亡' })
    expect(explanation.reasons[0]).toMatchObject({ row: 'casualties-iii', evidence: ['造成4人死亡'] })
    expect(explanation.reasons[0]?.conditions[0]).toEqual({ measure: 'deaths', found: 4, threshold: '≥ 3', held: true, alternative: true })
    expect(explanation.wouldChange.map(({ row }) => row)).toEqual(['deaths-ii'])
  })

  it('takes an unknown measure for nothing, not for zero', () => {
    const zero = GradingTable.parse({ version: 'z', rows: [{ id: 'z', of: 'event', grade: 'IV', words: '零', when: { deaths: 0 }, source: 's' }] })
    expect(gradeBy(zero, measures({}), null).eventGrade).toBeNull()
    expect(gradeBy(zero, measures({ deaths: 0 }), null).eventGrade).toBe('IV')
  })
})
