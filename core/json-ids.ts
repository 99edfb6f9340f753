import { InvalidInputError } from './errors.ts'

/** From here on an integer in scientific notation is no count but the number of something, shortened by a spreadsheet. */
const longestCount = 1e15

/**
 * JSON whose integers beyond what a double holds stay as they are written, as text: ids of platforms and of tickets are such numbers.
 * @throws SyntaxError, and InvalidInputError for what is nested so deep that whoever walks it would run out of stack
 */
export function parseJson(text: string): unknown {
  if (isDeep(text)) throw new InvalidInputError(`嵌套超过 ${deepest} 层`)
  return /\d{16}|\de/i.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
}

const deepest = 100
const [quote, backslash, listOpen, listClose, open, close] = [34, 92, 91, 93, 123, 125]

function isDeep(text: string): boolean {
  let [depth, inText] = [0, false]
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign === quote) inText = !inText
    else if (inText) at += sign === backslash ? 1 : 0
    else if (sign === listOpen || sign === open) depth += 1
    else if (sign === listClose || sign === close) depth -= 1
    if (depth > deepest) return true
  }
  return false
}

function keepDigits(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) < longestCount) return value
  const written = context?.source ?? String(value)
  return Number.isSafeInteger(value) && !/e/i.test(written) ? value : written
}
