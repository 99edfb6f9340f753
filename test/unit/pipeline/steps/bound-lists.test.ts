import { expect, test } from 'vitest'
import type { Assessment } from '../../../../core/assessment.ts'
import { boundLists } from '../../../../pipeline/steps/bound-lists.ts'
import { smallAssessor } from '../../../support/small-knowledge.ts'

const plain = (): Assessment => smallAssessor({})({ title: null, text: '今天天气晴好' })

const spans = (count: number) => Array.from({ length: count }, (_, offset) => ({ text: '某', offset }))
const place = { code: null, name: null, ours: false }
const rule = { version: '1', pack: 'p', subject: '测试' }

test('lists of a usual length stay as they are', () => {
  const usual: Assessment = {
    ...plain(),
    places: spans(200).map((span) => ({ ...span, ...place })),
    organisations: spans(200),
    rules: [{ ...rule, id: 'one', matches: spans(1000) }]
  }
  expect(boundLists(usual)).toBe(usual)
})

test('of more places, organisations and matches the first are kept, and each cut is told', () => {
  const { places, organisations, rules, reasons } = boundLists({
    ...plain(),
    reasons: [],
    places: spans(201).map((span) => ({ ...span, ...place })),
    organisations: spans(300),
    rules: ['a', 'b', 'c'].map((id) => ({ ...rule, id, matches: spans(334) }))
  })
  expect([places.length, organisations.length, rules.map(({ matches }) => matches.length)]).toEqual([200, 200, [333, 333, 333]])
  expect(places.at(-1)).toMatchObject({ offset: 199 })
  expect(reasons).toEqual([
    { step: 'bound-lists', words: '文中地名 201 处，只列出前 200 处', weight: 0 },
    { step: 'bound-lists', words: '文中机构名 300 处，只列出前 200 处', weight: 0 },
    { step: 'bound-lists', words: '规则命中 1002 处，每条规则只列出前 333 处', weight: 0 }
  ])
})

test('every rule that fired keeps a match, however many fired', () => {
  const rules = Array.from({ length: 1500 }, (_, index) => ({ ...rule, id: `r${index}`, matches: spans(2) }))
  expect(boundLists({ ...plain(), rules }).rules.every(({ matches }) => matches.length === 1)).toBe(true)
})

test.each([999, 1000])('where only places are too many, %i matches all stay', (count) => {
  const rules = [
    { ...rule, id: 'many', matches: spans(count - 1) },
    { ...rule, id: 'one', matches: spans(1) }
  ]
  const { places, rules: kept } = boundLists({ ...plain(), places: spans(201).map((span) => ({ ...span, ...place })), rules })
  expect([places.length, kept]).toEqual([200, rules])
})

test('the words of a cut stand behind what was said before', () => {
  const before = { step: 'find-places', words: '某处', weight: 0 }
  const { reasons } = boundLists({ ...plain(), reasons: [before], organisations: spans(201) })
  expect(reasons).toEqual([before, { step: 'bound-lists', words: '文中机构名 201 处，只列出前 200 处', weight: 0 }])
})
