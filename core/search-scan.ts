import type { StoredMention } from './records.ts'
import { afterCursor, compareNewest, cursorOf, readCursor } from './search-order.ts'
import { normaliseForSearch } from './search-text.ts'
import { totalCap, type MentionPage, type MentionQuery, type SearchFilter, type TextQuery } from './search.ts'

/** What a query means, by looking at one mention after the other: every engine must answer the same. */
export function scanMentions(rows: readonly StoredMention[], query: MentionQuery): MentionPage<StoredMention> {
  const hits = rows.filter((row) => passes(query.filter, row) && matches(query.query, row)).sort((a, b) => compareNewest(a.mention, b.mention))
  const after = readCursor(query.cursor)
  const rest = after === null ? hits : hits.filter((row) => afterCursor(after, row.mention))
  const page = rest.slice(0, query.limit)
  const last = page.at(-1)
  return {
    rows: page,
    total: Math.min(hits.length, totalCap),
    totalCapped: hits.length > totalCap,
    cursor: rest.length > page.length && last !== undefined ? cursorOf(last.mention) : null
  }
}

function matches(query: TextQuery, row: StoredMention): boolean {
  switch (query.op) {
    case 'all':
      return true
    case 'and':
      return query.parts.every((part) => matches(part, row))
    case 'or':
      return query.parts.some((part) => matches(part, row))
    case 'not':
      return !matches(query.part, row)
    case 'term':
      return containsTerm(query, row)
    case 'equals':
      return equalsField(query, row)
    case 'published':
      return isWithin(query.from, query.to, row)
  }
}

function passes(filter: SearchFilter, row: StoredMention): boolean {
  const grade = row.assessment?.grade ?? null
  return (
    isWithin(filter.from, filter.to, row) &&
    (filter.kinds.length === 0 || filter.kinds.includes(row.mention.sourceKind)) &&
    (filter.grades.length === 0 || (grade !== null && filter.grades.includes(grade))) &&
    (filter.incidentId === null || row.incidentId === filter.incidentId) &&
    (!filter.relevantOnly || row.assessment?.relevant === true)
  )
}

function containsTerm(query: Extract<TextQuery, { op: 'term' }>, row: StoredMention): boolean {
  const wanted = normaliseForSearch(query.text)
  const inTitle = query.field !== 'text' && normaliseForSearch(row.mention.title ?? '').includes(wanted)
  return inTitle || (query.field !== 'title' && normaliseForSearch(row.mention.text ?? '').includes(wanted))
}

/** Names of sources and authors compare in normalised form, everything else as it is. */
function equalsField(query: Extract<TextQuery, { op: 'equals' }>, row: StoredMention): boolean {
  switch (query.field) {
    case 'source':
      return normaliseForSearch(row.mention.source) === normaliseForSearch(query.value)
    case 'author':
      return row.mention.author !== null && normaliseForSearch(row.mention.author) === normaliseForSearch(query.value)
    case 'kind':
      return row.mention.sourceKind === query.value
    case 'grade':
      return row.assessment?.grade === query.value
    case 'incident':
      return row.incidentId === query.value
    case 'sentiment':
      return row.assessment !== null && String(row.assessment.sentiment.polarity) === query.value
    case 'id':
      return row.mention.id === query.value
  }
}

function isWithin(from: string | null, to: string | null, row: StoredMention): boolean {
  const published = row.mention.publishedAt
  if (from === null && to === null) return true
  return published !== null && (from === null || published >= from) && (to === null || published < to)
}
