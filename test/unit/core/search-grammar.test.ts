import { describe, expect, test } from 'vitest'
import { parseQuery, QueryError } from '../../../core/search-grammar.ts'
import type { TextQuery } from '../../../core/search.ts'

const any = (text: string): TextQuery => ({ op: 'term', text, field: 'any' })

describe('parseQuery', () => {
  test.each<[string, TextQuery]>([
    ['', { op: 'all' }],
    ['  ', { op: 'all' }],
    ['火灾', any('火灾')],
    ['火灾 受伤', { op: 'and', parts: [any('火灾'), any('受伤')] }],
    ['火灾\u3000受伤', { op: 'and', parts: [any('火灾'), any('受伤')] }],
    ['火灾 OR 爆炸', { op: 'or', parts: [any('火灾'), any('爆炸')] }],
    ['火灾 OR 爆炸 OR 坍塌 受伤', { op: 'and', parts: [{ op: 'or', parts: [any('火灾'), any('爆炸'), any('坍塌')] }, any('受伤')] }],
    ['临江 火灾 OR 爆炸', { op: 'and', parts: [any('临江'), { op: 'or', parts: [any('火灾'), any('爆炸')] }] }],
    ['or', any('or')],
    ['"OR"', any('OR')],
    ['-演练', { op: 'not', part: any('演练') }],
    ['火灾 -演练', { op: 'and', parts: [any('火灾'), { op: 'not', part: any('演练') }] }],
    ['"两个 词"', any('两个 词')],
    ['“两个 词”', any('两个 词')],
    ['-"两个 词"', { op: 'not', part: any('两个 词') }],
    ['title:火灾', { op: 'term', text: '火灾', field: 'title' }],
    ['标题\uff1a火灾', { op: 'term', text: '火灾', field: 'title' }],
    ['TEXT:"消防 演练"', { op: 'term', text: '消防 演练', field: 'text' }],
    ['-source:北岸网', { op: 'not', part: { op: 'equals', field: 'source', value: '北岸网' } }],
    ['kind:微博', { op: 'equals', field: 'kind', value: 'weibo' }],
    ['类型:Weibo', { op: 'equals', field: 'kind', value: 'weibo' }],
    ['grade:ii', { op: 'equals', field: 'grade', value: 'II' }],
    ['等级:Ⅱ', { op: 'equals', field: 'grade', value: 'II' }],
    ['等级:特别重大', { op: 'equals', field: 'grade', value: 'I' }],
    ['情感:负面', { op: 'equals', field: 'sentiment', value: '-1' }],
    ['sentiment:1', { op: 'equals', field: 'sentiment', value: '1' }],
    ['incident:abc', { op: 'equals', field: 'incident', value: 'abc' }],
    ['临江:火灾', any('临江:火灾')],
    ['12:30', any('12:30')],
    ['http://a.example/x', any('http://a.example/x')],
    ['等等..', any('等等..')],
    ['2031-03-12..2031-03-13', { op: 'published', from: '2031-03-11T16:00:00.000Z', to: '2031-03-13T16:00:00.000Z' } as TextQuery],
    ['2031-03-12..', { op: 'published', from: '2031-03-11T16:00:00.000Z', to: null } as TextQuery],
    ['..2031-03-12', { op: 'published', from: null, to: '2031-03-12T16:00:00.000Z' } as TextQuery]
  ])('%j', (input, query) => {
    expect(parseQuery(input)).toEqual(query)
  })

  test.each([
    ['OR 火灾', 'OR 的两边'],
    ['火灾 OR', 'OR 的两边'],
    ['火灾 OR OR 爆炸', 'OR 的两边'],
    ['"没有完', '引号没有配对'],
    ['“没有完', '引号没有配对'],
    ['titel:火灾', '没有叫“titel”的字段'],
    ['constructor:x', '没有叫“constructor”的字段'],
    ['title:', '后面缺少内容'],
    ['source:""', '后面缺少内容'],
    ['kind:抖音', '不是 kind 的取值'],
    ['grade:V', '特别重大'],
    ['情感:愤怒', '不是 sentiment 的取值'],
    ['-', '缺少要搜的词'],
    ['""', '缺少要搜的词'],
    ['\u200b', '没有可见的字'],
    ['2031-02-30..', '不是日期'],
    ['2031-3-1..', '不是日期'],
    ['2031-03-13..2031-03-12', '晚于终点'],
    ['长'.repeat(501), '查询太长']
  ])('refuses %j and says why', (input, reason) => {
    expect(() => parseQuery(input)).toThrow(reason)
  })

  test.each<[string, string]>([
    ['火灾 OR', 'OR'],
    ['停水 "没有完 了', '"没有完 了'],
    ['停水 titel:火灾 伤亡', 'titel:火灾'],
    ['停水 -kind:抖音', '-kind:抖音'],
    ['停水 - 伤亡', '-'],
    ['停水 2031-02-30.. 伤亡', '2031-02-30..'],
    ['停水 2031-03-13..2031-03-12', '2031-03-13..2031-03-12'],
    [`${'长'.repeat(500)}多`, '多']
  ])('points at the place in %j', (input, place) => {
    const fault = faultOf(input)
    expect(input.slice(fault.at, fault.at + fault.length)).toBe(place)
  })
})

function faultOf(input: string): QueryError {
  try {
    parseQuery(input)
  } catch (error) {
    if (error instanceof QueryError) return error
  }
  throw new Error(`${input} was read`)
}
