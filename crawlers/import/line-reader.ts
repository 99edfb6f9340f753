import { createReadStream } from 'node:fs'

export interface Line {
  /** From 1. */
  readonly number: number
  /** Null when it cannot be read. */
  readonly text: string | null
  /** Why it cannot be read. */
  readonly fault: string | null
}

const longestLine = 8_000_000
const lineFeed = 0x0a
const none = new Uint8Array()

/**
 * Lines of a text file, a BOM left out: UTF-8, or GB18030 where the first line that is not plain ASCII is no UTF-8. Lines of
 * another encoding are refused: a replacement character would be a guess. Holds one line at a time.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let decode: Decode | null = null
  let rest: Uint8Array = none
  let [number, tooLong] = [0, false]
  const lineOf = (bytes: Uint8Array): Line => {
    number += 1
    if (tooLong || bytes.length > longestLine) {
      tooLong = false
      return { number, text: null, fault: '这一行超过 8 MB' }
    }
    decode ??= bytes.some((byte) => byte >= 0x80) ? decoderFor(bytes) : null
    return { number, ...(decode ?? decodeUtf8)(bytes) }
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    const bytes: Uint8Array = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let from = 0
    for (let end = bytes.indexOf(lineFeed, rest.length); end !== -1; end = bytes.indexOf(lineFeed, from)) {
      yield lineOf(bytes.subarray(from, end))
      from = end + 1
    }
    rest = bytes.subarray(from)
    if (rest.length > longestLine) [rest, tooLong] = [none, true]
  }
  if (rest.length > 0 || tooLong) yield lineOf(rest)
}

type Decode = (bytes: Uint8Array) => Pick<Line, 'text' | 'fault'>

function decoding(encoding: 'utf-8' | 'gb18030', name: string): Decode {
  return (bytes) => {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/\r$/, ''), fault: null }
    } catch {
      return { text: null, fault: `不是 ${name} 编码（整个文件按它读）` }
    }
  }
}

const decodeUtf8 = decoding('utf-8', 'UTF-8')
const decodeGb18030 = decoding('gb18030', 'GB18030')

function decoderFor(bytes: Uint8Array): Decode {
  return decodeUtf8(bytes).text !== null || decodeGb18030(bytes).text === null ? decodeUtf8 : decodeGb18030
}
