import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CrossingWords } from '../../../../adapters/segmenter/crossing-words.ts'

/** Few characters, so that words overlap often. */
const written = fc.string({ unit: fc.constantFrom('发', '展', '中', '国', '家', 'a'), maxLength: 12 })

describe('words that cross a place', () => {
  test('are found where one begins before it and ends behind it', () => {
    const words = new CrossingWords(['发展中国家', '人民'])
    const text = '在发展中国家人民'

    expect(Array.from({ length: text.length }, (_, place) => words.at(text, place))).toEqual([false, false, true, true, true, true, false, true])
  })

  test('are none before the text, behind it, and where only the beginning of one stands', () => {
    const words = new CrossingWords(['发展中国家'])

    expect([words.at('发展中国', 0), words.at('发展中国', 2), words.at('发展中国', 4)]).toEqual([false, false, false])
  })

  test('may be added later', () => {
    const words = new CrossingWords([])
    const before = words.at('堵路', 1)
    words.add('堵路')

    expect([before, words.at('堵路', 1)]).toEqual([false, true])
  })

  test('are never overlooked, whatever the dictionary and the text', () => {
    const overlooks = fc.property(fc.array(written, { maxLength: 400 }), written, (dictionary, text) => {
      const words = new CrossingWords(dictionary)
      return Array.from({ length: text.length }).every((_, place) => words.at(text, place) || !dictionary.some((word) => crosses(word, text, place)))
    })

    expect(fc.check(overlooks).counterexample).toBeNull()
  })
})

function crosses(word: string, text: string, place: number): boolean {
  const starts = Array.from({ length: Math.max(0, word.length - 1) }, (_, before) => place - 1 - before)
  return starts.some((start) => start >= 0 && text.startsWith(word, start))
}
