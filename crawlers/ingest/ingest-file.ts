import { InvalidInputError } from '../../core/errors.ts'
import { fileFault } from '../../core/file-fault.ts'
import { jsonFault } from '../../core/json-fault.ts'
import { parseJson } from '../../core/json-ids.ts'
import { maskCaller } from '../../core/personal-data.ts'
import type { Source } from '../../core/source.ts'
import { readCsv } from '../read-csv.ts'
import { draftFields } from './draft-fields.ts'
import { draftItem, type Item } from './draft-item.ts'
import { saidByRow } from './draft-row.ts'
import { findHeader, type Layout } from './header.ts'
import { ingestBatch, reasonOf, type Incoming, type IngestDeps } from './ingest-batch.ts'
import { readJsonItems } from './json-items.ts'
import type { Cell, Row, Table } from './row.ts'
import type { Columns, IngestSettings } from './settings.ts'
import { readXlsx } from './xlsx.ts'

export interface FileReport {
  readonly file: string
  readonly accepted: number
  readonly refused: number
  /** Every refusal, up to some thousands, as `file 工作表 “…” 第 N 行: reason`. */
  readonly reasons: readonly string[]
}

const batch = 500
const reasonsKept = 5000

/**
 * Takes in a finished file of a source: a workbook, a CSV table or JSON items, told by its name. Read as a stream, a batch in memory at a time.
 * A bad row is refused alone. `name` is what messages call the file.
 * @throws InvalidInputError naming file, sheet and row where no row of it can be read
 */
export async function ingestFile(deps: IngestDeps, source: Source, settings: IngestSettings, path: string, name: string): Promise<FileReport> {
  const observedAt = deps.clock.now()
  const total = { accepted: 0, refused: 0, reasons: [] as string[] }
  let waiting: Incoming[] = []
  const flush = async (): Promise<void> => {
    const report = await ingestBatch(deps, source, waiting, observedAt)
    for (const { index, reason } of report.items) {
      if (reason !== null && total.reasons.length < reasonsKept) total.reasons.push(`${waiting[index]?.place ?? name}：${reason}`)
    }
    total.accepted += report.accepted
    total.refused += report.refused
    waiting = []
  }
  let fault: InvalidInputError | null = null
  for await (const one of untilFault(incomingOf(deps, source, settings, path, name), name)) {
    if (one instanceof InvalidInputError) fault = one
    else waiting.push(one)
    if (waiting.length >= batch) await flush()
  }
  await flush()
  if (fault !== null && total.accepted + total.refused === 0) throw fault
  // What stood before the damage was taken.
  if (fault !== null) return { file: name, ...total, refused: total.refused + 1, reasons: [...total.reasons, `${fault.message}；之前的已处理`] }
  return { file: name, ...total }
}

/** What a file says, and as the last of it the fault that ends it. Faults of the file only: what a store throws passes through elsewhere. */
async function* untilFault(incoming: AsyncIterable<Incoming>, name: string): AsyncGenerator<Incoming | InvalidInputError> {
  try {
    yield* incoming
  } catch (error) {
    const isNamed = error instanceof InvalidInputError && error.message.startsWith(name)
    yield isNamed
      ? error
      : new InvalidInputError(`${name}：${error instanceof InvalidInputError ? error.message : fileFault(error)}`, { cause: error })
  }
}

export type FileKind = 'xlsx' | 'csv' | 'json'

/** By its ending; null for a file that nobody here reads. */
export function fileKindOf(name: string): FileKind | null {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase()
  if (ending === 'xlsx' || ending === 'xlsm') return 'xlsx'
  if (ending === 'csv' || ending === 'tsv' || ending === 'txt') return 'csv'
  return ending === 'json' || ending === 'jsonl' || ending === 'ndjson' ? 'json' : null
}

