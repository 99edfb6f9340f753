import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Row } from './ingest/row.ts'

const longestRecord = 1_000_000
const sniffedBytes = 1 << 20

/**
 * Rows of a CSV file, read as a stream: UTF-8 or UTF-16 by its BOM, else UTF-8 where the beginning is that, else GB18030. Separated by comma,
 * tab or semicolon, whichever the first line has most of. A quoted field may hold line breaks. A quote that never ends spoils its own line, no more.
 */
export async function* readCsv(path: string): AsyncGenerator<Row> {
  const decoder = new TextDecoder(await encodingOf(path))
  let separator: string | null = null
  let rest = ''
  let line = 1
  const take = function* (ended: boolean): Generator<Row> {
    let from = 0
    while (from < rest.length) {
      separator ??= separatorOf(rest, ended)
      if (separator === null) break
      const record = readRecord(rest, from, separator, ended)
      if (record === null) break
      if (!isBlank(record)) yield rowOf(record, line)
      line += record.lines
      from = record.end
    }
    rest = rest.slice(from)
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    rest += decoder.decode(chunk, { stream: true })
    yield* take(false)
  }
  rest += decoder.decode()
  yield* take(true)
}

type CsvRecord = { readonly end: number; readonly lines: number } & ({ readonly fields: readonly string[] } | { readonly raw: string })

function isBlank(record: CsvRecord): boolean {
  return 'fields' in record && record.fields.every((field) => field.trim() === '')
}

function rowOf(record: CsvRecord, line: number): Row {
  if ('raw' in record) return { line, fault: '引号没有结束', raw: record.raw }
  const raw = record.fields.join(',')
  // Damaged bytes, or a file of which only a part has another encoding: a guess would be worse.
  if (raw.includes('\uFFFD')) return { line, fault: '有不能解读的字节（编码不符或文件损坏）', raw }
  return { line, cells: record.fields.map((field) => (field.trim() === '' ? null : field)) }
}

/** The record that begins at `from`; null when more has to be read to tell where it ends. */
function readRecord(text: string, from: number, separator: string, ended: boolean): CsvRecord | null {
  const fields: string[] = []
  let [at, lines] = [from, 0]
  for (;;) {
    const field = readField(text, at, separator)
    if (field === null || (field.end >= text.length && !ended)) {
      if (field !== null || (!ended && text.length - from <= longestRecord)) return null
      return unclosed(text, from)
    }
    fields.push(field.value)
    lines += field.breaks
    const sign = text[field.end]
    if (sign === separator) {
      at = field.end + 1
      continue
    }
    const feed = sign === '\r' ? (text[field.end + 1] === '\n' ? 2 : 1) : sign === '\n' ? 1 : 0
    if (sign === '\r' && field.end + 1 >= text.length && !ended) return null
    return { end: field.end + feed, lines: lines + 1, fields }
  }
}

/** Null when its quote does not end in what was read so far. */
function readField(text: string, from: number, separator: string): { readonly value: string; readonly end: number; readonly breaks: number } | null {
  if (text[from] !== '"') {
    let end = from
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
    return { value: text.slice(from, end), end, breaks: 0 }
  }
  for (let close = text.indexOf('"', from + 1); close !== -1; close = text.indexOf('"', close + 2)) {
    if (text[close + 1] === '"') continue
    const value = text.slice(from + 1, close).replaceAll('""', '"')
    // What follows the closing quote by mistake is kept.
    let end = close + 1
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
    return { value: value + text.slice(close + 1, end), end, breaks: value.split('\n').length - 1 }
  }
  return null
}

/** Only the line on which it began: what follows is read as if nothing had been. */
function unclosed(text: string, from: number): CsvRecord {
  const feed = text.indexOf('\n', from)
  const end = feed === -1 ? text.length : feed + 1
  return { end, lines: 1, raw: text.slice(from, end).trimEnd() }
}

function separatorOf(text: string, ended: boolean): string | null {
  const feed = /[\r\n]/.exec(text)
  if (feed === null && !ended && text.length < longestRecord) return null
  const first = text.slice(0, feed?.index ?? text.length).replaceAll(/"[^"]*"/g, '')
  const [best = ','] = [',', '\t', ';'].toSorted((a, b) => first.split(b).length - first.split(a).length)
  return best
}

/** By its BOM, else UTF-8 where the beginning is that, else GB18030. */
export async function encodingOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(sniffedBytes), 0, sniffedBytes, 0)
    const bytes = buffer.subarray(0, bytesRead)
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
    return isUtf8(bytes) ? 'utf-8' : 'gb18030'
  } finally {
    await file.close()
  }
}

/** Most of it: one damaged byte must not turn a whole file into another encoding. */
function isUtf8(bytes: Uint8Array): boolean {
  const damaged = (encoding: string): number => new TextDecoder(encoding).decode(bytes, { stream: true }).split('\uFFFD').length - 1
  const inUtf8 = damaged('utf-8')
  return inUtf8 === 0 || inUtf8 < damaged('gb18030')
}
