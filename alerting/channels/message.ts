import type { Grade } from '../../core/grade.ts'
import { isMajor } from '../../core/grade.ts'
import type { NoticeRow } from '../../core/notice.ts'
import { shownLink, shownTitle } from './channel.ts'

/** What a chat shows of a notice. */
export interface Message {
  readonly title: string
  readonly body: string
  readonly link: string | null
  readonly grade: Grade | null
  /** Of grade I or II: it goes before others. */
  readonly major: boolean
}

export function messageOf(row: NoticeRow, baseUrl: string | null): Message {
  const { body, grade } = row.notice
  return { title: shownTitle(row), body: body.trim(), link: shownLink(row, baseUrl), grade, major: isMajor(grade) }
}

/** A link that a phone can open; a bare path is none. */
export function webLink({ link }: Pick<Message, 'link'>): string | null {
  return link !== null && /^https?:\/\//.test(link) ? link : null
}

/** For the place where a chat shows one short line; the whole title stands in the text. */
export function shortTitle({ title }: Pick<Message, 'title'>): string {
  const signs = Array.from(title)
  return signs.length <= 60 ? title : `${signs.slice(0, 59).join('')}…`
}

const fullWidth: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '`': '｀',
  '*': '＊',
  '#': '＃',
  '!': '！',
  '\\': '＼',
  '|': '｜'
}

/**
 * Words of the public may not become markup: a title can neither call everybody (`<@all>`) nor hide a link. Chats know no escape, so
 * the signs are shown in their full-width form.
 */
export function plainInMarkdown(text: string): string {
  return text.replace(/[<>[\]`*#!\\|]/g, (sign) => fullWidth[sign] ?? sign)
}
