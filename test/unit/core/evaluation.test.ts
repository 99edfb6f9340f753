import { describe, expect, it } from 'vitest'
import { changesBetween } from '../../../core/evaluation/backtest.ts'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import type { Label } from '../../../core/evaluation/label.ts'
import type { Verdict } from '../../../core/evaluation/verdict.ts'

const nothing: Verdict = {
  relevant: false,
  grade: null,
  departments: [],
  facts: {
    deaths: null,
    seriousInjuries: null,
    injuries: null,
    missing: null,
    trapped: null,
    evacuated: null,
    lossYuan: null,
    poisoned: null,
    areaSquareMetres: null
  },
  rules: [],
  reasons: ['没有规则命中']
}
const greens = { id: 'greens', name: '绿化处' }
const roads = { id: 'roads', name: '道路处' }
const verdict = (part: Partial<Verdict>): Verdict => ({ ...nothing, ...part })
const labelled = (id: string, label: Label, part: Partial<Verdict> = {}) => ({ id, label, verdict: verdict(part) })

describe('evaluating labelled mentions', () => {
  it('counts what was found, missed and raised in vain, and by which rules', () => {
    const { relevance, rules, misses } = evaluate([
      labelled('found', { relevant: true }, { relevant: true, rules: ['fire', 'smoke'] }),
      labelled('found-by-one', { relevant: true }, { relevant: true, rules: ['fire'] }),
      labelled('missed', { relevant: true }),
      labelled('vain', { relevant: false }, { relevant: true, rules: ['smoke'] }),
      labelled('quiet', { relevant: false }),
      labelled('debatable', { relevant: null }, { relevant: true, rules: ['smoke'] })
    ])
    expect(relevance).toEqual({ judged: 5, right: 2, missed: 1, falseAlarms: 1, precision: 0.6667, recall: 0.6667, f1: 0.6667 })
    expect(rules).toEqual([
      { id: 'smoke', hits: 1, alone: 0, falseHits: 1 },
      { id: 'fire', hits: 2, alone: 1, falseHits: 0 }
    ])
    expect(misses.map(({ id, kind, reasons }) => [id, kind, reasons])).toEqual([
      ['missed', 'missed', ['没有规则命中']],
      ['vain', 'false-alarm', ['没有规则命中']]
    ])
  })

  it('tells a grade that is too low from one that is too high, and from none', () => {
    const { grade, misses } = evaluate([
      labelled('right', { grade: 'II' }, { grade: 'II' }),
      labelled('none', { grade: null }),
      labelled('low', { grade: 'II' }, { grade: 'III' }),
      labelled('lost', { grade: 'IV' }),
      labelled('high', { grade: null }, { grade: 'IV' }),
      labelled('unjudged', {}, { grade: 'I' })
    ])
    expect(grade).toMatchObject({
      judged: 5,
      accuracy: 0.4,
      under: 2,
      over: 1,
      confusion: { II: { II: 1, III: 1 }, IV: { none: 1 }, none: { IV: 1, none: 1 } }
    })
    expect(misses.map(({ id, kind }) => [id, kind])).toEqual([
      ['low', 'under-graded'],
      ['lost', 'under-graded'],
      ['high', 'over-graded']
    ])
  })

  it('takes a department by id or name, first or among three', () => {
    const { departments, misses } = evaluate([
      labelled('first', { departments: ['greens'] }, { departments: [greens, roads] }),
      labelled('second', { departments: ['道路处'] }, { departments: [greens, roads] }),
      labelled('none', { departments: ['道路处'] })
    ])
    expect(departments).toMatchObject({ judged: 3, top1: 0.3333, top3: 0.6667 })
    expect(departments.each[0]).toEqual({ department: '道路处', expected: 2, first: 0, amongThree: 1 })
    expect(misses.map(({ expected, given }) => [expected, given])).toEqual([
      ['道路处', '绿化处、道路处'],
      ['道路处', '无']
    ])
  })

  it('keeps "not said" and "none" apart', () => {
    const { facts, misses } = evaluate([
      labelled('right', { facts: { deaths: null, injuries: 0 } }, { facts: { ...nothing.facts, injuries: 0 } }),
      labelled('guessed', { facts: { deaths: null } }, { facts: { ...nothing.facts, deaths: 0 } })
    ])
    expect(facts).toEqual([
      { fact: 'deaths', judged: 2, right: 1, wrong: 1 },
      { fact: 'injuries', judged: 1, right: 1, wrong: 0 }
    ])
    expect(misses).toMatchObject([{ id: 'guessed', expected: '死亡 未提及', given: '死亡 0' }])
  })

  it('has no shares where nothing is judged', () => {
    expect(evaluate([]).relevance).toMatchObject({ precision: null, recall: null, f1: null })
  })
})

describe('what would change between two rule sets', () => {
  const shown = verdict({ relevant: true, grade: 'IV', departments: [greens], rules: ['tree'], reasons: [] })

  it.each([
    ['appears', nothing, shown, ['appear'], ['+tree']],
    ['vanishes', shown, nothing, ['vanish'], ['-tree']],
    ['moves', shown, verdict({ ...shown, grade: 'III', departments: [roads], rules: ['tree', 'road'] }), ['grade', 'department'], ['+road']],
    ['stays', shown, verdict({ ...shown, rules: ['tree', 'road'] }), [], []],
    ['is seen by nobody', nothing, verdict({ grade: 'IV', rules: ['tree'] }), [], []]
  ] as const)('a mention that %s', (_, before, after, kinds, by) => {
    const changes = changesBetween('m', before, after)
    expect(changes.map(({ kind }) => kind)).toEqual(kinds)
    expect(changes[0]?.by ?? []).toEqual(by)
  })

  it('is explained by reasons where no rule changed', () => {
    const [change] = changesBetween('m', shown, verdict({ ...shown, relevant: false, reasons: ['消防演练，下调'] }))
    expect(change).toMatchObject({ kind: 'vanish', by: [], why: ['+消防演练，下调'] })
  })
})
