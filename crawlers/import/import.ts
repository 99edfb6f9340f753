import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { InvalidInputError, WanglouError } from '../../core/errors.ts'
import { jsonFault } from '../../core/json-fault.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import type { Mention } from '../../core/mention.ts'
import type { DeadLetters, EventLog, Logger } from '../../core/ports.ts'
import { reasonsOf } from '../../core/schema-words.ts'
import { toMention, type Draft } from '../draft.ts'
import { formatOfLine, formatOfPath } from './detect.ts'
import { readLines, type Line } from './line-reader.ts'
import { draftMediaCrawler, type Fields } from './media-crawler.ts'
import { draftLine, MentionLine } from './mention-line.ts'

/** `auto` tells each line by its path and fields. */
export const ImportFormat = z.enum(['auto', 'mention', 'media-crawler'])
export type ImportFormat = z.infer<typeof ImportFormat>

export interface ImportDeps {
  readonly log: EventLog
  readonly deadLetters: DeadLetters
  readonly clock: Clock
  readonly logger: Logger
  readonly sha256: Sha256
  readonly drill: boolean
}

export interface ImportReport {
  readonly file: string
  readonly lines: number
  readonly imported: number
  readonly refused: number
  /** The first refusals as `file:line: reason`. */
  readonly reasons: readonly string[]
}

type Letter = Parameters<DeadLetters['put']>[0][number]

const batch = 500
/** Fewer, since a refused line may be a long one. */
const refusedBatch = 50
const longestBody = 100_000
const reasonsKept = 20

/**
 * Appends a file's lines to the topic `mentions`. Every line is an observation: a repeat with a later `last_modify_ts` is a newer one, so that
 * the last text wins and every count is kept. A bad line is one message, one dead letter, and no reason to stop.
 */
export async function importFile(path: string, format: ImportFormat, deps: ImportDeps): Promise<ImportReport> {
  const count = { lines: 0, imported: 0, refused: 0 }
  const reasons: string[] = []
  let waiting: Mention[] = []
  let refused: Letter[] = []
  const flush = async () => {
    await deps.deadLetters.put(refused)
    refused = []
    if (waiting.length > 0)
      await deps.log.append(
        'mentions',
        waiting.map((mention) => ({ key: mention.id, value: JSON.stringify(mention) }))
      )
    count.imported += waiting.length
    waiting = []
  }
  for await (const line of readLines(path)) {
    if (line.text?.trim() === '') continue
    count.lines += 1
    const place = `${path}:${line.number}`
    try {
      waiting.push(readLine(textOf(line, place), path, format, place, deps))
    } catch (error) {
      count.refused += 1
      const reason = error instanceof Error ? error.message : String(error)
      if (reasons.length < reasonsKept) reasons.push(reason)
      deps.logger.warn({ place, reason }, 'line refused')
      const code = error instanceof WanglouError ? error.code : 'unexpected'
      const body = (line.text ?? '').slice(0, longestBody)
      refused.push({ stage: 'import', source: path, place, reason, code, topic: null, key: null, body })
    }
    if (waiting.length >= batch || refused.length >= refusedBatch) await flush()
  }
  await flush()
  return { file: path, ...count, reasons }
}

/** @throws InvalidInputError with `file:line: reason` where the line cannot be read. */
export function textOf({ text, fault }: Line, place: string): string {
  if (text === null) throw new InvalidInputError(`${place}: ${fault}`, { metadata: { place } })
  return text
}

/** @throws InvalidInputError with `file:line: reason`. */
export function readLine(
  text: string,
  path: string,
  format: ImportFormat,
  place: string,
  deps: Pick<ImportDeps, 'clock' | 'sha256' | 'drill'>
): Mention {
  try {
    const draft = draftOf(parseObject(text), path, format)
    return toMention({ ...draft, fetchedElapsedMs: deps.clock.elapsedMs() }, deps)
  } catch (error) {
    throw new InvalidInputError(`${place}: ${reasonOf(error)}`, { cause: error, metadata: { place } })
  }
}

function parseObject(text: string): Fields {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new RangeError(jsonFault(error), { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RangeError('应为一个 JSON 对象 {…}')
  return value as Fields
}

function draftOf(fields: Fields, path: string, wanted: ImportFormat): Draft {
  const ofLine = formatOfLine(fields)
  const found =
    wanted === 'mention'
      ? { format: 'mention' as const }
      : ofLine?.format === 'mention' && wanted === 'auto'
        ? ofLine
        : (formatOfPath(path) ?? ofLine)
  if (found === null) throw new RangeError('认不出格式：既不是信息行（至少要有 id、sourceKind、source 和 title 或 text），也不是 MediaCrawler 的行')
  if (found.format === 'media-crawler') return draftMediaCrawler(found.platform, found.type, fields)
  if (wanted === 'media-crawler') throw new RangeError('这是信息行，不是 MediaCrawler 的行')
  return draftLine(MentionLine.parse(fields))
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return reasonsOf(error).join('；')
  return error instanceof Error ? error.message : String(error)
}
