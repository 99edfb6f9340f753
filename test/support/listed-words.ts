import type { Segmenter, Token } from '../../core/ports.ts'

/**
 * A segmenter that knows the words given and no others: at each place it takes the longest that stands there, else one character.
 * Steps are tested with it where the words that matter are few and can be said.
 */
export function listedWords(...words: string[]): Segmenter {
  const longestFirst = [...words].sort((a, b) => b.length - a.length)
  return {
    cut(text) {
      const tokens: Token[] = []
      for (let offset = 0; offset < text.length;) {
        const word = longestFirst.find((one) => text.startsWith(one, offset)) ?? text.charAt(offset)
        tokens.push({ word, offset })
        offset += word.length
      }
      return tokens
    },
    wordsIn(text) {
      const tokens: Token[] = []
      for (let offset = 0; offset < text.length; offset++) {
        for (const word of longestFirst) if (word.length > 1 && text.startsWith(word, offset)) tokens.push({ word, offset })
      }
      return tokens
    },
    mayCross(text, at) {
      return longestFirst.some((word) => {
        for (let start = Math.max(0, at - word.length + 1); start < at; start++) if (text.startsWith(word, start)) return true
        return false
      })
    }
  }
}
