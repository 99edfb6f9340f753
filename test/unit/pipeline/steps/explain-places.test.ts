import { describe, expect, test } from 'vitest'
import type { Reason } from '../../../../core/assessment.ts'
import { explainPlaces, type Division } from '../../../../pipeline/steps/explain-places.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'

/** Divisions as the text names them; ours are those of 91, elsewhere those of 92. */
function explain(text: string, named: readonly { words: string; name?: string; code: string; by?: Division['by'] }[]): Reason[] {
  const document = normalise({ title: null, text })
  const divisions = named.map(({ words, name = words, code, by = 'only' }): Division => {
    const start = document.plain.indexOf(words)
    const entry: Division['entry'] = { code, name, level: 'district', aliases: [] }
    return { start, end: start + words.length, entry, ours: code.startsWith('91'), elsewhere: code.startsWith('92'), by }
  })
  return explainPlaces(document, '甲市', divisions)
}

test('nothing is said of a text without divisions', () => {
  expect(explain('街上', [])).toEqual([])
})

test('what speaks for us and what for elsewhere are told apart, with their words', () => {
  const named = [
    { words: '东区', code: '910101' },
    { words: '乙市', code: '9201' },
    { words: '某国', code: '93' }
  ]

  expect(explain('东区和乙市和某国', named)).toEqual([
    { step: 'find-places', words: '在甲市的地名：东区', weight: 0, evidence: [{ text: '东区', offset: 0 }] },
    { step: 'find-places', words: '甲市以外的地名：乙市', weight: 0, evidence: [{ text: '乙市', offset: 3 }] }
  ])
})

test('a division is named once, five at most', () => {
  const district = (words: string, name?: string) => ({ words, ...(name !== undefined && { name }), code: '910101' })
  const twice = [district('东区'), district('东城', '东区')]
  const many = ['一区', '二区', '三区', '四区', '五区', '六区'].map((words) => district(words))

  expect(explain('东区东城', twice)[0]?.words).toBe('在甲市的地名：东区')
  expect(explain('一区二区三区四区五区六区', many)).toMatchObject([{ words: '在甲市的地名：一区、二区、三区、四区、五区', evidence: { length: 5 } }])
})

describe('how a name was read is said where it could mean several', () => {
  test.each<[Division['by'], string]>([
    ['parent', '按文中的上级地名'],
    ['region', '按来源所在地'],
    ['ours', '按本辖区'],
    ['first', '重名，未能判断，取第一个'],
    ['source', '按来源所在地']
  ])('%s', (by, why) => {
    expect(explain('本区起火', [{ words: '本区', name: '东区', code: '930101', by }])).toEqual([
      { step: 'find-places', words: `「本区」读作东区(930101)，${why}`, weight: 0, evidence: [{ text: '本区', offset: 0 }] }
    ])
  })

  test('of five at most, those that need no telling left out', () => {
    const named = Array.from('一二三四五六七').map((digit, at) => ({
      words: `${digit}区`,
      code: '930101',
      by: at === 0 ? ('only' as const) : ('first' as const)
    }))

    expect(explain('一区二区三区四区五区六区七区', named).map(({ words }) => words.slice(0, 4))).toEqual([
      '「二区」',
      '「三区」',
      '「四区」',
      '「五区」',
      '「六区」'
    ])
  })
})
