import { describe, expect, test } from 'vitest'
import { loadSegmenter } from '../../../../adapters/segmenter/jieba.ts'

describe('the segmenter', () => {
  test('gives words with the UTF-16 units at which they stand', () => {
    const text = '今天😀发生火灾。\n南京市长江大桥'

    const tokens = loadSegmenter([]).cut(text)

    expect(tokens.map(({ word, offset }) => text.slice(offset, offset + word.length) === word)).not.toContain(false)
    expect(tokens.map(({ word }) => word).join('')).toBe(text)
    expect(tokens).toContainEqual({ word: '火灾', offset: text.indexOf('火灾') })
  })

  test('keeps a term of the rules whole', () => {
    expect(
      loadSegmenter(['石桥新村垃圾房'])
        .cut('住在石桥新村垃圾房旁')
        .map(({ word }) => word)
    ).toContain('石桥新村垃圾房')
  })

  test('lists the words inside a word, overlapping ones too', () => {
    expect(loadSegmenter([]).wordsIn('发展中国家')).toEqual(
      expect.arrayContaining([
        { word: '发展', offset: 0 },
        { word: '中国', offset: 2 },
        { word: '国家', offset: 3 }
      ])
    )
  })

  test('tells where no word crosses a place, terms of the rules included', () => {
    const segmenter = loadSegmenter(['石桥新村垃圾房'])
    const text = '住在石桥新村垃圾房旁'

    expect(Array.from({ length: text.length }, (_, place) => segmenter.mayCross(text, place))).toEqual([
      false,
      false,
      false,
      ...Array.from({ length: 6 }, () => true),
      false
    ])
  })

  test('gives no words for an empty text', () => {
    expect(loadSegmenter([]).cut('')).toEqual([])
  })
})
