import { createReadStream } from 'node:fs'

export interface JsonItem {
  /** Line on which it begins. */
  readonly line: number
  /** Null: longer than may be. */
  readonly text: string | null
}

const longestItem = 8_000_000

/**
 * The objects of a JSON file one by one: a list of them, or one after another, a line each or not. UTF-8. Holds one at a time. What stands
 * between them is passed over; what is no JSON is found by whoever reads the item.
 */
export async function* readJsonItems(path: string): AsyncGenerator<JsonItem> {
  const decoder = new TextDecoder()
  let parts: string[] = []
  let [depth, inText, escaped, line, begun, length] = [0, false, false, 1, 1, 0]
  const take = function* (chunk: string): Generator<JsonItem> {
    let from = depth > 0 ? 0 : -1
    for (let at = 0; at < chunk.length; at++) {
      const sign = chunk.charCodeAt(at)
      if (sign === 10) line += 1
      if (inText) {
        if (escaped) escaped = false
        else if (sign === 92) escaped = true
        else if (sign === 34) inText = false
      } else if (sign === 34) {
        inText = depth > 0
      } else if (sign === 123) {
        if (depth === 0) [from, begun, length, parts] = [at, line, 0, []]
        depth += 1
      } else if (sign === 125 && depth > 0) {
        depth -= 1
        if (depth > 0) continue
        length += at + 1 - from
        parts.push(chunk.slice(from, at + 1))
        yield { line: begun, text: length > longestItem ? null : parts.join('') }
        from = -1
      }
    }
    if (from === -1) return
    length += chunk.length - from
    // Counted on, kept no more.
    if (length <= longestItem) parts.push(chunk.slice(from))
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    yield* take(decoder.decode(chunk, { stream: true }))
  }
  yield* take(decoder.decode())
  if (depth > 0) yield { line: begun, text: length > longestItem ? null : parts.join('') }
}
