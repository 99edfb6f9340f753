/** From here on an integer in scientific notation is no count but the number of something, shortened by a spreadsheet. */
const longestCount = 1e15

/**
 * JSON whose integers beyond what a double holds stay as they are written, as text: ids of platforms and of tickets are such numbers.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return /\d{16}|\de/i.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
}

function keepDigits(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) < longestCount) return value
  const written = context?.source ?? String(value)
  return Number.isSafeInteger(value) && !/e/i.test(written) ? value : written
}
