import { readLines } from './line-reader.ts'

/** One row under a header, its fields by the header's names; `fault` says why it cannot be read. */
export interface CsvRow {
  /** Line of the file on which it begins, from 1. */
  readonly number: number
  readonly fields: Readonly<Record<string, string>> | null
  readonly fault: string | null
  readonly raw: string
}

const mostLinesOfARow = 2000

/** Rows of a CSV file whose first row names the columns; a quoted field may hold line breaks. @throws RangeError where the header cannot be read */
export async function* readCsvRows(path: string): AsyncGenerator<CsvRow> {
  let header: readonly string[] | null = null
  let open: { number: number; text: string; lines: number } | null = null
  for await (const { number, text, fault } of readLines(path)) {
    if (text === null) {
      if (header === null) throw new RangeError(`第 ${number} 行（表头）${fault ?? '读不出来'}`)
      yield { number: open?.number ?? number, fields: null, fault, raw: open?.text ?? '' }
      open = null
      continue
    }
    const row: { number: number; text: string; lines: number } =
      open === null ? { number, text, lines: 1 } : { number: open.number, text: `${open.text}\n${text}`, lines: open.lines + 1 }
    if (isOpen(row.text) && row.lines < mostLinesOfARow) {
      open = row
      continue
    }
    open = null
    if (row.text.trim() === '') continue
    const cells = cellsOf(row.text)
    if (header === null) header = cells.map((cell) => cell.replace(/^\ufeff/, '').trim())
    else yield rowOf(header, cells, row)
  }
  if (open !== null) yield { number: open.number, fields: null, fault: '引号没有结束', raw: open.text }
}

function rowOf(header: readonly string[], cells: readonly string[], { number, text }: { number: number; text: string }): CsvRow {
  // More cells than columns would put words under wrong names. weibo-search leaves out trailing ones.
  if (cells.length > header.length) return { number, fields: null, fault: `有 ${cells.length} 格，表头只有 ${header.length} 格`, raw: text }
  return { number, fields: Object.fromEntries(header.map((name, place) => [name, cells[place] ?? ''])), fault: null, raw: text }
}

/** Whether a quoted field has not ended: each quote opens or closes, a doubled one does both. */
function isOpen(text: string): boolean {
  let quotes = 0
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1
  return quotes % 2 === 1
}

function cellsOf(text: string): string[] {
  const cells: string[] = []
  let at = 0
  while (at <= text.length) {
    if (text[at] === '"') {
      let end = at + 1
      while (end < text.length && !(text[end] === '"' && text[end + 1] !== '"')) end += text[end] === '"' ? 2 : 1
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'))
      const comma = text.indexOf(',', end)
      at = comma === -1 ? text.length + 1 : comma + 1
    } else {
      const comma = text.indexOf(',', at)
      const end = comma === -1 ? text.length : comma
      cells.push(text.slice(at, end))
      at = end + 1
    }
  }
  return cells
}
