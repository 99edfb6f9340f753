/**
 * JSON whose integers beyond what a double holds stay as they are written, as text: ids of platforms are such numbers.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const keep = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? (context?.source ?? value) : value
  return /\d{16}/.test(text) ? JSON.parse(text, keep) : JSON.parse(text)
}
