import { expect, test } from 'vitest'
import type { Segmenter, Token } from '../../../../core/ports.ts'
import { Words } from '../../../../pipeline/names/words.ts'

/** Cuts every text into words of two characters. */
class PairSegmenter implements Segmenter {
  readonly asked: string[] = []

  cut(text: string): Token[] {
    this.asked.push(text)
    return Array.from({ length: Math.ceil(text.length / 2) }, (_, index) => ({ word: text.slice(index * 2, index * 2 + 2), offset: index * 2 }))
  }

  wordsIn(): Token[] {
    return []
  }
}

test('words that were found are not cut again', () => {
  const segmenter = new PairSegmenter()
  const words = new Words(
    '甲乙丙丁',
    [
      { word: '甲乙丙', offset: 0 },
      { word: '丁', offset: 3 }
    ],
    segmenter
  )

  expect([words.startOf(1), words.endOf(1), words.startOf(3), words.endOf(3)]).toEqual([0, 3, 3, 4])
  expect(segmenter.asked).toEqual([])
})

test('a clause that nobody cut is cut once, and alone', () => {
  const segmenter = new PairSegmenter()
  const words = new Words('甲乙，丙丁戊己。庚辛', [{ word: '甲乙', offset: 0 }], segmenter)

  expect([words.startOf(4), words.endOf(4), words.startOf(5), words.endOf(6)]).toEqual([3, 5, 5, 7])
  expect(segmenter.asked).toEqual(['丙丁戊己'])
})
