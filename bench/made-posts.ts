import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
/** Of ten words about one is the last before a mark. */
const wordsAPart = 11
/** A text speaks of so many things, and every fifth word is one of them. */
const topicWords = 12
const topicShare = 0.2
/** Two words of three are among the few that usually follow the one before. */
const followShare = 0.65
const followers = 5

/**
 * Texts in the frequencies of a language: a few words stand everywhere, most hardly ever. The shares above are such that a
 * thousand texts have as many different pairs of characters as a thousand real ones of forums, message boards and news have
 * (150,000; 500 in a text of 600 characters), on which the work of an index depends.
 */
export interface Vocabulary {
  /** From the most frequent on. */
  readonly words: readonly string[]
  /** The same for the same seed. */
  text(seed: number, characters: number): string
}

/**
 * The words of jieba's own dictionary, as often as it says that they occur. A word is drawn in one step (Walker's alias method),
 * so that making texts takes little of the time that they are to measure.
 */
export function loadVocabulary(): Vocabulary {
  const file = path.join(path.dirname(require.resolve('nodejieba/package.json')), 'submodules/cppjieba/dict/jieba.dict.utf8')
  const entries = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [word = '', weight = '0'] = line.split(' ')
      return /^\p{Script=Han}+$/u.test(word) ? [{ word, weight: Number(weight) }] : []
    })
    .sort((a, b) => b.weight - a.weight)
  const words = entries.map(({ word }) => word)
  const draw = aliasTable(entries.map(({ weight }) => weight))
  return {
    words,
    text(seed, characters) {
      const next = generator(seed)
      const topic = Array.from({ length: topicWords }, () => draw(next(), next()))
      let text = ''
      for (let last = -1; text.length < characters;) {
        const share = next() / 2 ** 32
        if (share < topicShare) last = topic[next() % topicWords] ?? 0
        else if (share < topicShare + followShare) last = follower(last, next() % followers)
        else last = draw(next(), next())
        text += words[last] ?? ''
        if (next() % wordsAPart > 0) continue
        text += next() % 3 === 0 ? '。' : '，'
        last = -1
      }
      return text.slice(0, characters)
    }
  }

  function follower(last: number, which: number): number {
    const seed = Math.imul(last, 31) + which
    return draw(scrambled(seed), scrambled(seed + 0x5bd1_e995))
  }
}

/** Of two random numbers of 32 bits the place of a weight, each as often as it weighs. */
function aliasTable(weights: readonly number[]): (a: number, b: number) => number {
  const size = weights.length
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const share = Float64Array.from(weights, (weight) => (weight * size) / total)
  const alias = Uint32Array.from({ length: size }, (_, place) => place)
  const light: number[] = []
  const heavy: number[] = []
  for (const [place, part] of share.entries()) (part < 1 ? light : heavy).push(place)
  while (light.length > 0 && heavy.length > 0) {
    const [less = 0, more = 0] = [light.pop(), heavy.pop()]
    alias[less] = more
    share[more] = (share[more] ?? 0) + (share[less] ?? 0) - 1
    ;((share[more] ?? 0) < 1 ? light : heavy).push(more)
  }
  return (a, b) => {
    const place = a % size
    return b / 2 ** 32 < (share[place] ?? 1) ? place : (alias[place] ?? place)
  }
}

/** 32 random bits at a time (splitmix32), the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e37_79b9) >>> 0
    return scrambled(state)
  }
}

function scrambled(number: number): number {
  let bits = number ^ (number >>> 16)
  bits = Math.imul(bits, 0x21f0_aaad)
  bits ^= bits >>> 15
  bits = Math.imul(bits, 0x735a_2d97)
  return (bits ^ (bits >>> 15)) >>> 0
}
