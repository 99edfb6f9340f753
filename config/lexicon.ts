import path from 'node:path'
import { ConfigError } from '../core/errors.ts'
import { Lexicon } from '../core/lexicon.ts'
import { readTextFile } from './text-file.ts'
import { problemLine, YamlFile } from './yaml-file.ts'

const yamlFiles = ['contexts.yaml', 'sentiment.yaml', 'disguises.yaml', 'names.yaml'] as const

/**
 * The word lists of a folder as one.
 * @throws ConfigError with every problem, one line each: `file:line:column field: reason`
 */
export async function readLexicon(folder: string): Promise<Lexicon> {
  const shown = path.relative(process.cwd(), folder) || folder
  const files = await Promise.all(yamlFiles.map(async (name) => new YamlFile(path.join(shown, name), await readTextFile(path.join(folder, name)))))
  if (files.some(({ problems }) => problems.length > 0)) throw failed(files)
  const world = linesOf(await readTextFile(path.join(folder, 'world.txt'))).flatMap((line) => line.split(' '))
  const kinds = kindsOf(linesOf(await readTextFile(path.join(folder, 'word-kinds.tsv'))))
  const checked = Lexicon.safeParse(Object.assign({}, ...files.map(({ value }) => value), { world, kinds }))
  if (checked.success) return checked.data
  const others: string[] = []
  for (const issue of checked.error.issues) {
    const file = files.find(({ value }) => typeof value === 'object' && value !== null && issue.path[0] !== undefined && issue.path[0] in value)
    if (file === undefined) others.push(`${shown} ${issue.path.map(String).join('.')}: ${issue.message}`)
    else file.problem(issue.path, issue.message)
  }
  throw failed(files, others)
}

function failed(files: readonly YamlFile[], others: readonly string[] = []): ConfigError {
  const lines = [...files.flatMap(({ problems }) => problems.map(problemLine)), ...others]
  return new ConfigError(`词库有 ${lines.length} 处错误:\n${lines.map((line) => `  ${line}`).join('\n')}`)
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

function kindsOf(lines: readonly string[]): Record<string, string[]> {
  const kinds: Record<string, string[]> = {}
  for (const line of lines) {
    const [kind = '', words = ''] = line.split('\t')
    const known = (kinds[kind] ??= [])
    for (const word of words.split(' ')) known.push(word)
  }
  return kinds
}
