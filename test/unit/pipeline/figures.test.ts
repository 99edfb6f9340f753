import { describe, expect, test } from 'vitest'
import { followBit, leadBit, readFigures } from '../../../pipeline/facts/figures.ts'
import { harmBit } from '../../../pipeline/facts/harm-words.ts'

const figuresOf = readFigures(['女子', '工人'])

describe('a number where people may be counted', () => {
  test.each([
    ['3人死亡', { at: 0, follows: followBit.counted | followBit.harmed, ahead: harmBit.deaths }],
    ['约1.2万多名群众被困', { at: 1, follows: followBit.counted | followBit.held, ahead: harmBit.trapped }],
    ['一女子受伤', { at: 0, follows: followBit.person, ahead: harmBit.injuries }],
    ['死亡人数:1,203人', { at: 5, follows: followBit.counted | followBit.harmed, behind: harmBit.deaths }],
    ['失踪者由3增至8', { at: 4, follows: 0, leads: leadBit.change, behind: harmBit.missing }],
    ['死3伤5', { at: 1, leads: leadBit.death }],
    ['三男两女', { at: 0, follows: followBit.men }]
  ])('%s', (sentence, expected) => {
    expect(figuresOf(sentence)[0]).toMatchObject(expected)
  })

  test('sees no harm beyond its clause', () => {
    expect(figuresOf('来了3人,一切如常,无人死亡')[0]).toMatchObject({ ahead: 0, behind: 0 })
  })

  test.each(['2026年5月', '第3级台阶', '百分之三的人', '没有数字的句子', ''])('none in %s', (sentence) => {
    expect(figuresOf(sentence)).toEqual([])
  })
})
