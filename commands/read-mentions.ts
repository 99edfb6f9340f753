import { systemClock } from '../adapters/clock.ts'
import { sha256 } from '../adapters/hash.ts'
import type { Mention } from '../core/mention.ts'
import { readLine } from '../crawlers/import/import.ts'
import { readLines } from '../crawlers/import/line-reader.ts'
import { UsageError } from './exit.ts'

/** The mentions of a JSONL file, one by one. @throws InvalidInputError naming file and line; UsageError when the file cannot be read */
export async function* readMentions(file: string): AsyncGenerator<Mention> {
  try {
    for await (const line of readLines(file)) {
      if (line.text !== null && line.text.trim() === '') continue
      yield readLine(line.text, file, 'auto', `${file}:${line.number}`, { clock: systemClock, sha256, drill: false })
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new UsageError(`读不到文件 ${file}：${error.message}`)
    throw error
  }
}
