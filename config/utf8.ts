const lineFeed = 0x0a

export const notUtf8 = '不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8'

/** The lines of a file as bytes: no byte of a character of UTF-8 or GBK is a line feed. */
export function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let from = 0; from <= bytes.length;) {
    const end = bytes.indexOf(lineFeed, from)
    const to = end === -1 ? bytes.length : end
    lines.push(bytes.subarray(from, to))
    from = to + 1
  }
  return lines
}

/** Null for bytes that are no UTF-8: a replacement character would be a guess. A byte order mark is dropped. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The first line, from 1, that is no UTF-8; null where all are. */
export function firstLineNotUtf8(bytes: Uint8Array): number | null {
  const index = linesOf(bytes).findIndex((line) => decodeUtf8(line) === null)
  return index < 0 ? null : index + 1
}
