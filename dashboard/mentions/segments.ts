import { parseQuery, QueryError } from '../../core/search-grammar.ts'
import type { TextQuery } from '../../core/search.ts'
import type { Highlight } from '../../dashboard-api/contract.ts'

export type SegmentKind = Highlight['kind'] | 'query'
export interface Segment {
  readonly text: string
  readonly kind: SegmentKind | null
  readonly label: string
}

interface Mark {
  readonly offset: number
  readonly end: number
  readonly kind: SegmentKind
  readonly label: string
}

/** A text cut at its marks, to be shown as text nodes. What was searched for wins over what was read from the text. */
export function segmentsOf(
  text: string,
  highlights: readonly Pick<Highlight, 'offset' | 'length' | 'kind' | 'label'>[],
  terms: readonly string[]
): Segment[] {
  const given = highlights.map(({ offset, length, kind, label }) => ({ offset, end: Math.min(offset + length, text.length), kind, label }))
  const marks = [...termMarks(text, terms), ...given].filter((mark) => mark.offset < mark.end)
  const cuts = [...new Set([0, text.length, ...marks.flatMap((mark) => [mark.offset, mark.end])])].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((from, index) => {
    const mark = marks.find((one) => one.offset <= from && from < one.end)
    return { text: text.slice(from, cuts[index + 1]), kind: mark?.kind ?? null, label: mark?.label ?? '' }
  })
}

function termMarks(text: string, terms: readonly string[]): Mark[] {
  const lower = text.toLowerCase()
  return terms
    .filter((term) => term !== '')
    .flatMap((term) => {
      const found: Mark[] = []
      for (let at = lower.indexOf(term.toLowerCase()); at !== -1; at = lower.indexOf(term.toLowerCase(), at + term.length)) {
        found.push({ offset: at, end: at + term.length, kind: 'query', label: '检索词' })
      }
      return found
    })
}

/** The words of a query that can be marked in a text: not the excluded ones, not those of a named field that is no text. */
export function termsOf(query: string): string[] {
  try {
    return wordsOf(parseQuery(query))
  } catch (error) {
    if (error instanceof QueryError) return []
    throw error
  }
}

function wordsOf(query: TextQuery): string[] {
  switch (query.op) {
    case 'term':
      return [query.text]
    case 'and':
    case 'or':
      return query.parts.flatMap(wordsOf)
    default:
      return []
  }
}

/** The sentence around a place in a text, with the offset at which it begins. */
export function sentenceAround(text: string, offset: number): { readonly text: string; readonly from: number } {
  const ends = /[。!?!?\n]/
  let from = offset
  while (from > 0 && !ends.test(text[from - 1] ?? '')) from--
  let to = offset
  while (to < text.length && !ends.test(text[to] ?? '')) to++
  return { text: text.slice(from, to + 1).trimEnd(), from }
}
