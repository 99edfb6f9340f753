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

  it.each([
    ['(?<!发展)中国', '(?:^|[^展]|(?:^|[^发])展)中国', ['中国队', '强国中国', '展中国'], ['发展中国家']],
    ['中国(?!足球)', '中国(?:[^足]|$|足(?:[^球]|$))', ['中国', '中国足迹', '中国足'], ['中国足球']],
    ['(?<=天津)爆炸', '(?:天津)爆炸', ['天津爆炸'], ['爆炸']],
    ['(?<!不|没)满意', '(?:^|[^不没])满意', ['满意', '很满意'], ['不满意', '没满意']],
    ['(?<![a-z0-9])ai\\d', '(?:^|[^a-z0-9])ai\\d', ['ai4', '说ai4'], ['mai4']]
  ])('carries %s over where what it looks at stands at its edges', (pattern, translated, found, not) => {
    const { rules } = readTrendRadar(`火灾\n/${pattern}/\n`)
    expect(rules[0]?.any[1]).toEqual({ pattern: translated })
    for (const text of found) expect([text, new RegExp(translated).test(text)]).toEqual([text, true])
    for (const text of not) expect([text, new RegExp(translated).test(text)]).toEqual([text, false])
    for (const text of [...found, ...not]) expect(new RegExp(pattern).test(text)).toBe(new RegExp(translated).test(text))
  })

  it('tells what looks around for more than a row of characters', () => {
    const { faults } = readTrendRadar('火灾\n/中国(?!家队|队)/\n')
    expect(faults).toMatchObject([{ line: 2, column: 1, reason: expect.stringContaining('环视') as string }])
  })

  it('tells names and patterns that are not closed, and words of marks alone', () => {
    const { rules, faults } = readTrendRadar('火灾\n[没有结束\n[]\n/未闭合\n//\n[后面]\n！！\n')
    expect(rules).toMatchObject([{ any: ['火灾'] }])
    expect(faults.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '2 组名没有写完，应为 [名称]：[没有结束',
      '3 组名没有写完，应为 [名称]：[]',
      '4 正则没有写完，应为 /…/：/未闭合',
      '5 正则没有写完，应为 /…/：//',
      '6 组名只能写在一组的第一行：[后面]',
      '7 “！！”只有标点符号，不能作词'
    ])
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
