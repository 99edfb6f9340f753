import { readFileSync } from 'node:fs'
import { ConfigError } from '../core/errors.ts'
import { fileFault } from '../core/file-fault.ts'

/** Where a secret is kept: a file that only the program may read, or a variable of its environment. Never the configuration itself. */
export interface SecretPlace {
  readonly file: string | undefined
  readonly env: string | undefined
}

/** The secret; null where no place is named. @throws ConfigError naming the field and the place when nothing is there */
export function readSecret(field: string, { file, env }: SecretPlace, environment: Readonly<Record<string, string | undefined>>): string | null {
  if (file !== undefined) return readFileOf(field, file)
  if (env === undefined) return null
  const value = environment[env]
  if (value === undefined || value === '') throw new ConfigError(`${field}: 环境变量 ${env} 是空的`)
  return value
}

/** A file that a field of the configuration names, without the white space at its ends. @throws ConfigError */
export function readFileOf(field: string, file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new ConfigError(`${field}: 无法读取 ${file}（${fileFault(error)}）`, { cause: error })
  }
  if (text === '') throw new ConfigError(`${field}: ${file} 是空的`)
  return text
}
