import { faultOfWords } from './term-fault.ts'
import { decodeUtf8, linesOf, notUtf8 } from './utf8.ts'

/** What is wrong with a line of a word list; line and column count from 1. */
export interface WordListFault {
  readonly line: number
  readonly column: number
  readonly reason: string
}

export interface WordList {
  readonly words: readonly string[]
  readonly faults: readonly WordListFault[]
}

const longestWord = 50

/**
 * A word list: UTF-8, one term a line; what follows a # at the start of a line or after a blank is a comment. A word that stands
 * twice counts once.
 */
export function readWordList(bytes: Uint8Array): WordList {
  const words = new Set<string>()
  const faults: WordListFault[] = []
  for (const [index, raw] of linesOf(bytes).entries()) {
    const fault = (column: number, reason: string): void => void faults.push({ line: index + 1, column, reason })
    const text = decodeUtf8(raw)
    if (text === null) {
      fault(1, notUtf8)
      continue
    }
    const word = text.replace(/(^|\s)#.*/su, '').trim()
    if (word === '') continue
    const column = text.indexOf(word) + 1
    const control = /\p{Cc}/u.exec(word)
    if (control !== null) fault(column + control.index, '有控制字符')
    else if (word.length > longestWord) fault(column, `一行一词，此行有 ${word.length} 字，最多 ${longestWord} 字`)
    else {
      const reason = faultOfWords(word)
      if (reason === null) words.add(word)
      else fault(column, reason)
    }
  }
  return { words: [...words], faults }
}
