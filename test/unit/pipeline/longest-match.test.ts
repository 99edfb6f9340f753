import { assert, constantFrom, property, string, uniqueArray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LongestMatch } from '../../../pipeline/sentiment/longest-match.ts'

function found(words: readonly string[], text: string): string[] {
  const matches: string[] = []
  new LongestMatch(words).scan(text, (word, start, end) => {
    expect(text.slice(start, end)).toBe(words[word])
    matches.push(text.slice(start, end))
  })
  return matches
}

describe('the words of a text', () => {
  test.each([
    ['the longest that begins at a place', ['生气', '生气勃勃', '气'], '春天生气勃勃', ['生气勃勃']],
    ['a shorter one where the longer breaks off', ['开心', '开心得不得了'], '开心得很', ['开心']],
    ['from left to right, none inside another', ['没有', '有意思', '意思'], '没有意思', ['没有', '意思']],
    ['Latin words only as words', ['sb', 'tm'], 'usb tm 你sb atm', ['tm', 'sb']],
    ['pictures of two units', ['😭', '😡'], '😀😭', ['😭']],
    ['nothing where nothing is', ['烦'], '天气很好', []]
  ])('%s', (_, words, text, expected) => {
    expect(found(words, text)).toEqual(expected)
  })

  test('are those that a plain search finds', () => {
    const word = string({ unit: constantFrom('不', '好', '开', '心'), minLength: 1, maxLength: 4 })
    const text = string({ unit: constantFrom('不', '好', '开', '心', '。'), maxLength: 40 })
    assert(
      property(uniqueArray(word, { minLength: 1, maxLength: 12 }), text, (words, text) => {
        const longestFirst = [...words].sort((a, b) => b.length - a.length)
        const expected: string[] = []
        for (let at = 0; at < text.length;) {
          const here = longestFirst.find((one) => text.startsWith(one, at))
          if (here !== undefined) expected.push(here)
          at += here?.length ?? 1
        }
        expect(found(words, text)).toEqual(expected)
      })
    )
  })
})
