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

  it('names the gravest row first, and of those that did not fire at most four', () => {
    const explanation = gradeBy(table, measures({ deaths: 12, mentions: 500, sourceKinds: 5 }), '爆炸')
    expect(explanation.reasons.map(({ row }) => row)).toEqual(['deaths-ii', 'casualties-iii', 'heat-iii'])
    const reversed = { ...table, rows: [...table.rows].reverse() }
    expect(gradeBy(reversed, measures({ deaths: 12 }), '爆炸').reasons.map(({ row }) => row)).toEqual(['deaths-ii', 'casualties-iii'])
    const many = GradingTable.parse({
      version: 'many',
      rows: [1, 2, 3, 4, 5, 6].map((n) => ({ id: `r${n}`, of: 'event', grade: 'IV', words: 'r', when: { deaths: n }, source: 's' }))
    })
    expect(gradeBy(many, measures({}), null).wouldChange.map(({ row }) => row)).toEqual(['r1', 'r2', 'r3', 'r4'])
  })

  it('calls a threshold held that is just reached, and one number alone no alternative', () => {
    const one = GradingTable.parse({
      version: 'one',
      rows: [{ id: 'one', of: 'event', grade: 'IV', words: '一', anyOf: { deaths: 3 }, source: 's' }]
    })
    expect(gradeBy(one, measures({ deaths: 3 }), null).reasons[0]?.conditions).toEqual([
      { measure: 'deaths', found: 3, threshold: '≥ 3', held: true }
    ])
  })

  it('leaves rows of one kind of happening out where the kind is another or unknown', () => {
    const quake = { deaths: 10 }
    expect(gradeBy(table, measures(quake), '地震').reasons.map(({ row }) => row)).toEqual(['deaths-ii', 'quake-iii'])
    expect(gradeBy(table, measures(quake), null).reasons.map(({ row }) => row)).toEqual(['deaths-ii', 'casualties-iii'])
    expect(gradeBy(table, measures(quake), '火灾').reasons.map(({ row }) => row)).toEqual(['deaths-ii', 'casualties-iii'])
  })

  it('gives no grade by a row that asks for nothing', () => {
    const empty = GradingTable.parse({ version: 'e', rows: [{ id: 'e', of: 'event', grade: 'I', words: '空', source: 's' }] })
    expect(gradeBy(empty, measures({ deaths: 99 }), null).eventGrade).toBeNull()
  })

  it('counts a row as near by what still misses most of what must hold', () => {
    const both = GradingTable.parse({
      version: 'near',
      rows: [
        { id: 'half', of: 'event', grade: 'IV', words: '半', when: { deaths: 10, missing: 10 }, source: 's' },
        { id: 'most', of: 'event', grade: 'IV', words: '多', when: { injuries: 10 }, anyOf: { trapped: 10, evacuated: 100 }, source: 's' }
      ]
    })
    const found = measures({ deaths: 9, missing: 2, injuries: 6, trapped: 7, evacuated: 1 })
    expect(gradeBy(both, found, null).wouldChange.map(({ row }) => row)).toEqual(['most', 'half'])
  })

  it('takes an unknown measure for nothing, not for zero', () => {
    const zero = GradingTable.parse({ version: 'z', rows: [{ id: 'z', of: 'event', grade: 'IV', words: '零', when: { deaths: 0 }, source: 's' }] })
    expect(gradeBy(zero, measures({}), null).eventGrade).toBeNull()
    expect(gradeBy(zero, measures({ deaths: 0 }), null).eventGrade).toBe('IV')
  })
})
