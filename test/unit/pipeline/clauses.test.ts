import { describe, expect, it } from 'vitest'
import { clausesAround } from '../../../pipeline/rules/clauses.ts'

const text = '今日晴。临江路一饭店发生爆炸，伤者已送医。明日有雨。'

function around(...words: readonly string[]): string[] {
  const hits = words.map((word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length }))
  return clausesAround(text, hits).map(({ from, to }) => text.slice(from, to))
}

describe('the clauses around hits', () => {
  it('reach from mark to mark', () => {
    expect(around('爆炸')).toEqual(['临江路一饭店发生爆炸'])
  })

  it('come once for two hits of one clause, in the order of the text', () => {
    expect(around('雨', '爆炸', '临江路')).toEqual(['临江路一饭店发生爆炸', '明日有雨'])
  })

  it('become one when a hit reaches across a mark', () => {
    const start = text.indexOf('爆炸')
    expect(clausesAround(text, [{ start, end: start + 4 }]).map(({ from, to }) => text.slice(from, to))).toEqual(['临江路一饭店发生爆炸，伤者已送医'])
  })

  it('are none where nothing was found', () => {
    expect(around()).toEqual([])
  })

  it('begin and end with the text', () => {
    expect(clausesAround('爆炸', [{ start: 0, end: 2 }])).toEqual([{ from: 0, to: 2 }])
  })
})
