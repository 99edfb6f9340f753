import { describe, expect, it } from 'vitest'
import { segmentsOf, sentenceAround, termsOf } from '../../../dashboard/mentions/segments.ts'

const text = '仓库发生爆炸,造成3人死亡。<b>原因</b>待查'
const marks = [
  { offset: 4, length: 2, kind: 'rule' as const, label: '规则' },
  { offset: 9, length: 4, kind: 'fact' as const, label: '死亡 3' }
]

describe('a text with its evidence marked', () => {
  it('is cut at its marks and loses nothing', () => {
    const segments = segmentsOf(text, marks, [])
    expect(segments.filter((segment) => segment.kind !== null).map(({ text: words, kind }) => [words, kind])).toEqual([
      ['爆炸', 'rule'],
      ['3人死亡', 'fact']
    ])
    expect(segments.map((segment) => segment.text).join('')).toBe(text)
  })

  it('marks what was searched for over what was read, each time it stands there', () => {
    const segments = segmentsOf('爆炸声后又爆炸', [{ offset: 0, length: 3, kind: 'rule', label: '' }], ['爆炸'])
    expect(segments.map(({ text: words, kind }) => [words, kind])).toEqual([
      ['爆炸', 'query'],
      ['声', 'rule'],
      ['后又', null],
      ['爆炸', 'query']
    ])
  })

  it('cuts a mark that reaches beyond a text that was cut', () => {
    expect(segmentsOf('发生爆', [{ offset: 2, length: 2, kind: 'rule', label: '' }], []).map((segment) => segment.text)).toEqual(['发生', '爆'])
  })

  it('has no segment for an empty text', () => {
    expect(segmentsOf('', marks, ['x'])).toEqual([])
  })
})

describe('the words of a query that can be marked', () => {
  it.each([
    ['垃圾 焚烧', ['垃圾', '焚烧']],
    ['"道路 塌陷" -招聘', ['道路 塌陷']],
    ['火灾 OR 起火', ['火灾', '起火']],
    ['title:通报 source:北方网 2031-05-01..2031-05-04', ['通报']],
    ['title:"情况 通报"', ['情况 通报']],
    ['标题:通报 情感:负面 来源:"临江论坛"', ['通报']],
    ['"没有完', []],
    ['', []]
  ])('%s', (query, terms) => {
    expect(termsOf(query)).toEqual(terms)
  })
})

describe('the sentence around a figure', () => {
  it('begins after the stop before it and ends with its own', () => {
    const whole = '今日。事故造成3人死亡!原因待查'
    const { text: sentence, from } = sentenceAround(whole, whole.indexOf('3人'))
    expect(sentence).toBe('事故造成3人死亡!')
    expect(from).toBe(3)
  })
})
