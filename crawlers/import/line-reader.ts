import { createReadStream } from 'node:fs'

export interface Line {
  /** From 1. */
  readonly number: number
  /** Null when the line is longer than the cap. */
  readonly text: string | null
}

const longestLine = 8_000_000

/** Lines of a text file, UTF-8 or (when the first bytes are no UTF-8) GB18030, a BOM left out. Holds one line at a time. */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let decoder: InstanceType<typeof TextDecoder> | null = null
  let [rest, number, tooLong] = ['', 0, false]
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(isUtf8(chunk) ? 'utf-8' : 'gb18030')
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      number += 1
      yield { number, text: tooLong ? null : part.replace(/\r$/, '') }
      tooLong = false
    }
    if (rest.length > longestLine) [rest, tooLong] = ['', true]
  }
  if (decoder !== null) rest += decoder.decode()
  if (rest !== '' || tooLong) yield { number: number + 1, text: tooLong ? null : rest.replace(/\r$/, '') }
}

/** Judged on the first chunk, whose last character may be cut. */
function isUtf8(chunk: Buffer): boolean {
  for (let cut = 0; cut < 4; cut++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(0, chunk.length - cut))
      return true
    } catch {
      // Tried again without its last byte.
    }
  }
  return false
}
