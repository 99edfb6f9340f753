import { readFile } from 'node:fs/promises'
import { ConfigError } from '../core/errors.ts'
import { fileFault } from '../core/file-fault.ts'
import { decodeUtf8, firstLineNotUtf8, notUtf8 } from './utf8.ts'

/** @throws ConfigError naming the file, and the line that is no UTF-8 */
export async function readTextFile(file: string): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    throw new ConfigError(`读不到文件 ${file}：${fileFault(error)}`, { cause: error })
  }
  const text = decodeUtf8(bytes)
  if (text === null) throw new ConfigError(`${file}:${firstLineNotUtf8(bytes) ?? 1}:1 ${notUtf8}`)
  return text
}
