import { describe, expect, test } from 'vitest'
import { loadSegmenter } from '../../../../adapters/segmenter/jieba.ts'
import { createPosts } from '../../../../bench/cluster/posts.ts'
import { madeMention } from '../../../../bench/made-mentions.ts'
import type { Segmenter, Token } from '../../../../core/ports.ts'
import { WordCutter, Words } from '../../../../pipeline/names/words.ts'
import { isBoundary } from '../../../../pipeline/rules/clauses.ts'

/** Knows the words given, and joins characters that are in none as it pleases: all of a row. */
class ListSegmenter implements Segmenter {
  readonly asked: string[] = []
  readonly #words: readonly string[]

  constructor(words: readonly string[]) {
    this.#words = words
  }

  cut(text: string): Token[] {
    this.asked.push(text)
    const tokens: Token[] = []
    for (let at = 0; at < text.length;) {
      const word = this.#words.find((one) => text.startsWith(one, at))
      const end = word === undefined ? this.#nextWord(text, at) : at + word.length
      tokens.push({ word: text.slice(at, end), offset: at })
      at = end
    }
    return tokens
  }

  wordsIn(): Token[] {
    return []
  }

  mayCross(text: string, place: number): boolean {
    return this.#words.some((word) => {
      for (let start = Math.max(0, place - word.length + 1); start < place; start++) if (text.startsWith(word, start)) return true
      return false
    })
  }

  #nextWord(text: string, from: number): number {
    for (let at = from + 1; at < text.length; at++) if (this.#words.some((one) => text.startsWith(one, at))) return at
    return text.length
  }
}

describe('words by their place', () => {
  test('only the window around what is asked for is cut', () => {
    const segmenter = new ListSegmenter(['甲乙', '乙丙', '庚辛'])
    const words = new Words('甲乙丙庚辛，庚辛', new WordCutter(segmenter))

    expect([words.startOf(1), words.endOf(1), words.startOf(2), words.endOf(2)]).toEqual([0, 2, 2, 3])
    expect(segmenter.asked).toEqual(['甲乙丙'])
  })

  test('characters that are in no word are cut together, since unknown words are guessed from them', () => {
    const segmenter = new ListSegmenter(['庚辛'])
    const words = new Words('庚辛甲乙丙庚辛', new WordCutter(segmenter))

    expect([words.startOf(3), words.endOf(3)]).toEqual([2, 5])
    expect(segmenter.asked).toEqual(['甲乙丙'])
  })

  test('no window reaches over a mark', () => {
    const segmenter = new ListSegmenter([])
    const words = new Words('甲乙，丙丁。戊', new WordCutter(segmenter))

    expect([words.startOf(4), words.endOf(3)]).toEqual([3, 5])
    expect(segmenter.asked).toEqual(['丙丁'])
  })

  test('a window that was cut in one text is not cut again in another', () => {
    const segmenter = new ListSegmenter(['甲乙'])
    const cutter = new WordCutter(segmenter)
    for (const text of ['甲乙。', '在甲乙，', '甲乙']) expect(new Words(text, cutter).endOf(text.indexOf('甲'))).toBe(text.indexOf('甲') + 2)

    expect(segmenter.asked).toEqual(['甲乙'])
  })

  test('what no word of the dictionary crosses is known without a cut', () => {
    const segmenter = new ListSegmenter(['甲乙', '丙丁'])
    const words = new Words('甲乙丙丁', new WordCutter(segmenter))

    expect([words.isApart(0, 2), words.isApart(2, 4), words.isApart(0, 3), words.isApart(1, 4)]).toEqual([true, true, false, false])
    expect(segmenter.asked).toEqual([])
  })

  test('windows give the very words that the segmenter gives for whole clauses', () => {
    const segmenter = loadSegmenter(['垃圾堆积如山', '占道经营'])
    const cutter = new WordCutter(segmenter)
    const postOf = createPosts('words')
    const texts = Array.from({ length: 40 }, (_, index) => [madeMention(index, 600).text ?? '', postOf(index).text ?? '']).flat()
    const hard = '王小明和欧阳锋在丁字沽三号路打人工呼吸，发展中国家的和平区的确切实效果，ABC1234😀研究生命的起源。'
    for (const text of [hard, ...texts]) {
      const words = new Words(text, cutter)
      const places = Array.from({ length: text.length }, (_, at) => at).filter((at) => !isBoundary(text.charCodeAt(at)))

      expect(places.filter((at) => words.begins(at))).toEqual(beginsOfClauses(segmenter, text))
    }
  })
})

function beginsOfClauses(segmenter: Segmenter, text: string): number[] {
  const begins: number[] = []
  for (let from = 0, to = 0; from < text.length; from = to + 1) {
    for (to = from; to < text.length && !isBoundary(text.charCodeAt(to));) to++
    begins.push(...segmenter.cut(text.slice(from, to)).map(({ offset }) => from + offset))
  }
  return begins
}
