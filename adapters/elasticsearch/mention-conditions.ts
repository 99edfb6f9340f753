import { msOf } from '../../core/instant.ts'
import type { SearchFilter, TextQuery } from '../../core/search.ts'
import { normaliseForSearch } from '../../core/search-text.ts'
import { indexTokens, phraseTokens } from './bigrams.ts'
import { unknownMs } from './mention-document.ts'
import type { Query } from './search-pages.ts'

const always: Query = { match_all: {} }
const never: Query = { match_none: {} }

/** What a query means, as a condition that scores nothing. A field that a document lacks is simply not matched, also under a `not`. */
export function conditionOf(query: TextQuery): Query {
  switch (query.op) {
    case 'all':
      return always
    case 'term':
      return contains(query.text, query.field)
    case 'and':
      return both(query.parts.map(conditionOf))
    case 'or':
      return either(query.parts.map(conditionOf))
    case 'not':
      return { bool: { must_not: [conditionOf(query.part)] } }
    case 'equals':
      return equals(query)
    case 'published':
      return within(query.from, query.to)
  }
}

export function filterConditions(filter: SearchFilter): Query[] {
  return [
    ...(filter.from === null && filter.to === null ? [] : [within(filter.from, filter.to)]),
    ...(filter.kinds.length > 0 ? [{ terms: { kind: filter.kinds } }] : []),
    ...(filter.grades.length > 0 ? [{ terms: { grade: filter.grades } }] : []),
    ...(filter.incidentId === null ? [] : [{ term: { incidentId: filter.incidentId } }]),
    ...(filter.relevantOnly ? [{ term: { relevant: true } }] : [])
  ]
}

export function both(parts: readonly Query[]): Query {
  const telling = parts.filter((part) => part !== always)
  if (telling.length === 0) return always
  return { bool: { filter: telling } }
}

function either(parts: readonly Query[]): Query {
  const [only] = parts
  if (only === undefined) return never
  return parts.length === 1 ? only : { bool: { should: [...parts], minimum_should_match: 1 } }
}

/** Nothing is a substring of everything, also of a text that is not there. */
function contains(text: string, field: Extract<TextQuery, { op: 'term' }>['field']): Query {
  const wanted = normaliseForSearch(text)
  if (wanted === '') return always
  return either((field === 'any' ? (['title', 'text'] as const) : [field]).map((name) => containsIn(name, wanted)))
}

function containsIn(field: 'title' | 'text', wanted: string): Query {
  if (wanted.length === 1) return { prefix: { [field]: { value: indexTokens(wanted) } } }
  if (wanted.length === 2) return { term: { [field]: { value: phraseTokens(wanted) } } }
  return { match_phrase: { [field]: { query: phraseTokens(wanted) } } }
}

function equals(query: Extract<TextQuery, { op: 'equals' }>): Query {
  switch (query.field) {
    case 'source':
      return { term: { sourceKey: normaliseForSearch(query.value) } }
    case 'author':
      return { term: { authorKey: normaliseForSearch(query.value) } }
    case 'incident':
      return { term: { incidentId: query.value } }
    case 'sentiment':
      return { term: { polarity: Number(query.value) } }
    case 'kind':
    case 'grade':
    case 'id':
      return { term: { [query.field]: query.value } }
  }
}

/** Unknown publication is in no range. */
function within(from: Parameters<typeof msOf>[0] | null, to: Parameters<typeof msOf>[0] | null): Query {
  if (from === null && to === null) return always
  return { range: { sortMs: { ...(from === null ? { gt: unknownMs } : { gte: msOf(from) }), ...(to === null ? {} : { lt: msOf(to) }) } } }
}
