import { open, readFile, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { jsonFault } from '../../core/json-fault.ts'
import type { Cell } from '../ingest/row.ts'
import { parseJson } from '../../core/json-ids.ts'
import { readCsv } from '../read-csv.ts'
import { readLines } from './line-reader.ts'
import type { Fields } from './media-crawler.ts'

/** One thing that a file holds, before it is known what it is. */
export type FileRecord = {
  /** `file:line`, or `file 第 3 条`. */
  readonly place: string
  /** As it stands in the file, for whoever has to mend it. */
  readonly body: string
} & (
  | { readonly kind: 'line'; readonly text: string }
  /** `owner`: the account that the whole file is of, where it says so. */
  | { readonly kind: 'fields'; readonly fields: Fields; readonly owner: string | null }
  | { readonly kind: 'page'; readonly bytes: Uint8Array; readonly isMhtml: boolean }
  | { readonly kind: 'fault'; readonly fault: string }
)

const mostJsonBytes = 300_000_000

/** What a file holds: lines of JSON, a CSV table, one JSON document, or a saved page; told by its name and its first characters. */
export async function* fileRecords(path: string): AsyncGenerator<FileRecord> {
  if (/\.(?:html?|mhtml?|mht)$/i.test(path)) {
    const bytes = await readFile(path)
    yield { kind: 'page', place: path, bytes, isMhtml: /\.mht/i.test(path), body: bytes.subarray(0, 100_000).toString('utf8') }
  } else if (/\.csv$/i.test(path)) yield* tableRecords(path)
  else if (await isJsonDocument(path)) yield* documentRecords(path)
  else yield* lineRecords(path)
}

async function* lineRecords(path: string): AsyncGenerator<FileRecord> {
  for await (const { number, text, fault } of readLines(path)) {
    if (text?.trim() === '') continue
    const place = `${path}:${number}`
    yield text === null ? { kind: 'fault', place, fault: fault ?? '读不出来', body: '' } : { kind: 'line', place, text, body: text }
  }
}

/** A table whose first row names its columns. */
async function* tableRecords(path: string): AsyncGenerator<FileRecord> {
  let header: readonly string[] | null = null
  for await (const row of readCsv(path)) {
    const place = `${path}:${row.line}`
    if ('fault' in row) {
      yield { kind: 'fault', place, fault: header === null ? `表头：${row.fault}` : row.fault, body: row.raw }
      // Without their names nobody knows what the cells behind it are.
      if (header === null) return
    } else if (header === null) header = row.cells.map((cell) => String(cell ?? '').trim())
    else yield tableRecord(path, place, header, row.cells)
  }
}

function tableRecord(path: string, place: string, header: readonly string[], cells: readonly Cell[]): FileRecord {
  // More cells than columns would put words under wrong names. weibo-search leaves out trailing ones.
  if (cells.length > header.length) {
    return { kind: 'fault', place, fault: `有 ${cells.length} 格，表头只有 ${header.length} 格`, body: JSON.stringify(cells) }
  }
  const fields = Object.fromEntries(header.map((name, column) => [name, cells[column] ?? '']))
  return { kind: 'fields', place, fields, owner: ownerOf(path), body: JSON.stringify(fields) }
}

/** weibo-crawler's folders: `NAME/UID.csv`, whose rows name nobody. */
function ownerOf(path: string): string | null {
  const folder = basename(dirname(path))
  return /^\d+\.csv$/i.test(basename(path)) && folder !== '' && folder !== '.' ? folder : null
}

async function isJsonDocument(path: string): Promise<boolean> {
  if (/\.jsonl$/i.test(path)) return false
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    const start = buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trimStart()
    return start.startsWith('[') || (start.startsWith('{') && /\.json$/i.test(path))
  } finally {
    await file.close()
  }
}

async function* documentRecords(path: string): AsyncGenerator<FileRecord> {
  if ((await stat(path)).size > mostJsonBytes) {
    yield { kind: 'fault', place: path, fault: '文件超过 300 MB，请改用每行一条的 .jsonl', body: '' }
    return
  }
  const text = decoded(await readFile(path))
  if (text === null) {
    yield { kind: 'fault', place: path, fault: '不是 UTF-8，也不是 GB18030 编码', body: '' }
    return
  }
  let document: unknown
  try {
    document = parseJson(text)
  } catch (error) {
    // A JSONL file under the name .json is read by its lines.
    if (text.trimStart().startsWith('{') && text.includes('\n')) yield* lineRecords(path)
    else yield { kind: 'fault', place: path, fault: jsonFault(error), body: text.slice(0, 100_000) }
    return
  }
  const { items, owner } = itemsOf(document)
  for (const [index, item] of items.entries()) {
    const place = Array.isArray(document) || items.length > 1 ? `${path} 第 ${index + 1} 条` : path
    const body = JSON.stringify(item)
    yield isObject(item) ? { kind: 'fields', place, fields: item, owner, body } : { kind: 'fault', place, fault: '应为一个 JSON 对象 {…}', body }
  }
}

/** An array, weibo-crawler's `{user, weibo: […]}`, or one item alone. */
function itemsOf(document: unknown): { readonly items: readonly unknown[]; readonly owner: string | null } {
  if (Array.isArray(document)) return { items: document, owner: null }
  if (!isObject(document) || !Array.isArray(document['weibo'])) return { items: [document], owner: null }
  const { user, weibo } = document
  return { items: weibo, owner: isObject(user) && typeof user['screen_name'] === 'string' ? user['screen_name'] : null }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function decoded(bytes: Uint8Array): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // The next one.
    }
  }
  return null
}
