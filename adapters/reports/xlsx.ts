import writeXlsxFile, { type Cell } from 'write-excel-file/node'
import type { Sheet } from '../../core/reports/ledger-book.ts'

const font = '宋体'

/** A workbook with a sheet for each. A text is a text: what begins with `=` is no formula, since its cell says String. */
export async function writeXlsx(sheets: readonly Sheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const written = sheets.map(({ name, columns, rows }) => ({
    sheet: sheetName(name),
    data: [
      columns.map(({ head }): Cell => ({ value: escaped(head), type: String, fontWeight: 'bold', fontFamily: font })),
      ...rows.map((row) => row.map(cellOf))
    ],
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1
  }))
  return new Uint8Array(await writeXlsxFile(written).toBuffer())
}

/** Unknown is an empty cell, never 0. */
function cellOf(value: string | number | null): Cell {
  if (value === null) return null
  if (typeof value === 'number') return { value, type: Number, fontFamily: font }
  return { value: escaped(value.slice(0, 32_000)), type: String, fontFamily: font, wrap: value.length > 60 }
}

/** ST_Xstring: `_x0041_` in a file stands for a sign; a text that has it by chance is written so that it stays. */
function escaped(text: string): string {
  return text.replaceAll(/_(?=x[\da-f]{4}_)/giu, '_x005F_')
}

/** Excel takes 31 signs and none of these. */
function sheetName(name: string): string {
  return name.replaceAll(/[\\/?*[\]:]/gu, ' ').slice(0, 31)
}
