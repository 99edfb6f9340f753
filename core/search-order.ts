import { InvalidInputError } from './errors.ts'

interface Ordered {
  readonly publishedAt: string | null
  readonly id: string
}

/** Newest publication first, unknown last, then by id. The order of every list of mentions. */
export function compareNewest(a: Ordered, b: Ordered): number {
  const [left, right] = [a.publishedAt ?? '', b.publishedAt ?? '']
  if (left !== right) return left > right ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** Where a page ended: the sort key of its last row (empty for unknown publication) and its id. */
export interface SearchCursor {
  readonly sortKey: string
  readonly id: string
}

export function cursorOf(row: Ordered): string {
  return `${row.publishedAt ?? ''}|${row.id}`
}

/** @throws InvalidInputError for text that no page gave out */
export function readCursor(cursor: string | null): SearchCursor | null {
  if (cursor === null) return null
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)?\|(.+)$/s.exec(cursor)
  if (found === null) throw new InvalidInputError('翻页标记无效，请从第一页重新查询', { metadata: { cursor: cursor.slice(0, 200) } })
  return { sortKey: found[1] ?? '', id: found[2] ?? '' }
}

export function afterCursor(cursor: SearchCursor, row: Ordered): boolean {
  const sortKey = row.publishedAt ?? ''
  return sortKey < cursor.sortKey || (sortKey === cursor.sortKey && row.id > cursor.id)
}
