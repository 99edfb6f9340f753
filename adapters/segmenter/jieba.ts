import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Segmenter, Token } from '../../core/ports.ts'
import { withLeanDictionary } from './lean-dictionary.ts'

interface Jieba {
  readonly DEFAULT_DICT: string
  load(files: { dict: string; idfDict: string; stopWordDict: string }): void
  insertWord(word: string): boolean
  cut(text: string): string[]
  cutAll(text: string): string[]
}

let jieba: Jieba | undefined

/**
 * nodejieba with the terms given in its dictionary. The dictionary costs about 0.17 GB, so it is loaded once a thread and
 * shared by every segmenter of that thread: load it in a worker, not beside the main loop.
 */
export function loadSegmenter(terms: readonly string[]): Segmenter {
  jieba ??= loadDictionary()
  const loaded = jieba
  // Inserting gives a word a middling weight: a word that the dictionary knows as a common one (地震) would lose by it.
  for (const term of terms) if (!loaded.cutAll(term).includes(term)) loaded.insertWord(term)
  return { cut: (text) => placed(loaded.cut(text), text), wordsIn: (text) => wordsInside(loaded, text) }
}

function loadDictionary(): Jieba {
  const loaded = createRequire(import.meta.url)('nodejieba') as Jieba
  // Only cutting is used: its keyword tables are 0.1 GB that nothing reads, so it gets tables of one line.
  const table = fileURLToPath(new URL('no-keywords.utf8', import.meta.url))
  withLeanDictionary(loaded.DEFAULT_DICT, (dict) => loaded.load({ dict, idfDict: table, stopWordDict: table }))
  return loaded
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
function wordsInside(loaded: Jieba, text: string): Token[] {
  const tokens: Token[] = []
  let from = 0
  for (const word of loaded.cutAll(text)) {
    const at = text.indexOf(word, from)
    if (at < 0) continue
    from = at
    if (word.length >= 2) tokens.push({ word, offset: at })
  }
  return tokens
}
