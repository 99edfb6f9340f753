import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { InvalidInputError, WanglouError } from '../../core/errors.ts'
import { jsonFault } from '../../core/json-fault.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import type { Mention, SourceKind } from '../../core/mention.ts'
import type { DeadLetters, EventLog, Logger } from '../../core/ports.ts'
import { reasonsOf } from '../../core/schema-words.ts'
import { toMention, type Draft } from '../draft.ts'
import { parseJson } from '../../core/json-ids.ts'
import { formatOfLine, formatOfPath } from './detect.ts'
import { fileRecords, type FileRecord } from './file-records.ts'
import type { Line } from './line-reader.ts'
import { draftMediaCrawler, type Fields } from './media-crawler.ts'
import { draftLine, MentionLine } from './mention-line.ts'
import type { PageTools } from './saved-page.ts'
import { draftWeiboRow } from './weibo-files.ts'

/** `auto` tells each line by its path and fields. `weibo`: what weibo-crawler and weibo-search write. */
export const ImportFormat = z.enum(['auto', 'mention', 'media-crawler', 'weibo'])
export type ImportFormat = z.infer<typeof ImportFormat>

export interface ImportDeps {
  readonly log: EventLog
  readonly deadLetters: DeadLetters
  readonly clock: Clock
  readonly logger: Logger
  readonly sha256: Sha256
  readonly drill: boolean
  /** Left out: no saved page can be read here. */
  readonly pages?: PageTools
  /** Of saved pages whose address does not tell. */
  readonly kind?: SourceKind | null
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
 * Appends what a file holds to the topic `mentions`. Every item is an observation: a repeat with a later `last_modify_ts` is a newer one, so
 * that the last text wins and every count is kept. A bad item is one message, one dead letter, and no reason to stop.
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
  for await (const record of fileRecords(path)) {
    count.lines += 1
    try {
      waiting.push(...(await readRecord(record, path, format, deps)))
    } catch (error) {
      count.refused += 1
      const reason = error instanceof Error ? error.message : String(error)
      if (reasons.length < reasonsKept) reasons.push(reason)
      const { place } = record
      deps.logger.warn({ place, reason }, 'line refused')
      const code = error instanceof WanglouError ? error.code : 'unexpected'
      refused.push({ stage: 'import', source: path, place, reason, code, topic: null, key: null, body: record.body.slice(0, longestBody) })
    }
    if (waiting.length >= batch || refused.length >= refusedBatch) await flush()
  }
  await flush()
  return { file: path, ...count, reasons }
}

/** @throws InvalidInputError with `place: reason`. */
async function readRecord(record: FileRecord, path: string, format: ImportFormat, deps: ImportDeps): Promise<readonly Mention[]> {
  const { place } = record
  if (record.kind === 'line') return [readLine(record.text, path, format, place, deps)]
  try {
    const drafts = await draftsOf(record, path, format, deps)
    return drafts.map((draft) => toMention({ ...draft, fetchedElapsedMs: deps.clock.elapsedMs() }, deps))
  } catch (error) {
    throw new InvalidInputError(`${place}: ${reasonOf(error)}`, { cause: error, metadata: { place } })
  }
}

async function draftsOf(
  record: Exclude<FileRecord, { readonly kind: 'line' }>,
  path: string,
  format: ImportFormat,
  deps: ImportDeps
): Promise<readonly Draft[]> {
  switch (record.kind) {
    case 'fault':
      throw new RangeError(record.fault)
    case 'fields':
      return fieldDrafts(record.fields, path, format, record.owner, deps.sha256)
    case 'page': {
      if (deps.pages === undefined) throw new RangeError('这里不能导入网页')
      const options = { isMhtml: record.isMhtml, kind: deps.kind ?? null, now: deps.clock.now(), sha256: deps.sha256 }
      // Loaded where there is one: a reader of pages takes a third of the time in which a command starts.
      return [await (await import('./saved-page.ts')).draftSavedPage(record.bytes, options, deps.pages)]
    }
  }
}

/** @throws InvalidInputError with `file:line: reason` where the line cannot be read. */
export function textOf({ text, fault }: Line, place: string): string {
  if (text === null) throw new InvalidInputError(`${place}: ${fault}`, { metadata: { place } })
  return text
}

/** The item of one line; of a post and the one that it reposts, the post. @throws InvalidInputError with `file:line: reason`. */
export function readLine(
  text: string,
  path: string,
  format: ImportFormat,
  place: string,
  deps: Pick<ImportDeps, 'clock' | 'sha256' | 'drill'>
): Mention {
  try {
    const [draft] = fieldDrafts(parseObject(text), path, format, null, deps.sha256)
    return toMention({ ...draft, fetchedElapsedMs: deps.clock.elapsedMs() }, deps)
  } catch (error) {
    throw new InvalidInputError(`${place}: ${reasonOf(error)}`, { cause: error, metadata: { place } })
  }
}

function parseObject(text: string): Fields {
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    throw new RangeError(jsonFault(error), { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RangeError('应为一个 JSON 对象 {…}')
  return value as Fields
}

type Drafts = readonly [Draft, ...Draft[]]

function fieldDrafts(fields: Fields, path: string, wanted: ImportFormat, owner: string | null, sha256: Sha256): Drafts {
  const found = formatOf(fields, path, wanted)
  switch (found.format) {
    case 'weibo':
      return draftWeiboRow(fields, owner, sha256)
    case 'media-crawler':
      return [draftMediaCrawler(found.platform, found.type, fields, sha256)]
    case 'mention':
      return [draftLine(MentionLine.parse(fields))]
  }
}

function formatOf(fields: Fields, path: string, wanted: ImportFormat): NonNullable<ReturnType<typeof formatOfLine>> {
  const ofLine = formatOfLine(fields)
  if (wanted === 'mention' || wanted === 'weibo') return { format: wanted }
  const found = ofLine !== null && ofLine.format !== 'media-crawler' && wanted === 'auto' ? ofLine : (formatOfPath(path) ?? ofLine)
  if (found === null)
    throw new RangeError(
      '认不出格式：既不是信息行（至少要有 id、sourceKind、source 和 title 或 text），也不是 MediaCrawler、weibo-crawler 或 weibo-search 的一条'
    )
  if (wanted === 'media-crawler' && found.format !== 'media-crawler') throw new RangeError('这不是 MediaCrawler 的一条')
  return found
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return reasonsOf(error).join('；')
  return error instanceof Error ? error.message : String(error)
}
