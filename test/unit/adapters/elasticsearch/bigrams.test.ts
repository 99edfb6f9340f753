import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseForSearch } from '../../../../core/search-text.ts'
import { indexTokens, phraseTokens } from '../../../../adapters/elasticsearch/bigrams.ts'

test.each([
  ['', ''],
  ['中', '中'],
  ['中国', '中国 国'],
  ['a b', 'a\u{f0020} \u{f0020}b b'],
  ['😱', '\u{fd83d}\u{fde31} \u{fde31}'],
  ['\u001c\u0085', '\u{f001c}\u0085 \u0085']
])('%j is indexed as %j', (text, tokens) => {
  expect(indexTokens(text)).toBe(tokens)
})

test('a phrase is the pairs alone', () => {
  expect(phraseTokens('中国')).toBe('中国')
  expect(phraseTokens('中国人')).toBe('中国 国人')
})

/** What the analyzer splits at. Normalised text has none of it but the space and U+001C to U+001F. */
// oxlint-disable-next-line no-control-regex -- they are what it splits at
const javaWhiteSpace = /[\t-\r\u001c-\u0020\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/
const units = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0x20, 0x1c, 0xd83d, 0xde31, 0xdb80, 0xdc20, 0xe000, 0x4e2d)), {
  maxLength: 8
})
const text = units.map((codes) => normaliseForSearch(String.fromCharCode(...codes)))

test('what is indexed is well-formed, has one token a unit, and is the same only for the same text', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const tokens = indexTokens(one)
      expect(tokens.isWellFormed()).toBe(true)
      expect(tokens === '' ? [] : tokens.split(javaWhiteSpace)).toHaveLength(one.length)
      expect(tokens === indexTokens(other)).toBe(one === other)
    })
  )
})
