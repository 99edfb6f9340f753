import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Segmenter, Token } from '../../core/ports.ts'
import { CrossingWords } from './crossing-words.ts'
import { withLeanDictionary } from './lean-dictionary.ts'

interface Jieba {
  readonly DEFAULT_DICT: string
  load(files: { dict: string; idfDict: string; stopWordDict: string }): void
  insertWord(word: string): boolean
  cut(text: string): string[]
  cutAll(text: string): string[]
}

interface Loaded {
  readonly jieba: Jieba
  readonly crossing: CrossingWords
}

let loaded: Loaded | undefined

/**
 * nodejieba with the terms given in its dictionary. The dictionary costs about 0.1 GB, so it is loaded once a thread and
 * shared by every segmenter of that thread: load it in a worker, not beside the main loop.
 */
export function loadSegmenter(terms: readonly string[]): Segmenter {
  loaded ??= loadDictionary()
  const { jieba, crossing } = loaded
  // Inserting gives a word a middling weight: a word that the dictionary knows as a common one (地震) would lose by it.
  for (const term of terms) {
    if (jieba.cutAll(term).includes(term)) continue
    jieba.insertWord(term)
    crossing.add(term)
  }
  return {
    cut: (text) => placed(jieba.cut(text), text),
    wordsIn: (text) => wordsInside(jieba, text),
    mayCross: (text, place) => crossing.at(text, place)
  }
}

function loadDictionary(): Loaded {
  const jieba = createRequire(import.meta.url)('nodejieba') as Jieba
  // Only cutting is used: its keyword tables are 0.1 GB that nothing reads, so it gets tables of one line.
  const table = fileURLToPath(new URL('no-keywords.utf8', import.meta.url))
  const crossing = new CrossingWords([])
  withLeanDictionary(jieba.DEFAULT_DICT, (dict, words) => {
    jieba.load({ dict, idfDict: table, stopWordDict: table })
    for (const word of words) crossing.add(word)
  })
  return { jieba, crossing }
}

/** Words with their offsets. jieba drops nothing but malformed surrogates, after which the next word is searched for. */
function placed(words: readonly string[], text: string): Token[] {
  let total = 0
  for (const word of words) total += word.length
  const complete = total === text.length
  const tokens: Token[] = []
  let offset = 0
  for (const word of words) {
    if (!complete && !text.startsWith(word, offset)) {
      const found = text.indexOf(word, offset)
      if (found < 0) continue
      offset = found
    }
    tokens.push({ word, offset })
    offset += word.length
  }
  return tokens
}

/** jieba's full mode lists words by their start, then by length; a start never goes back. */
function wordsInside(jieba: Jieba, text: string): Token[] {
  const tokens: Token[] = []
  let from = 0
  for (const word of jieba.cutAll(text)) {
    const at = text.indexOf(word, from)
    if (at < 0) continue
    from = at
    if (word.length >= 2) tokens.push({ word, offset: at })
  }
  return tokens
}
