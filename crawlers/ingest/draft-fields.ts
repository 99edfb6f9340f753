import type { Sha256 } from '../../core/incident/chain.ts'
import { maskCaller, maskPersonalNumbers } from '../../core/personal-data.ts'
import type { Source } from '../../core/source.ts'
import { readDate, readUnixTime, type ReadDate } from '../../core/written-date.ts'
import { readCount } from '../counts.ts'
import type { Draft } from '../draft.ts'
import { isPlausibleSerial, writeSerial } from './excel-date.ts'
import type { Field } from './header.ts'
import type { Cell, DateSystem } from './row.ts'

/** What a row or an item says, field by field; `column` is how its maker calls the field, for messages. */
export interface Said {
  /** Null where nothing is written. */
  value(field: Field): Cell
  column(field: Field): string
  /** Where it is a table that says so. */
  readonly dateSystem?: DateSystem | undefined
}

/** What a workbook shows where a formula came to nothing. */
const errorValue = /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!)$/

type From = Pick<Source, 'id' | 'name' | 'kind'>

/**
 * A row or item as a draft of its source. Its id stands within the source, so that nobody can write over what another source said: by its own
 * number, else by its address, else by what it says. Numbers of persons in what callers said are masked before anything is kept.
 * @throws RangeError naming the column whose value cannot be read
 */
export function draftFields(said: Said, source: From, sha256: Sha256): Draft {
  const spoken = isSpoken(source)
  const keep = (text: string | null): string | null => (text === null || !spoken ? text : maskPersonalNumbers(text))
  for (const field of ['key', 'title', 'text', 'publishedAt'] as const) {
    const written = said.value(field)
    if (typeof written === 'string' && errorValue.test(written.trim()))
      throw new RangeError(`${said.column(field)}：是表格的错误值 ${written.trim()}`)
  }
  const [title, text, url] = [keep(textOf(said.value('title'))), keep(textOf(said.value('text'))), textOf(said.value('url'))]
  if (title === null && text === null) throw new RangeError('标题和正文都是空的')
  if (url !== null && !/^https?:\/\//i.test(url)) throw new RangeError(`${said.column('url')}：“${url.slice(0, 60)}”不是网址`)
  const published = momentOf(said)
  const caller = textOf(said.value('caller'))
  return {
    id: idOf(source.id, textOf(said.value('key')), url ?? JSON.stringify([title, text, published?.at ?? null]), sha256),
    sourceKind: source.kind,
    source: source.name,
    sourceId: source.id,
    url,
    title,
    text,
    author: textOf(said.value('author')) ?? (caller === null ? null : maskCaller(caller)),
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null,
    region: keep(textOf(said.value('region'))),
    engagement: {
      views: readCount(said.value('views')),
      likes: readCount(said.value('likes')),
      comments: readCount(said.value('comments')),
      reposts: readCount(said.value('reposts'))
    }
  }
}

/** What people told an office, not the public. */
export function isSpoken({ kind }: Pick<Source, 'kind'>): boolean {
  return kind === 'hotline' || kind === 'message-board'
}

const longestKey = 100

export function idOf(sourceId: string, key: string | null, otherwise: string, sha256: Sha256): string {
  if (key === null) return `${sourceId}:~${sha256(otherwise).slice(0, 32)}`
  // Many numbers become the same one so: their tickets would be taken for one.
  if (/^\d(\.\d+)?E\+?\d+$/i.test(key)) throw new RangeError(`编号“${key}”被表格软件写成了科学计数法，原来的编号已经丢了`)
  return `${sourceId}:${key.length <= longestKey ? key : `~${sha256(key).slice(0, 32)}`}`
}

function textOf(cell: Cell): string | null {
  if (cell === null || typeof cell === 'boolean') return null
  const text = String(cell).trim()
  return text === '' ? null : text
}

/** A time that is written and cannot be read is no unknown one: it is refused. */
function momentOf(said: Said): ReadDate | null {
  const cell = said.value('publishedAt')
  const text = textOf(cell)
  if (text === null) return null
  const number = Number(text)
  const read = Number.isNaN(number)
    ? readDate(text, null)
    : isPlausibleSerial(number, said.dateSystem)
      ? readDate(writeSerial(number, said.dateSystem), null)
      : /^\d{8}$/.test(text)
        ? readDate(text, null)
        : readUnixTime(number)
  if (read === null) throw new RangeError(`${said.column('publishedAt')}：“${text.slice(0, 60)}”读不成时间，应如 2026-11-20 10:00`)
  return read
}
