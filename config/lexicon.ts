import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { ConfigError } from '../core/errors.ts'
import { Lexicon } from '../core/lexicon.ts'

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'contexts.yaml': parse,
  'sentiment.yaml': parse,
  'disguises.yaml': parse,
  'names.yaml': parse,
  'world.txt': (text) => ({ world: linesOf(text).flatMap((line) => line.split(' ')) }),
  'word-kinds.tsv': (text) => ({ kinds: kindsOf(linesOf(text)) })
}

/**
 * The word lists of a folder as one.
 * @throws ConfigError naming the folder and the field.
 */
export async function readLexicon(folder: string): Promise<Lexicon> {
  const parts: unknown[] = []
  for (const [file, read] of Object.entries(readers)) {
    try {
      parts.push(read(await readFile(path.join(folder, file), 'utf8')))
    } catch (error) {
      throw new ConfigError(`${path.join(folder, file)}: ${(error as Error).message}`, { cause: error })
    }
  }
  const checked = Lexicon.safeParse(Object.assign({}, ...parts))
  if (checked.success) return checked.data
  throw new ConfigError(checked.error.issues.map((issue) => `${folder} ${issue.path.join('.')}: ${issue.message}`).join('\n'))
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

function kindsOf(lines: readonly string[]): Record<string, string[]> {
  const kinds: Record<string, string[]> = {}
  for (const line of lines) {
    const [kind = '', words = ''] = line.split('\t')
    ;(kinds[kind] ??= []).push(...words.split(' '))
  }
  return kinds
}
