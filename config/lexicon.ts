import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { ConfigError } from '../core/errors.ts'
import { Lexicon } from '../core/lexicon.ts'

const files = ['contexts.yaml', 'words.yaml', 'disguises.yaml']

/**
 * The word lists of a folder as one.
 * @throws ConfigError naming the folder and the field.
 */
export async function readLexicon(folder: string): Promise<Lexicon> {
  const parts: unknown[] = []
  for (const file of files) {
    try {
      parts.push(parse(await readFile(path.join(folder, file), 'utf8')))
    } catch (error) {
      throw new ConfigError(`${path.join(folder, file)}: ${(error as Error).message}`, { cause: error })
    }
  }
  const checked = Lexicon.safeParse(Object.assign({}, ...parts))
  if (checked.success) return checked.data
  throw new ConfigError(checked.error.issues.map((issue) => `${folder} ${issue.path.join('.')}: ${issue.message}`).join('\n'))
}