async function* incomingOf(deps: IngestDeps, source: Source, settings: IngestSettings, path: string, name: string): AsyncGenerator<Incoming> {
  const kind = fileKindOf(name)
  if (kind === null) throw new InvalidInputError(`${name}：只读 .xlsx、.csv、.tsv、.txt、.json、.jsonl（旧的 .xls 请另存为 .xlsx）`)
  if (kind === 'json') {
    yield* jsonIncoming(deps, source, settings, path, name)
    return
  }
  if (settings.columns === undefined) throw new InvalidInputError(`${name}：采集源 ${source.id} 没有写 settings.columns（列对应），读不了表格`)
  const table: Table = kind === 'csv' ? { sheet: null, rows: readCsv(path) } : await named(name, () => readXlsx(path, settings.sheet ?? null))
  const where = table.sheet === null ? name : `${name} 工作表“${table.sheet}”`
  yield* tableIncoming(deps, source, settings.columns, table, where)
}

async function* jsonIncoming(deps: IngestDeps, source: Source, settings: IngestSettings, path: string, name: string): AsyncGenerator<Incoming> {
  let found = false
  for await (const { line, text, fault } of readJsonItems(path)) {
    found = true
    const drafts: Incoming['drafts'] = () => {
      if (text === null || fault !== null) throw new RangeError(fault ?? '读不出来')
      return draftItem(readItem(text), source, settings, deps.sha256)
    }
    yield { place: `${name} 第 ${line} 行`, raw: text ?? '', drafts }
  }
  if (!found) throw new InvalidInputError(`${name}：没有 JSON 对象`)
}

function readItem(text: string): Item {
  let item: unknown
  try {
    item = parseJson(text)
  } catch (error) {
    throw new RangeError(jsonFault(error), { cause: error })
  }
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw new RangeError(`应为一个 JSON 对象 {…}，而是 ${text.slice(0, 40)}`)
  return item as Item
}

async function* tableIncoming(deps: IngestDeps, source: Source, columns: Columns, table: Table, where: string): AsyncGenerator<Incoming> {
  let header: { readonly line: number; readonly layout: Layout } | null = null
  const waiting: Row[] = []
  const look = (ended: boolean): void => {
    const readable = waiting.flatMap((row) => ('cells' in row ? [row] : []))
    header ??= failing(where, () => findHeader(readable, columns, ended))
  }
  const incoming = (row: Row, { line, layout }: { line: number; layout: Layout }): Incoming[] => {
    if (row.line <= line) return []
    const place = `${where} 第 ${row.line} 行`
    if ('fault' in row) return [{ place, raw: row.raw, drafts: () => refuse(row.fault) }]
    return [
      {
        place,
        raw: rawOf(row.cells, layout),
        drafts: () => [draftFields(saidByRow(row.cells, layout, columns, table.dateSystem), source, deps.sha256)]
      }
    ]
  }
  for await (const row of table.rows) {
    if (header === null) {
      waiting.push(row)
      look(false)
      if (header !== null) for (const early of waiting) yield* incoming(early, header)
    } else yield* incoming(row, header)
  }
  if (header !== null) return
  const [broken] = waiting
  if (broken !== undefined && 'fault' in broken && waiting.every((row) => 'fault' in row))
    throw new InvalidInputError(`${where} 第 ${broken.line} 行（表头）：${broken.fault}`)
  look(true)
  if (header !== null) for (const early of waiting) yield* incoming(early, header)
}

/** For the dead letter, which keeps who called no more openly than a mention does. */
function rawOf(cells: readonly Cell[], layout: Layout): string {
  const callers = layout.get('caller') ?? []
  return JSON.stringify(cells.map((cell, place) => (cell !== null && callers.includes(place) ? maskCaller(String(cell)) : cell)))
}

function refuse(reason: string): never {
  throw new RangeError(reason)
}

/** Names the file, whatever went wrong inside it. */
function failing<T>(where: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new InvalidInputError(`${where} ${reasonOf(error)}`, { cause: error })
  }
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new InvalidInputError(`${name}：${reasonOf(error)}`, { cause: error })
  }
}
