import { describe, expect, it } from 'vitest'
import { outlookOf } from '../../../core/grade-outlook.ts'
import { gradeBy } from '../../../core/grade-table.ts'
import { moreSevere } from '../../../core/grade.ts'
import { GradingTable, Measure, type Measures } from '../../../core/grading.ts'
import { policy } from '../../support/incidents.ts'

const table = GradingTable.parse({
  version: 'test',
  rows: [
    { id: 'dead-10', of: 'event', grade: 'II', words: '10人以上死亡或50人以上重伤', anyOf: { deaths: 10, seriousInjuries: 50 }, source: '493号' },
    { id: 'dead-3', of: 'event', grade: 'III', words: '3人以上死亡', when: { deaths: 3 }, source: '493号' },
    { id: 'wave', of: 'opinion', grade: 'III', words: '百条且负面过半', when: { mentions: 100, negativeShare: 0.5 }, source: '本单位' },
    { id: 'talk', of: 'opinion', grade: 'IV', words: '三条', when: { mentions: 3 }, source: '本单位' }
  ]
})
const easing = { afterHours: 48, afterObservations: 3, source: '本单位' }

function judged(known: Partial<Record<Measure, number>>, gradeStatus: 'machine' | 'confirmed' = 'machine') {
  const measures = Object.fromEntries(Measure.options.map((measure) => [measure, known[measure] ?? null])) as Measures
  const explanation = gradeBy(table, measures, null)
  const { eventGrade, opinionGrade } = explanation
  return { grade: moreSevere(eventGrade, opinionGrade), eventGrade, gradeStatus, explanation, policy }
}

describe('what would change a grade', () => {
  it('says how much each row still wants, and that one of its numbers is enough', () => {
    const { raise } = outlookOf(judged({ deaths: 4, mentions: 20, negativeShare: 0.2 }), easing)
    expect(raise).toEqual([
      expect.objectContaining({
        row: 'dead-10',
        missing: [
          { measure: 'deaths', found: 4, needed: 10, short: 6, alternative: true },
          { measure: 'seriousInjuries', found: null, needed: 50, short: null, alternative: true }
        ]
      }),
      expect.objectContaining({
        row: 'wave',
        missing: [
          { measure: 'mentions', found: 20, needed: 100, short: 80, alternative: false },
          { measure: 'negativeShare', found: 0.2, needed: 0.5, short: 0.3, alternative: false }
        ]
      })
    ])
  })

  it('groups the numbers by the three factors of the notice', () => {
    const { factors } = outlookOf(judged({ deaths: 4, mentions: 20 }), easing)
    expect(factors.map(({ factor, measures }) => [factor, measures.map(({ measure, found }) => [measure, found])])).toEqual([
      [
        'content',
        [
          ['deaths', 4],
          ['seriousInjuries', null]
        ]
      ],
      [
        'reaction',
        [
          ['mentions', 20],
          ['negativeShare', null]
        ]
      ],
      ['media', []]
    ])
  })

  it('asks for no more of what a row has', () => {
    const { raise } = outlookOf(judged({ mentions: 120, negativeShare: 0.2 }), easing)
    expect(raise.find(({ row }) => row === 'wave')?.missing.map(({ measure }) => measure)).toEqual(['negativeShare'])
  })

  it.each([
    [judged({}), easing, '没有等级可以下调'],
    [judged({ deaths: 12 }), easing, '下调重大须两人办理，各写明理由；机器不下调'],
    [judged({ deaths: 3 }, 'confirmed'), easing, '较大由人核定，只由人写明理由下调'],
    [judged({ deaths: 3 }), easing, '较大只由人写明理由下调；机器不下调'],
    [judged({ mentions: 120, negativeShare: 0.6 }), easing, '舆情连续 48 小时低于门槛、其间看过 3 次以上，机器下调；红线条款除外；或由人写明理由下调']
  ] as const)('says it in words', (state, rule, words) => {
    expect(outlookOf(state, rule).lower.words).toBe(words)
  })

  it.each([
    ['no grade at all', judged({}), easing, 'nothing', []],
    ['a grade of the event', judged({ deaths: 3 }), easing, 'one-person', ['dead-3']],
    ['a grade of the opinion alone', judged({ mentions: 120, negativeShare: 0.6 }), easing, 'calm', ['wave']],
    ['the same where machines lower nothing', judged({ mentions: 120, negativeShare: 0.6 }), null, 'one-person', ['wave']],
    ['the lowest grade', judged({ mentions: 3 }), easing, 'one-person', ['talk']],
    ['a grade that a person confirmed', judged({ mentions: 120, negativeShare: 0.6 }, 'confirmed'), easing, 'one-person', ['wave']],
    ['a major grade', judged({ deaths: 12, mentions: 120, negativeShare: 0.6 }), easing, 'two-persons', ['dead-10']]
  ] as const)('says who may lower %s', (_, state, rule, by, heldBy) => {
    expect(outlookOf(state, rule).lower).toMatchObject({ by, heldBy })
  })
})
