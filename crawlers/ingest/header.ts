import { InvalidInputError } from '../../core/errors.ts'
import type { Cell } from './row.ts'
import type { Column, Columns } from './settings.ts'

export type Field = keyof Columns

/** Which cells of a row say what. */
export type Layout = ReadonlyMap<Field, readonly number[]>

/** Rows among which the heading is looked for: a table may begin with its title, its unit and its period. */
export const headerRows = 20

/**
 * The row of headings among the first rows, and what it says. Headings of two rows count too: the lower cell, the upper one where the lower is
 * empty (merged downwards), or `组/列` where the upper is merged over several.
 * @returns null when more rows may still bring it
 * @throws InvalidInputError naming the columns that are missing
 */
export function findHeader(
  rows: readonly { readonly line: number; readonly cells: readonly Cell[] }[],
  columns: Columns,
  ended: boolean
): { readonly line: number; readonly layout: Layout } | null {
  let best: { readonly line: number; readonly missing: readonly string[]; readonly names: readonly string[] } | null = null
  for (const [index, { line, cells }] of rows.entries()) {
    for (const names of namings(cells, rows[index - 1]?.cells ?? null)) {
      const { layout, missing } = layoutBy(columns, names)
      if (missing.length === 0) return { line, layout }
      if (best === null || missing.length < best.missing.length) best = { line, missing, names: names.flat() }
    }
  }
  if (!ended && rows.length < headerRows) return null
  if (best === null) throw new InvalidInputError('没有任何行')
  const shown = [...new Set(best.names)].filter((name) => name !== '').slice(0, 30)
  throw new InvalidInputError(
    `第 ${best.line} 行（表头）：没有列${best.missing.map((name) => `“${name}”`).join('、')}；这一行有：${shown.join('、') || '（空）'}`
  )
}

/** Names of each column, by one row of headings and by two. */
function namings(lower: readonly Cell[], upper: readonly Cell[] | null): (readonly (readonly string[])[])[] {
  const own = lower.map((cell) => [heading(cell)])
  if (upper === null) return [own]
  const width = Math.max(lower.length, upper.length)
  let group = ''
  const both = Array.from({ length: width }, (_, column) => {
    const [above, below] = [heading(upper[column] ?? null), heading(lower[column] ?? null)]
    if (above !== '') group = above
    if (below === '') return [above]
    return group === '' ? [below] : [below, `${group}/${below}`]
  })
  return [own, both]
}

function layoutBy(columns: Columns, names: readonly (readonly string[])[]): { layout: Layout; missing: string[] } {
  const layout = new Map<Field, readonly number[]>()
  const missing: string[] = []
  for (const [field, column] of Object.entries(columns) as [Field, Column | undefined][]) {
    if (column === undefined) continue
    const wanted = [column].flat()
    const found = wanted.map((name) => names.findIndex((own) => own.includes(heading(name)))).filter((place) => place !== -1)
    // A text of several columns needs all of them, anything else the first that there is.
    if (found.length === 0 || (field === 'text' && found.length < wanted.length)) {
      missing.push(...(field === 'text' ? wanted.filter((name) => !names.some((own) => own.includes(heading(name)))) : [wanted.join('或')]))
    } else layout.set(field, field === 'text' ? found : found.slice(0, 1))
  }
  return { layout, missing }
}

/** As people tell headings apart: not by blanks, line breaks, width or a star that says “required”. */
function heading(cell: Cell): string {
  return cell === null
    ? ''
    : String(cell)
        .normalize('NFKC')
        .replaceAll(/[\s*:：]+/g, '')
        .toLowerCase()
}
