import { expect, test } from 'vitest'
import { indexTokens, substringExpression } from '../../../../adapters/embedded/bigrams.ts'

test.each([
  ['', ''],
  ['中', '4e2d'],
  ['中国', '4e2d56fd 56fd'],
  ['a😱', '0061d83d d83dde31 de31']
])('%j is indexed as %j', (text, tokens) => {
  expect(indexTokens(text)).toBe(tokens)
})

test('one unit is a prefix, more are a phrase, a field is a column', () => {
  expect(substringExpression('中', 'any')).toBe('"4e2d" *')
  expect(substringExpression('中国人', 'any')).toBe('"4e2d56fd 56fd4eba"')
  expect(substringExpression('中国', 'title')).toBe('title : "4e2d56fd"')
})
