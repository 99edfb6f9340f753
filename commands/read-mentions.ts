import { systemClock } from '../adapters/clock.ts'
import { sha256 } from '../adapters/hash.ts'
import { InvalidInputError } from '../core/errors.ts'
import { fileFault } from '../core/file-fault.ts'
import type { Mention } from '../core/mention.ts'
import { readLine, textOf } from '../crawlers/import/import.ts'
import { readLines } from '../crawlers/import/line-reader.ts'
import { UsageError } from './exit.ts'
import { Refusals } from './refusals.ts'

/** The mentions of a JSONL file, one by one; lines that are none are told and left out. @throws UsageError when the file cannot be read */
export async function* readMentions(file: string): AsyncGenerator<Mention> {
  const refusals = new Refusals()
  yield* readEachLine(file, refusals, (text, place) => mentionOf(text, file, place))
  refusals.sum()
}

/** @throws InvalidInputError naming file and line */
export function mentionOf(text: string, file: string, place: string): Mention {
  return readLine(text, file, 'auto', place, { clock: systemClock, sha256, drill: false })
}

/** What `read` makes of each line that holds something. @throws UsageError when the file cannot be read */
export async function* readEachLine<T>(file: string, refusals: Refusals, read: (text: string, place: string) => T): AsyncGenerator<T> {
  try {
    for await (const line of readLines(file)) {
      if (line.text?.trim() === '') continue
      const place = `${file}:${line.number}`
      let value: T
      try {
        value = read(textOf(line, place), place)
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error
        refusals.add(error.message)
        continue
      }
      yield value
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new UsageError(`读不到文件 ${file}：${fileFault(error)}`)
    throw error
  }
}
