import type { Segmenter } from '../../core/ports.ts'
import { isChinese } from './automaton.ts'

const rememberedWords = 20_000

/** Where a hit lies in the segmenter's words that it touches: how many they are, where the first ends, where the last begins. */
export interface Cut {
  readonly pieces: number
  readonly from: number
  readonly to: number
  readonly firstEnd: number
  readonly lastStart: number
}

/**
 * Tells whether a place in the text is a mention of the term or an accident of its characters. The segmenter's word ends
 * settle most. A hit inside a longer word stands when the word is made of it (发生爆炸, 火灾现场) and falls when cutting it
 * out tears other words apart (发展中国家 is 发展中 and 国家, 打人工呼吸 is 打 and 人工呼吸).
 */
export class WordVeto {
  readonly #segmenter: Segmenter
  readonly #answers = new Map<string, Map<number, boolean>>()
  readonly #words = new Map<string, boolean>()

  constructor(segmenter: Segmenter) {
    this.#segmenter = segmenter
  }

  /** Whether the characters are a word of the dictionary. */
  isWord(written: string): boolean {
    let answer = this.#words.get(written)
    if (answer === undefined) {
      if (this.#words.size >= rememberedWords) this.#words.clear()
      answer = this.#segmenter.wordsIn(written).some(({ word }) => word === written)
      this.#words.set(written, answer)
    }
    return answer
  }

  /** Whether the hit is cut out of other words; `words` is the text of the segmenter's words that it touches. */
  tears(words: string, cut: Cut): boolean {
    let answers = this.#answers.get(words)
    if (answers === undefined) {
      if (this.#answers.size >= rememberedWords) this.#answers.clear()
      answers = new Map()
      this.#answers.set(words, answers)
    }
    const key = cut.from + cut.to * 0x40 + cut.firstEnd * 0x1000 + cut.lastStart * 0x40000
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = this.#judge(words, cut)
    answers.set(key, answer)
    return answer
  }

  #judge(words: string, { pieces, from, to, firstEnd, lastStart }: Cut): boolean {
    const inner = this.#segmenter.wordsIn(words).filter((word) => word.word.length < words.length)
    const withTerm = fewestPieces(inner, 0, from) + 1 + fewestPieces(inner, to, words.length)
    // One word: torn when it is as well made of others that lie across the hit's ends.
    if (pieces === 1) {
      return inner.some(({ word, offset }) => {
        const end = offset + word.length
        const crosses = (offset < from && from < end) || (offset < to && to < end)
        return crosses && !(offset <= from && to <= end) && fewestPieces(inner, 0, offset) + 1 + fewestPieces(inner, end, words.length) <= withTerm
      })
    }
    // Several: the segmenter's own choice wins a tie, unless the words that are cut are compounds with a joint right there
    // (道路交通|事故 mentions 交通事故, 大|火车站 does not mention 大火).
    if (pieces > withTerm) return false
    const joint = (start: number, at: number, end: number): boolean =>
      at === start || at === end || (isCompound(inner, start, at) && isCompound(inner, at, end))
    return !(joint(0, from, firstEnd) && joint(lastStart, to, words.length))
  }
}

/** Whether the stretch is made of words of two or more characters alone. */
function isCompound(words: readonly { word: string; offset: number }[], start: number, end: number): boolean {
  if (start === end) return true
  return words.some(({ word, offset }) => offset === start && start + word.length <= end && isCompound(words, start + word.length, end))
}

/** How few dictionary words (single characters count as one each) make up the stretch. */
function fewestPieces(words: readonly { word: string; offset: number }[], start: number, end: number): number {
  const best = Array.from({ length: end - start + 1 }, () => Number.POSITIVE_INFINITY)
  best[0] = 0
  for (let at = start; at < end; at++) {
    const here = best[at - start] ?? Number.POSITIVE_INFINITY
    best[at + 1 - start] = Math.min(best[at + 1 - start] ?? Number.POSITIVE_INFINITY, here + 1)
    for (const { word, offset } of words) {
      const next = offset + word.length
      if (offset === at && next <= end) best[next - start] = Math.min(best[next - start] ?? Number.POSITIVE_INFINITY, here + 1)
    }
  }
  return best[end - start] ?? Number.POSITIVE_INFINITY
}

/**
 * Whether a term found across separators is a disguise. Ornaments between Chinese characters are no honest writing; a blank
 * is, so it must stand between every two characters, with nothing Chinese touching the ends (天津大火 灾民安置 is no 火灾).
 */
export function isDisguise(text: string, start: number, end: number): boolean {
  const words = text.slice(start, end)
  if (!words.includes(' ')) return true
  if (/[\u4e00-\u9fff]{2}/.test(words)) return false
  return !isChinese(text.charCodeAt(start - 1)) && !isChinese(text.charCodeAt(end))
}
