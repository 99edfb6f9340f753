import { Converter } from 'opencc-js/t2cn'
import type { Mention } from '../../core/mention.ts'
import type { Span } from '../../core/assessment.ts'

/**
 * Title and text as one string in one spelling, with the way back. `title` and `text` are what the mention holds; every
 * character of `plain` knows the UTF-16 unit of `title + '\n' + text` that it came from.
 */
export interface Normalised {
  readonly plain: string
  /** Length of the title in `plain`; the text begins behind its line end. */
  readonly titleEnd: number
  /** The words as they stand in the original between two places of `plain`. */
  span(start: number, end: number): Span
}

/** Soft hyphen, zero-width blanks and joiners, direction marks, variation selectors, byte order mark. */
const zeroWidth: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff]
]
const drop = 0xffff
const simplified = characterTable()
const others = new Map<number, string>()

/** Full width, compatibility forms, traditional characters, zero-width characters and capitals are written one way. */
export function normalise(mention: Pick<Mention, 'title' | 'text'>): Normalised {
  const title = mention.title ?? ''
  const text = mention.text ?? ''
  const original = `${title}\n${text}`
  const codes = new Uint16Array(original.length + 64)
  const origin = new Int32Array(original.length + 65)
  const writer = { codes, origin, length: 0 }
  let titleEnd = 0
  for (let at = 0; at < original.length; at++) {
    if (at === title.length) titleEnd = writer.length
    const code = original.charCodeAt(at)
    const mapped = simplified[code] ?? code
    if (mapped !== drop) write(writer, mapped, at)
    else at = writeOther(writer, original, at)
  }
  const plain = Buffer.from(writer.codes.buffer, 0, writer.length * 2).toString('utf16le')
  const starts = writer.origin
  starts[writer.length] = original.length
  const length = writer.length
  return {
    plain,
    titleEnd,
    span: (start, end) => spanOf(original, title.length, starts[start] ?? 0, end >= length ? original.length : endOf(starts, end))
  }
}

interface Writer {
  codes: Uint16Array
  origin: Int32Array
  length: number
}

function write(writer: Writer, code: number, at: number): void {
  if (writer.length + 1 >= writer.codes.length) grow(writer)
  writer.codes[writer.length] = code
  writer.origin[writer.length] = at
  writer.length++
}

function grow(writer: Writer): void {
  const codes = new Uint16Array(writer.codes.length * 2)
  codes.set(writer.codes)
  const origin = new Int32Array(codes.length + 1)
  origin.set(writer.origin)
  writer.codes = codes
  writer.origin = origin
}

/** What one table cell cannot say: dropped characters, surrogate pairs, forms that become several characters. */
function writeOther(writer: Writer, original: string, at: number): number {
  const point = original.codePointAt(at) ?? 0
  let form = others.get(point)
  if (form === undefined) {
    const character = String.fromCodePoint(point)
    form = isZeroWidth(character.charCodeAt(0)) ? '' : character.normalize('NFKC').toLowerCase()
    others.set(point, form)
  }
  for (let index = 0; index < form.length; index++) write(writer, form.charCodeAt(index), at)
  return point > 0xffff ? at + 1 : at
}

/** The original end of what ends before `end`: the next character's start, less what was dropped between them. */
function endOf(starts: Int32Array, end: number): number {
  const last = starts[end - 1] ?? 0
  const next = starts[end] ?? last + 1
  return next > last ? Math.min(next, last + 2) : last + 1
}

function spanOf(original: string, titleLength: number, start: number, end: number): Span {
  let to = end
  while (to > start + 1 && simplified[original.charCodeAt(to - 1)] === drop && isZeroWidth(original.charCodeAt(to - 1))) to--
  const words = original.slice(start, to)
  return start < titleLength ? { text: words, offset: start, field: 'title' } : { text: words, offset: start - titleLength - 1 }
}

function isZeroWidth(code: number): boolean {
  return zeroWidth.some(([first, last]) => code >= first && code <= last)
}

/** One cell a UTF-16 unit; `drop` where the slow way has to look. */
function characterTable(): Uint16Array {
  const toSimplified = Converter({ from: 't', to: 'cn' })
  const table = new Uint16Array(0x10000)
  for (let code = 0; code < 0x10000; code++) {
    if (code >= 0xd800 && code <= 0xdfff) {
      table[code] = drop
      continue
    }
    const character = String.fromCharCode(code)
    const ideograph = code >= 0x4e00 && code <= 0x9fff
    const form = isZeroWidth(character.charCodeAt(0))
      ? ''
      : ideograph
        ? toSimplified(character)
        : code < 0x80
          ? character.toLowerCase()
          : character.normalize('NFKC').toLowerCase()
    table[code] = form.length === 1 ? form.charCodeAt(0) : drop
  }
  return table
}
