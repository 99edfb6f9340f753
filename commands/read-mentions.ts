import { systemClock } from '../adapters/clock.ts'
import { sha256 } from '../adapters/hash.ts'
import type { Mention } from '../core/mention.ts'
import { readLine } from '../crawlers/import/import.ts'
import { readLines } from '../crawlers/import/line-reader.ts'
import { UsageError } from './exit.ts'

/** The mentions of a JSONL file, one by one. @throws InvalidInputError naming file and line; UsageError when the file cannot be read */
export async function* readMentions(file: string): AsyncGenerator<Mention> {
  for await (const { text, place } of readNonBlankLines(file)) yield readLine(text, file, 'auto', place, { clock: systemClock, sha256, drill: false })
}

/** Lines that hold something, with `file:line`; the text of one that is too long is null. @throws UsageError when the file cannot be read */
export async function* readNonBlankLines(file: string): AsyncGenerator<{ readonly text: string | null; readonly place: string }> {
  try {
    for await (const { text, number } of readLines(file)) {
      if (text === null || text.trim() !== '') yield { text, place: `${file}:${number}` }
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new UsageError(`读不到文件 ${file}：${error.message}`)
    throw error
  }
}
