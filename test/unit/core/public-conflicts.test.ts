import { describe, expect, test } from 'vitest'
import { publicClaims } from '../../../core/public-claims.ts'
import { publicConflicts, type PublicText } from '../../../core/public-conflicts.ts'
import { at } from '../../support/incidents.ts'

function says(unit: string, text: string, clock = '12:00'): PublicText {
  return { unit, what: '口径第 1 版', at: at(clock), url: null, claims: publicClaims(text, at(clock)) }
}

function conflicts(one: string, other: string): string[] {
  return publicConflicts([says('应急局', one), says('卫健委', other)]).map(({ sort, about }) => `${sort} ${about}`)
}

describe('two units contradict each other', () => {
  test.each([
    ['爆炸造成3人死亡。', '爆炸已致5人死亡。', 'figure 死亡'],
    ['造成3名工人死亡', '死亡人数升至4人', 'figure 死亡'],
    ['十二人受伤', '13人受伤', 'figure 受伤'],
    ['未造成人员伤亡', '造成1人死亡', 'figure 死亡'],
    ['2人失联', '3人失踪', 'figure 失联'],
    ['起火原因为电线短路。', '火灾系燃气泄漏所致。', 'cause 原因'],
    ['事故原因正在调查。', '事故原因为操作不当。', 'cause 原因'],
    ['3月12日，临江区一工厂发生火灾', '3月12日，望江区一工厂发生火灾', 'place 区县'],
    ['今日，滨河路一饭店发生爆炸', '今日，解放路一饭店发生爆炸', 'place 道路'],
    ['3月12日8时，临江区一工厂发生火灾', '3月12日10时，临江区一工厂发生火灾', 'time 事发时间'],
    ['3月12日8时05分发生火灾', '3月12日8时25分发生火灾', 'time 事发时间']
  ])('%s / %s', (one, other, what) => {
    expect(conflicts(one, other)).toEqual([what])
  })
})

describe('two units agree', () => {
  test.each([
    ['爆炸造成3人死亡。', '截至12时，已有三人死亡，伤员正在救治。'],
    ['3人死亡', '5人受伤'],
    ['一处3人死亡，另一处2人死亡', '造成3人死亡'],
    ['起火原因为电气线路短路。', '火灾系电气线路短路引发。'],
    ['原因正在调查', '事故原因有待进一步调查'],
    ['今日上午临江区滨河路一饭店发生爆炸', '滨河路一饭店发生爆炸'],
    ['3月12日8时许发生火灾', '3月12日8时10分发生火灾'],
    ['网传50人死亡不实，实际3人死亡', '造成3人死亡'],
    ['截至3月12日14时，火灾已扑灭', '3月12日8时发生火灾'],
    ['', '造成3人死亡']
  ])('%s / %s', (one, other) => {
    expect(conflicts(one, other)).toEqual([])
  })
})

test('the newest word of a unit counts, on each thing by itself', () => {
  const earlier = says('应急局', '造成3人死亡，2人失联', '10:00')
  const later = says('应急局', '造成5人死亡', '14:00')
  const found = publicConflicts([earlier, later, says('卫健委', '造成5人死亡，4人失联', '13:00')])
  expect(found.map(({ about, sides }) => [about, sides.map(({ passage }) => passage)])).toEqual([
    ['失联', ['造成5人死亡，4人失联', '造成3人死亡，2人失联']]
  ])
})

test('shows both passages with who says them, and has the same id whoever is named first', () => {
  const [a, b] = [says('应急局', '造成3人死亡'), says('卫健委', '造成5人死亡')]
  const [one] = publicConflicts([a, b])
  expect(one?.sides.map(({ unit, passage }) => `${unit}：${passage}`)).toEqual(['卫健委：造成5人死亡', '应急局：造成3人死亡'])
  expect(publicConflicts([b, a])[0]?.id).toBe(one?.id)
})

test('a text of any length is read in part, and gives no more than sixty statements', () => {
  expect(publicClaims('3人死亡、'.repeat(100_000), at('12:00'))).toHaveLength(60)
})
