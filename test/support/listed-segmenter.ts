import type { Segmenter } from '../../core/ports.ts'
import { listedWords } from './listed-words.ts'

/** What a thread that assesses is told to load where the dictionary does not matter: it knows the words of its rules and no others. */
export function loadSegmenter(terms: readonly string[]): Segmenter {
  return listedWords(...terms)
}
