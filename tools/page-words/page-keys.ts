import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pageCode, pageFiles, serverWords } from './page-source.ts'
import { tagWords } from './tag-words.ts'

/** A text that the page shows, and where it stands first. */
export interface PageKey {
  readonly key: string
  readonly file: string
  readonly line: number
}

/** Every text of the page, once each. */
export function pageKeys(root: string): PageKey[] {
  const keys = new Map<string, PageKey>()
  for (const file of pageFiles(root)) {
    for (const { key } of wordsOf(root, file)) {
      if (!keys.has(key)) keys.set(key, { key, file, line: lineOf(root, file, key) })
    }
  }
  return [...keys.values()]
}

function wordsOf(root: string, file: string): readonly { readonly key: string }[] {
  try {
    return tagWords(pageCode(root, file), 'ts', serverWords.includes(file) ? 'leave' : 'refuse').words
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** By the longest piece of the text: a component's code is no longer what was written. */
function lineOf(root: string, file: string, key: string): number {
  const source = readFileSync(join(root, file), 'utf8')
  const pieces = key.split(/\{\d+\}|\s+/).toSorted((a, b) => b.length - a.length)
  const at = source.indexOf(pieces[0] ?? '')
  return at === -1 ? 1 : source.slice(0, at).split('\n').length
}
