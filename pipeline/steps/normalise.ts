import type { Mention } from '../../core/mention.ts'
import type { Span } from '../../core/assessment.ts'
import { lengthBeforeCut } from '../../core/cut-text.ts'
import { plainTable, slowForm, special } from './character-forms.ts'
import { BlankWatch, needlessBlanks } from './needless-blanks.ts'
import { marksBefore, marksInWords } from './split-words.ts'

/**
 * Title and text as one string in one spelling, with the way back. `title` and `text` are what the mention holds; every
 * character of `plain` knows the UTF-16 unit of `title + '\n' + text` that it came from.
 */
export interface Normalised {
  readonly plain: string
  /** Length of the title in `plain`; the text begins behind its line end. */
  readonly titleEnd: number
  /** UTF-16 units at the ends of title and text that were too much to be looked at; 0 nearly always. */
  readonly leftOut: number
  /** The words as they stand in the original between two places of `plain`. */
  span(start: number, end: number): Span
}

/** What is looked at of one mention, in UTF-16 units that show something: more than any article has, so that no text takes the time of others. */
export const mostTitle = 1000
export const mostText = 50_000
/** With all that shows nothing, so many units of each at the most. */
const mostRead = 300_000
/** Some characters stand for eighteen. */
const mostPlain = mostTitle + mostText + 10_000

/** Kept from text to text: making large arrays costs as much as filling them. */
let codes = new Uint16Array(2048)
let bytes = Buffer.from(codes.buffer)

/**
 * Full width, compatibility forms, traditional characters, invisible characters and capitals are written one way, and blanks
 * inside a figure or between characters that all stand apart are left out, as are marks inside words of harm (死*亡).
 */
export function normalise(mention: Pick<Mention, 'title' | 'text'>): Normalised {
  const wholeTitle = mention.title ?? ''
  const wholeText = mention.text ?? ''
  const title = beginningOf(wholeTitle, mostTitle)
  const text = beginningOf(wholeText, mostText)
  const original = `${title}\n${text}`
  const leftOut = missingOf(wholeTitle, title) + missingOf(wholeText, text)
  const plain = unitByUnit(original, title.length)
  if (plain === null) return withOrigins(original, title.length, leftOut)
  const { length } = plain
  const span: Normalised['span'] = (start, end) => {
    const from = start > 0 && start <= length ? start : 0
    return placedIn(title.length, original.slice(from, Math.min(Math.max(end, 1), length)), from)
  }
  return { plain, titleEnd: title.length, leftOut, span }
}

/** As much of a text as shows so many units: fifty thousand joiners before a report must not push it over the edge. */
function beginningOf(whole: string, most: number): string {
  if (whole.length <= most) return whole
  const farthest = Math.min(whole.length, mostRead)
  let at = 0
  for (let shown = 0; shown < most && at < farthest; at++) {
    if (plainTable[whole.charCodeAt(at)] !== special) shown++
    else {
      const point = whole.codePointAt(at) ?? 0
      const length = point > 0xffff ? 2 : 1
      if (slowForm(String.fromCodePoint(point)) !== '') shown += length
      at += length - 1
    }
  }
  return whole.slice(0, at)
}

/** Nothing below it but the line end is left in the table. */
const blank = 0x20

/** Where each unit stands for one unit, as in most texts, the way back is no way at all; null where one does not, or may go. */
function unitByUnit(original: string, titleLength: number): string | null {
  const { length } = original
  if (codes.length < length) {
    codes = new Uint16Array(length * 2)
    bytes = Buffer.from(codes.buffer)
  }
  const watch = new BlankWatch()
  for (let at = 0; at < length; at++) {
    const mapped = plainTable[original.charCodeAt(at)] as number
    if (mapped === special || (mapped <= blank && watch.see(original, at)) || marksBefore(original, at, titleLength) > 0) return null
    codes[at] = mapped
  }
  return bytes.toString('utf16le', 0, length * 2)
}

function withOrigins(original: string, titleLength: number, leftOut: number): Normalised {
  const writer = { codes: new Uint16Array(original.length + 64), origin: new Int32Array(original.length + 65), length: 0 }
  const needless = mergeOf(needlessBlanks(original, titleLength), marksInWords(original, titleLength))
  let nextNeedless = 0
  let titleEnd = 0
  let at = 0
  for (; at < original.length && writer.length < mostPlain; at++) {
    if (at === titleLength) titleEnd = writer.length
    if (at === needless[nextNeedless]) {
      nextNeedless++
      continue
    }
    const code = original.charCodeAt(at)
    const mapped = plainTable[code] ?? code
    if (mapped !== special) write(writer, mapped, at)
    else at = writeOther(writer, original, at)
  }
  const { length } = writer
  const read = at
  const plain = Buffer.from(writer.codes.buffer, 0, length * 2).toString('utf16le')
  const starts = writer.origin
  starts[length] = read
  return {
    plain,
    titleEnd,
    leftOut: leftOut + original.length - read,
    span: (start, end) => {
      const from = starts[start] ?? 0
      return placedIn(titleLength, original.slice(from, endOf(original, starts, Math.min(end, length))), from)
    }
  }
}

function mergeOf(some: readonly number[], more: readonly number[]): readonly number[] {
  if (more.length === 0) return some
  return [...new Set([...some, ...more])].sort((a, b) => a - b)
}

/** What was cut off before it came here counts too. */
function missingOf(whole: string, looked: string): number {
  return whole.length === looked.length ? 0 : lengthBeforeCut(whole) - looked.length
}

/** A term in the spelling that texts are brought to, so that 火災 of a rule and of a text are the same. */
export function plainTerm(term: string): string {
  let plain = ''
  for (const character of term) plain += slowForm(character)
  return plain
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
  const form = slowForm(String.fromCodePoint(point))
  for (let index = 0; index < form.length; index++) write(writer, form.charCodeAt(index), at)
  return point > 0xffff ? at + 1 : at
}

/** The original end of what ends before `end`: behind its last character, before what was dropped after that. */
function endOf(original: string, starts: Int32Array, end: number): number {
  const last = starts[Math.max(end, 1) - 1] ?? 0
  return Math.min(original.length, last + ((original.codePointAt(last) ?? 0) > 0xffff ? 2 : 1))
}

function placedIn(titleLength: number, words: string, start: number): Span {
  return start < titleLength ? { text: words, offset: start, field: 'title' } : { text: words, offset: start - titleLength - 1 }
}
