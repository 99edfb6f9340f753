import type { Field, Layout } from './header.ts'
import { isBeyondTable, type Cell, type DateSystem } from './row.ts'
import type { Columns } from './settings.ts'
import type { Said } from './draft-fields.ts'

/** What the cells of a row say by the layout of its table. */
export function saidByRow(cells: readonly Cell[], layout: Layout, columns: Columns, dateSystem?: DateSystem): Said {
  return {
    dateSystem,
    value(field) {
      const values = (layout.get(field) ?? []).map((place) => exact(cells[place] ?? null, columnName(columns, field)))
      return field === 'text' ? paragraphs(values) : (values[0] ?? null)
    },
    column: (field) => columnName(columns, field)
  }
}

/** @throws RangeError where the table itself no longer has the whole number */
function exact(cell: Cell, column: string): Cell {
  if (typeof cell === 'number' && isBeyondTable(cell))
    throw new RangeError(`${column}：数字 ${cell} 超过 15 位，表格存不下，原来的数字已经丢了；请把这一列设为文本后重新导出`)
  return cell
}

/** What makes an item what it is: in another shape it would be lost without a word. */
const needed: ReadonlySet<Field> = new Set(['key', 'title', 'text', 'publishedAt'])

/** What a JSON object says by the paths of its fields: `ticket.title` is the title inside the ticket. */
export function saidByItem(item: Readonly<Record<string, unknown>>, columns: Columns): Said {
  return {
    value(field) {
      const paths = [columns[field] ?? []].flat()
      const found = paths.map((path) => at(item, path))
      if (needed.has(field) && found.some((value) => typeof value === 'object' && value !== null))
        throw new RangeError(`${columnName(columns, field)}：应为文字，而是对象或列表`)
      const values = found.map(scalar)
      return field === 'text' ? paragraphs(values) : (values.find((value) => value !== null) ?? null)
    },
    column: (field) => columnName(columns, field)
  }
}

function columnName(columns: Columns, field: Field): string {
  return `列“${[columns[field] ?? field].flat().join('、')}”`
}

function paragraphs(values: readonly Cell[]): string | null {
  const texts = values.filter((value) => value !== null && String(value).trim() !== '').map((value) => String(value).trim())
  return texts.length === 0 ? null : texts.join('\n')
}

function at(value: unknown, path: string): unknown {
  if (isObject(value) && path in value) return value[path]
  return path.split('.').reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function scalar(value: unknown): Cell {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}
