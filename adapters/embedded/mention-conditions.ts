import type { SQLInputValue } from 'node:sqlite'
import type { SearchFilter, TextQuery } from '../../core/search.ts'
import { normaliseForSearch } from '../../core/search-text.ts'
import { substringExpression } from './bigrams.ts'
import { asJsonList } from './connection.ts'

/** A condition on a row of `mentions`, as SQL with its parameters. Never NULL, so that NOT means what it says. */
export interface Condition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

const always: Condition = { sql: '1', values: [] }
const never: Condition = { sql: '0', values: [] }

export function conditionOf(query: TextQuery): Condition {
  const expression = textExpression(query)
  if (expression !== null) return { sql: 'row IN (SELECT rowid FROM mention_search WHERE mention_search MATCH ?)', values: [expression] }
  switch (query.op) {
    case 'all':
    case 'term':
      return always
    case 'and':
      return joined('AND', andParts(query.parts), always)
    case 'or':
      return joined('OR', query.parts.map(conditionOf), never)
    case 'not':
      return negated(conditionOf(query.part))
    case 'equals':
      return equals(query)
    case 'published':
      return within(query.from, query.to)
  }
}

export function filterCondition(filter: SearchFilter): Condition {
  const parts = [within(filter.from, filter.to)]
  if (filter.kinds.length > 0) parts.push({ sql: 'kind IN (SELECT value FROM json_each(?))', values: [asJsonList(filter.kinds)] })
  if (filter.grades.length > 0)
    parts.push({ sql: 'grade IS NOT NULL AND grade IN (SELECT value FROM json_each(?))', values: [asJsonList(filter.grades)] })
  if (filter.incidentId !== null) parts.push({ sql: 'incident_id IS ?', values: [filter.incidentId] })
  if (filter.relevantOnly) parts.push({ sql: 'relevant = 1', values: [] })
  return joined('AND', parts, always)
}

export function both(a: Condition, b: Condition): Condition {
  return joined('AND', [a, b], always)
}

/** The query as one FTS5 expression, or null where it speaks of more than found substrings. */
function textExpression(query: TextQuery): string | null {
  if (query.op === 'term') {
    const wanted = normaliseForSearch(query.text)
    return wanted === '' ? null : substringExpression(wanted, query.field)
  }
  if ((query.op !== 'and' && query.op !== 'or') || query.parts.length === 0) return null
  const parts = query.parts.map(textExpression)
  return parts.includes(null) ? null : parts.map((part) => `(${part})`).join(query.op === 'and' ? ' AND ' : ' OR ')
}

/** Text conditions of an `and` go to the index as one expression, so that it intersects them itself. */
function andParts(parts: readonly TextQuery[]): Condition[] {
  const texts = parts.filter((part) => textExpression(part) !== null)
  const others = parts.filter((part) => textExpression(part) === null)
  return [...(texts.length > 0 ? [conditionOf({ op: 'and', parts: texts })] : []), ...others.map(conditionOf)]
}

function equals(query: Extract<TextQuery, { op: 'equals' }>): Condition {
  switch (query.field) {
    case 'source':
      return { sql: 'source_key IS ?', values: [normaliseForSearch(query.value)] }
    case 'author':
      return { sql: 'author_key IS ?', values: [normaliseForSearch(query.value)] }
    case 'kind':
      return { sql: 'kind IS ?', values: [query.value] }
    case 'grade':
      return { sql: 'grade IS ?', values: [query.value] }
    case 'incident':
      return { sql: 'incident_id IS ?', values: [query.value] }
    case 'id':
      return { sql: 'id IS ?', values: [query.value] }
  }
}

/** The sort key of unknown publication is empty: below every instant, and in no range. */
function within(from: string | null, to: string | null): Condition {
  if (from === null && to === null) return always
  const lower: Condition = from === null ? { sql: "sort_key > ''", values: [] } : { sql: 'sort_key >= ?', values: [from] }
  return to === null ? lower : { sql: `${lower.sql} AND sort_key < ?`, values: [...lower.values, to] }
}

function negated(part: Condition): Condition {
  return { sql: `NOT (${part.sql})`, values: part.values }
}

function joined(word: 'AND' | 'OR', parts: readonly Condition[], empty: Condition): Condition {
  const telling = parts.filter((part) => part !== empty)
  if (telling.length === 0) return empty
  return { sql: telling.map((part) => `(${part.sql})`).join(` ${word} `), values: telling.flatMap((part) => part.values) }
}
