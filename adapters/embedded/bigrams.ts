import type { TextQuery } from '../../core/search.ts'

/**
 * Terminology: a *unit* is a UTF-16 code unit of normalised text; its token is its four hex digits, which the plain ASCII
 * tokenizer of FTS5 leaves alone. A text is written as its overlapping pairs of units and its last unit alone, so that a
 * substring of two and more units is a phrase of pairs, and a single unit is a prefix.
 */
const hex: readonly string[] = Array.from({ length: 0x10000 }, (_, unit) => unit.toString(16).padStart(4, '0'))

function token(text: string, index: number): string {
  return hex[text.charCodeAt(index)] ?? ''
}

/** The index text of a normalised text: `4e2d56fd 56fd` for 中国. */
export function indexTokens(normalised: string): string {
  const tokens: string[] = []
  let next = normalised.length === 0 ? '' : token(normalised, 0)
  for (let index = 0; index < normalised.length; index++) {
    const current = next
    next = index + 1 < normalised.length ? token(normalised, index + 1) : ''
    tokens.push(current + next)
  }
  return tokens.join(' ')
}

/** The FTS5 expression that finds a normalised, non-empty substring. */
export function substringExpression(normalised: string, field: Extract<TextQuery, { op: 'term' }>['field']): string {
  const column = field === 'any' ? '' : `${field} : `
  if (normalised.length === 1) return `${column}"${token(normalised, 0)}" *`
  const pairs = Array.from({ length: normalised.length - 1 }, (_, index) => token(normalised, index) + token(normalised, index + 1))
  return `${column}"${pairs.join(' ')}"`
}
