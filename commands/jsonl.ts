import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { UsageError } from './exit.ts'

export interface JsonLine {
  readonly number: number
  readonly text: string
}

/** Lines of a file with their numbers, blank ones left out. @throws UsageError when it cannot be read. */
export async function* linesOf(file: string): AsyncGenerator<JsonLine> {
  const stream = createReadStream(file, 'utf8')
  let number = 0
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++
      if (text.trim() !== '') yield { number, text: number === 1 ? text.replace(/^\uFEFF/, '') : text }
    }
  } catch (error) {
    throw new UsageError(`读不到文件 ${file}:${(error as Error).message}`)
  }
}
