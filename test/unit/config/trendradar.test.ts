import { describe, expect, it } from 'vitest'
import { readTrendRadar } from '../../../config/trendradar.ts'

describe('a word file of TrendRadar', () => {
  it('gives a rule a group, with what must be there, what must not, patterns, and names', () => {
    const { rules, faults } = readTrendRadar(
      [
        '# 说明',
        '[GLOBAL_FILTER]',
        '震惊',
        '',
        '[WORD_GROUPS]',
        '[城市道路]',
        '塌陷',
        '+道路',
        '!演习',
        '/路面(塌|陷)/ => 塌陷',
        '@5',
        '',
        '停水',
        '断水 => 供水'
      ].join('\n')
    )
    expect(faults).toEqual([])
    expect(rules).toEqual([
      { name: '城市道路', line: 6, all: ['道路'], any: ['塌陷', { pattern: '路面(塌|陷)' }], none: ['演习', '震惊'], mostShown: 5 },
      { name: '供水', line: 13, all: [], any: ['停水', '断水'], none: ['震惊'], mostShown: null }
    ])
  })

  it('keeps a pattern that only looks around its edges, as one that takes the edge in', () => {
    const { rules } = readTrendRadar('/(?<![a-z])ai(?![a-z])/ => 人工智能\n')
    expect(rules).toMatchObject([{ name: '人工智能', any: [{ pattern: '(?:^|[^a-z])ai(?:[^a-z]|$)' }] }])
  })

  it('tells what it cannot carry over with line and column, and reads the rest', () => {
    const { rules, faults } = readTrendRadar('火灾\n  /(?=火)灾/\n@很多\n\n!只有过滤\n')
    expect(rules).toMatchObject([{ name: '火灾', any: ['火灾'] }])
    expect(faults.map(({ line, column }) => [line, column])).toEqual([
      [2, 3],
      [3, 1],
      [5, 1]
    ])
  })
})
