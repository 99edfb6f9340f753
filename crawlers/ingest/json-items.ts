import { createReadStream } from 'node:fs'
import { readLines } from '../import/line-reader.ts'
import { encodingOf } from '../read-csv.ts'

export interface JsonItem {
  /** Line on which it begins. */
  readonly line: number
  /** Null: it cannot be had, and `fault` says why. */
  readonly text: string | null
  readonly fault: string | null
}

const longestItem = 8_000_000
const tooLong = '这一条超过 8 MB'

/**
 * The items of a JSON file one by one: a list, one after another, or a line each; UTF-8, or GB18030 where it is that. Holds one at a time. In
 * a file of lines a broken one costs no other. What is no object is an item all the same: whoever reads it refuses and counts it.
 */
export async function* readJsonItems(path: string): AsyncGenerator<JsonItem> {
  const isLines = /\.(jsonl|ndjson)$/i.test(path) || (await beginsWithWholeLine(path))
  yield* isLines ? itemsOfLines(path) : itemsOfDocument(path)
}

/** Lines may stand under the name .json too. */
async function beginsWithWholeLine(path: string): Promise<boolean> {
  for await (const { text } of readLines(path)) {
    if (text === null) return false
    const line = text.trim()
    if (line === '') continue
    try {
      return line.startsWith('{') && typeof JSON.parse(line) === 'object'
    } catch {
      return false
    }
  }
  return false
}

async function* itemsOfLines(path: string): AsyncGenerator<JsonItem> {
  for await (const { number, text, fault } of readLines(path)) {
    if (text === null) yield { line: number, text: null, fault: fault ?? '读不出来' }
    else if (text.trim() !== '') yield { line: number, text: text.trim(), fault: null }
  }
}

async function* itemsOfDocument(path: string): AsyncGenerator<JsonItem> {
  const decoder = new TextDecoder(await encodingOf(path))
  const scan = new ItemScan()
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    yield* scan.take(decoder.decode(chunk, { stream: true }))
  }
  yield* scan.take(decoder.decode())
  yield* scan.end()
}

const [feed, quote, comma, backslash, open, close, listOpen, listClose] = [10, 34, 44, 92, 123, 125, 91, 93]

/** Cuts a document into its outermost objects, and into what stands between them beside commas and brackets. */
class ItemScan {
  #parts: string[] = []
  #depth = 0
  #inText = false
  #escaped = false
  #line = 1
  #begun = 1
  #length = 0

  #isInside(): boolean {
    return this.#length > 0
  }

  *take(chunk: string): Generator<JsonItem> {
    let from = this.#isInside() ? 0 : -1
    for (let at = 0; at < chunk.length; at++) {
      const sign = chunk.charCodeAt(at)
      if (sign === feed) this.#line += 1
      if (this.#inText) {
        this.#readText(sign)
        continue
      }
      const isBetween = this.#depth === 0
      if (isBetween && (sign === comma || sign === listOpen || sign === listClose || sign === open)) {
        if (from !== -1) yield* this.#finish(chunk.slice(from, at))
        from = -1
      }
      const begins = isBetween && from === -1 && sign > 32 && sign !== 0xfeff && sign !== comma && sign !== listOpen && sign !== listClose
      if (begins) [from, this.#begun] = [at, this.#line]
      if (sign === quote) this.#inText = true
      else if (sign === open) this.#depth += 1
      else if (sign === close && this.#depth > 0) {
        this.#depth -= 1
        if (this.#depth > 0) continue
        yield* this.#finish(chunk.slice(from, at + 1))
        from = -1
      }
    }
    if (from !== -1) this.#keep(chunk.slice(from))
  }

  *end(): Generator<JsonItem> {
    if (!this.#isInside()) return
    const isOpen = this.#depth > 0 || this.#inText
    for (const item of this.#finish('')) {
      if (isOpen) yield { ...item, fault: '这一条到文件末尾也没有结束，其后的内容都读不出' }
      else yield item
    }
  }

  #readText(sign: number): void {
    if (this.#escaped) this.#escaped = false
    else if (sign === backslash) this.#escaped = true
    else if (sign === quote) this.#inText = false
  }

  /** Counted on, kept no more, where it is longer than may be. */
  #keep(piece: string): void {
    this.#length += piece.length
    if (this.#length <= longestItem) this.#parts.push(piece)
  }

  *#finish(last: string): Generator<JsonItem> {
    this.#keep(last)
    const [isLong, text] = [this.#length > longestItem, this.#parts.join('').trim()]
    const line = this.#begun
    this.#parts = []
    this.#length = 0
    if (isLong) yield { line, text: null, fault: tooLong }
    else if (text !== '') yield { line, text, fault: null }
  }
}
