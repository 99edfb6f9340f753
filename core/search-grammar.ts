import { InvalidInputError } from './errors.ts'
import { addMs, dayMs, parseInstant, type Instant } from './instant.ts'
import { normaliseForSearch } from './search-text.ts'
import { equalsValue, fieldNames, type EqualsField } from './search-fields.ts'
import type { TextQuery } from './search.ts'

const maxLength = 500

/** A query that cannot be read, and where in it: UTF-16 units from its start. */
export class QueryError extends InvalidInputError {
  readonly at: number
  readonly length: number

  constructor(reason: string, { at, length }: Place) {
    super(`查询有误：${reason}`, { metadata: { at, length } })
    this.at = at
    this.length = length
  }
}

interface Place {
  readonly at: number
  readonly length: number
}

interface Word extends Place {
  readonly negated: boolean
  /** As written before the colon; null where there is none. */
  readonly field: string | null
  readonly text: string
  readonly quoted: boolean
}

/**
 * Reads what a person typed. Space: both; `OR` joins its two neighbours and binds tighter than space; `-` before a word:
 * not; `"…"`: a phrase with its spaces; `field:value` (title, text, source, kind, author, grade, incident, sentiment, or their
 * Chinese names); `2026-11-01..2026-11-30`: days of publication in China, both included, either end may be left out.
 * @throws QueryError in words for the person, with the place
 */
export function parseQuery(input: string): TextQuery {
  if (input.length > maxLength) throw new QueryError(`查询太长：最多 ${maxLength} 字`, { at: maxLength, length: input.length - maxLength })
  const words = splitWords(input)
  const groups: TextQuery[][] = []
  let joins: Word | null = null
  for (const word of words) {
    if (isOr(word)) {
      if (joins !== null || groups.length === 0) throw new QueryError('OR 的两边都要有词', word)
      joins = word
      continue
    }
    const part = readWord(word)
    if (joins !== null) groups.at(-1)?.push(part)
    else groups.push([part])
    joins = null
  }
  if (joins !== null) throw new QueryError('OR 的两边都要有词', joins)
  const parts = groups.map((group): TextQuery => (group.length === 1 && group[0] !== undefined ? group[0] : { op: 'or', parts: group }))
  if (parts.length === 0) return { op: 'all' }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { op: 'and', parts }
}

function isOr(word: Word): boolean {
  return word.text === 'OR' && !word.quoted && !word.negated && word.field === null
}

/** A word: an optional minus, an optional field, then a phrase in straight or Chinese quotes or anything up to white space. */
const wordPattern = /(-?)(?:([A-Za-z]+|[\u4e00-\u9fff]{2})[:\uff1a](?!\/\/))?(?:"([^"]*)"|“([^”]*)”|([^\s"“]\S*)|(["“])|(?=\s|$))/gy

function splitWords(input: string): Word[] {
  const words: Word[] = []
  wordPattern.lastIndex = 0
  while (wordPattern.lastIndex < input.length) {
    const space = /\s+/y
    space.lastIndex = wordPattern.lastIndex
    if (space.test(input)) {
      wordPattern.lastIndex = space.lastIndex
      continue
    }
    const start = wordPattern.lastIndex
    const found = wordPattern.exec(input)
    if (found === null || found[0] === '') throw new QueryError(`第 ${start + 1} 个字符处读不懂`, { at: start, length: 1 })
    if (found[6] !== undefined)
      throw new QueryError('引号没有配对', { at: wordPattern.lastIndex - 1, length: input.length - wordPattern.lastIndex + 1 })
    words.push(wordOf(found, { at: start, length: found[0].length }))
  }
  return words
}

function wordOf(found: RegExpExecArray, place: Place): Word {
  const [whole, minus = '', name, straight, chinese, bare] = found
  const quoted = straight !== undefined || chinese !== undefined
  const text = straight ?? chinese ?? bare ?? ''
  const known = name !== undefined && (name.toLowerCase() in fieldNames || /^[A-Za-z]/.test(name))
  if (!known && name !== undefined) return { ...place, negated: minus === '-', field: null, text: whole.slice(minus.length), quoted: false }
  return { ...place, negated: minus === '-', field: name?.toLowerCase() ?? null, text, quoted }
}

function readWord(word: Word): TextQuery {
  const part = word.field === null ? readPlain(word) : readField(word.field, word)
  return word.negated ? { op: 'not', part } : part
}

function readPlain(word: Word): TextQuery {
  const range = word.quoted ? null : readRange(word)
  return range ?? term(word, 'any')
}

function readField(name: string, word: Word): TextQuery {
  const { text: value } = word
  const field = Object.hasOwn(fieldNames, name) ? fieldNames[name as keyof typeof fieldNames] : undefined
  if (field === undefined) {
    throw new QueryError(
      `没有叫“${name}”的字段；可用 title、text、source、kind、author、grade、incident、sentiment。要搜这几个字本身，请加引号`,
      word
    )
  }
  if (value.trim() === '') throw new QueryError(`“${name}:”后面缺少内容`, word)
  return field === 'title' || field === 'text' ? term(word, field) : { op: 'equals', field, value: valueOf(field, word) }
}

function valueOf(field: EqualsField, word: Word): string {
  const found = equalsValue(field, word.text)
  if (found.value === null) throw new QueryError(`“${word.text}”不是 ${field} 的取值；可用：${found.allowed}`, word)
  return found.value
}

function term(word: Word, field: 'any' | 'title' | 'text'): TextQuery {
  const { text } = word
  if (normaliseForSearch(text).trim() === '') throw new QueryError(text === '' ? '减号或引号里缺少要搜的词' : '要搜的词里没有可见的字', word)
  return { op: 'term', text, field }
}

/** `2026-11-01..2026-11-30`; null for anything that is no range at all. */
function readRange(word: Word): TextQuery | null {
  const { text } = word
  const found = /^(\d{4}-[\d-]*)?\.\.(\d{4}-[\d-]*)?$/.exec(text)
  if (found === null || (found[1] === undefined && found[2] === undefined)) return null
  const from = found[1] === undefined ? null : startOfDay(found[1], word)
  const last = found[2] === undefined ? null : startOfDay(found[2], word)
  if (from !== null && last !== null && from > last) throw new QueryError(`日期范围 ${text} 的起点晚于终点`, word)
  return { op: 'published', from, to: last === null ? null : addMs(last, dayMs) }
}

/** Midnight in China of a date that exists. */
function startOfDay(date: string, place: Place): Instant {
  const midnight = /^\d{4}-\d\d-\d\d$/.test(date) ? parseInstant(`${date}T00:00:00+08:00`) : null
  const exists = midnight !== null && parseInstant(`${date}T00:00:00Z`)?.startsWith(date) === true
  if (midnight === null || !exists) throw new QueryError(`“${date}”不是日期；写成 2026-11-01 的样子`, { at: place.at, length: place.length })
  return midnight
}
