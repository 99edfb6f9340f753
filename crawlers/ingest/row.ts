/** Excel counts days from 1900, and on old Macs from 1904. */
export type DateSystem = 1900 | 1904

/** A value as a table or a JSON item has it. Null: nothing is written there. */
export type Cell = string | number | boolean | null

/** One row of a table. Readers yield rows in order and hold one at a time. */
export type Row =
  | { readonly line: number; readonly cells: readonly Cell[] }
  /** A row that cannot be read; it is refused alone. */
  | { readonly line: number; readonly fault: string; readonly raw: string }

/** Rows of a table and the name of the sheet that they stand on; null: the file has no sheets. */
export interface Table {
  readonly sheet: string | null
  /** From which day a bare number counts days, where the table says so. */
  readonly dateSystem?: DateSystem
  readonly rows: AsyncIterable<Row>
}

/** A spreadsheet keeps 15 digits of a number: of a longer one the last are lost, and many would become the same. */
export function isBeyondTable(number: number): boolean {
  return Number.isInteger(number) && Math.abs(number) >= 1e15
}
