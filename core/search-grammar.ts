import { InvalidInputError } from './errors.ts'
import { addMs, dayMs, parseInstant, type Instant } from './instant.ts'
import { normaliseForSearch } from './search-text.ts'
import { equalsValue, fieldNames, type EqualsField } from './search-fields.ts'
import type { TextQuery } from './search.ts'

const maxLength = 500

interface Word {
  readonly negated: boolean
  /** As written before the colon; null where there is none. */
  readonly field: string | null
  readonly text: string
  readonly quoted: boolean
}

/**
 * Reads what a person typed. Space: both; `OR` joins its two neighbours and binds tighter than space; `-` before a word:
 * not; `"…"`: a phrase with its spaces; `field:value` (title, text, source, kind, author, grade, incident, or their Chinese
 * names); `2026-11-01..2026-11-30`: days of publication in China, both included, either end may be left out.
 * @throws InvalidInputError in words for the person
 */
export function parseQuery(input: string): TextQuery {
  if (input.length > maxLength) throw refuse(`查询太长：最多 ${maxLength} 字`)
  const words = splitWords(input)
  const groups: TextQuery[][] = []
  let joins = false
  for (const word of words) {
    if (isOr(word)) {
      if (joins || groups.length === 0) throw refuse('OR 的两边都要有词')
      joins = true
      continue
    }
    const part = readWord(word)
    if (joins) groups.at(-1)?.push(part)
    else groups.push([part])
    joins = false
  }
  if (joins) throw refuse('OR 的两边都要有词')
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
    if (found === null || found[0] === '') throw refuse(`第 ${start + 1} 个字符处读不懂`)
    if (found[6] !== undefined) throw refuse('引号没有配对')
    words.push(wordOf(found))
  }
  return words
}

function wordOf(found: RegExpExecArray): Word {
  const [whole, minus = '', name, straight, chinese, bare] = found
  const quoted = straight !== undefined || chinese !== undefined
  const text = straight ?? chinese ?? bare ?? ''
  const known = name !== undefined && (name.toLowerCase() in fieldNames || /^[A-Za-z]/.test(name))
  if (!known && name !== undefined) return { negated: minus === '-', field: null, text: whole.slice(minus.length), quoted: false }
  return { negated: minus === '-', field: name?.toLowerCase() ?? null, text, quoted }
}

function readWord(word: Word): TextQuery {
  const part = word.field === null ? readPlain(word) : readField(word.field, word.text)
  return word.negated ? { op: 'not', part } : part
}

function readPlain(word: Word): TextQuery {
  const range = word.quoted ? null : readRange(word.text)
  return range ?? term(word.text, 'any')
}

function readField(name: string, value: string): TextQuery {
  const field = Object.hasOwn(fieldNames, name) ? fieldNames[name as keyof typeof fieldNames] : undefined
  if (field === undefined) {
    throw refuse(`没有叫“${name}”的字段；可用 title、text、source、kind、author、grade、incident。要搜这几个字本身，请加引号`)
  }
  if (value.trim() === '') throw refuse(`“${name}:”后面缺少内容`)
  return field === 'title' || field === 'text' ? term(value, field) : { op: 'equals', field, value: valueOf(field, value) }
}

function valueOf(field: EqualsField, value: string): string {
  const found = equalsValue(field, value)
  if (found.value === null) throw refuse(`“${value}”不是 ${field} 的取值；可用：${found.allowed}`)
  return found.value
}

function term(text: string, field: 'any' | 'title' | 'text'): TextQuery {
  if (normaliseForSearch(text).trim() === '') throw refuse(text === '' ? '减号或引号里缺少要搜的词' : '要搜的词里没有可见的字')
  return { op: 'term', text, field }
}

/** `2026-11-01..2026-11-30`; null for anything that is no range at all. */
function readRange(text: string): TextQuery | null {
  const found = /^(\d{4}-[\d-]*)?\.\.(\d{4}-[\d-]*)?$/.exec(text)
  if (found === null || (found[1] === undefined && found[2] === undefined)) return null
  const from = found[1] === undefined ? null : startOfDay(found[1])
  const last = found[2] === undefined ? null : startOfDay(found[2])
  if (from !== null && last !== null && from > last) throw refuse(`日期范围 ${text} 的起点晚于终点`)
  return { op: 'published', from, to: last === null ? null : addMs(last, dayMs) }
}

/** Midnight in China of a date that exists. */
function startOfDay(date: string): Instant {
  const midnight = /^\d{4}-\d\d-\d\d$/.test(date) ? parseInstant(`${date}T00:00:00+08:00`) : null
  const exists = midnight !== null && parseInstant(`${date}T00:00:00Z`)?.startsWith(date) === true
  if (midnight === null || !exists) throw refuse(`“${date}”不是日期；写成 2026-11-01 的样子`)
  return midnight
}

function refuse(reason: string): InvalidInputError {
  return new InvalidInputError(`查询有误：${reason}`)
}
