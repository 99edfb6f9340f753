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

export const always: Condition = { sql: '1', values: [] }
const never: Condition = { sql: '0', values: [] }

/** Rows by their numbers, both inclusive. */
export interface RowRange {
  readonly low: number
  readonly high: number
}

export const everyRow: RowRange = { low: 0, high: Number.MAX_SAFE_INTEGER }

/** `range`: the text index is asked for these rows alone, so that the condition tells the truth only of rows within. */
export function conditionOf(query: TextQuery, range: RowRange = everyRow): Condition {
  const expression = textExpression(query)
  if (expression !== null) {
    const rows = 'row IN (SELECT rowid FROM mention_search WHERE mention_search MATCH ? AND rowid BETWEEN ? AND ?)'
    return { sql: rows, values: [expression, range.low, range.high] }
  }
  switch (query.op) {
    case 'all':
    case 'term':
      return always
    case 'and': {
      const { text, rest } = splitText(query)
      return joined('AND', [...(text === null ? [] : [conditionOf(text, range)]), ...rest.map((part) => conditionOf(part, range))], always)
    }
    case 'or':
      return joined(
        'OR',
        query.parts.map((part) => conditionOf(part, range)),
        never
      )
    case 'not':
      return negated(conditionOf(query.part, range))
    case 'equals':
      return equals(query)
    case 'published':
      return within(query.from, query.to)
  }
}

/** What the text index can tell by itself, and what else must hold. */
export function splitText(query: TextQuery): { readonly text: TextQuery | null; readonly rest: readonly TextQuery[] } {
  if (textExpression(query) !== null) return { text: query, rest: [] }
  if (query.op !== 'and') return { text: null, rest: [query] }
  const positive = query.parts.filter((part) => textExpression(part) !== null)
  if (positive.length === 0) return { text: null, rest: query.parts }
  const telling = query.parts.filter((part) => positive.includes(part) || isTextToExclude(part))
  return { text: { op: 'and', parts: telling }, rest: query.parts.filter((part) => !telling.includes(part)) }
}

/** What a query says of the moment of publication whatever else it says. */
export function publishedCondition(query: TextQuery, filter: SearchFilter): Condition {
  const parts = query.op === 'and' ? query.parts : [query]
  const limits = parts.flatMap((part) => (part.op === 'published' ? [within(part.from, part.to)] : []))
  return joined('AND', [...limits, within(filter.from, filter.to)], always)
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

/** The query as one FTS5 expression, or null where it speaks of more than substrings found and others not found beside them. */
export function textExpression(query: TextQuery): string | null {
  if (query.op === 'term') {
    const wanted = normaliseForSearch(query.text)
    return wanted === '' ? null : substringExpression(wanted, query.field)
  }
  if ((query.op !== 'and' && query.op !== 'or') || query.parts.length === 0) return null
  const excluded = query.op === 'and' ? query.parts.filter(isTextToExclude) : []
  const found = query.parts.filter((part) => !excluded.includes(part)).map(textExpression)
  if (found.length === 0 || found.includes(null)) return null
  const wanted = found.map((part) => `(${part})`).join(query.op === 'and' ? ' AND ' : ' OR ')
  const unwanted = excluded.flatMap((part) => (part.op === 'not' ? (textExpression(part.part) ?? []) : []))
  return unwanted.length === 0 ? wanted : `(${wanted}) NOT (${unwanted.map((part) => `(${part})`).join(' OR ')})`
}

function isTextToExclude(part: TextQuery): boolean {
  return part.op === 'not' && textExpression(part.part) !== null
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
    case 'sentiment':
      return { sql: 'polarity IS ?', values: [Number(query.value)] }
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
