import type { Instant } from '../../../core/instant.ts'
import { readDate, type ReadDate } from '../../../core/written-date.ts'
import { isBylineLine } from './byline-line.ts'
import type { PageLine } from './lines.ts'

export const isToday = /今天是|现在是|今天日期/
const isOther = /首页|更新于|更新时间|修改时间|截至|截止|有效期|失效/

/** The publication date that a line of the page names; null where it names none, or where its date is that of what is told. */
export function dateInLine(line: string, observedAt: Instant | null): ReadDate | null {
  if (line.length > 160 || isToday.test(line)) return null
  const published = afterPublishLabel(line)
  if (published !== null) return readDate(published, observedAt)
  if (isOther.test(line) || isOfEvent(line)) return null
  // Inside a sentence of the story a date is the story's.
  return isSentence(line) ? null : readDate(line, observedAt)
}

const publishLabel = /(?:发布|發布|发表|發表|发稿|刊发|上网|公开|信息发布|新闻发布)(?:时间|時間|日期|于|於)?\s*[:：]?\s*(?=[\d昨今前刚])/
/** What follows 发布时间: the day of signing (成文日期) or of a revision may stand before it. */
export function afterPublishLabel(line: string): string | null {
  const match = publishLabel.exec(line)
  return match === null ? null : line.slice(match.index + match[0].length)
}

const dateLabel = /(\p{Script=Han}{0,8}?)(?:时间|時間|日期)\s*(?:为|是|于)?\s*[:：]?\s*(?=[\d今昨前明])/gu
const publishes = /(?:^|发布|發布|发表|發表|发稿|刊发|刊登|上网|公开|发文|发帖|上传|录入|添加|创建|稿件|文章|新闻|信息)$/

/** 事发时间, 停水时间, 报名时间, 印发日期: a label that says of what its date is, and that is not the publication. */
function isOfEvent(line: string): boolean {
  return [...line.matchAll(dateLabel)].some((match) => !publishes.test(match[1] ?? ''))
}

const namesOrigin = /来\s*源|來\s*源|发布|發布|发表|發表|作者|记者|编辑|字号/
const hasTime = /\d{1,2}\s*[:：时点]\s*\d{2}/
const isWeekday = /(?:星期|周)[一二三四五六日天]/

/** The line speaks of its page: it is a byline, names who published it, or gives a moment or a bare date before all else. */
export function speaksOfPage(line: string): boolean {
  return isBylineLine(line) || namesOrigin.test(line) || hasTime.test(line) || /^[\d昨今前刚]/.test(line)
}

/** The same where the frame of the site stands, which shows what day it is today. */
export function speaksOfPageInFrame(line: string): boolean {
  return !isWeekday.test(line) && (namesOrigin.test(line) || hasTime.test(line))
}

/** The same inside of a body, where a line that says anything else is the story's. */
export function isBylineInBody(line: string): boolean {
  if (isBylineLine(line)) return true
  return (
    line.length <= 100 &&
    !/[。！？；]/.test(line) &&
    !isOfEvent(line) &&
    namesOrigin.test(line) &&
    /^(?:\d|发布|来\s*源|作者|记者|时间|日期)/.test(line)
  )
}

const shortPiece = /^[\d\s:：/.\-年月日时分]{1,20}$/

/** A line with the pieces that a template sets apart from it: 2026 · 11/23 · 20:15. A label may stand before its date, too. */
export function together(lines: readonly PageLine[], index: number): string {
  let text = lines[index]?.text ?? ''
  if (!shortPiece.test(text) && !/(时间|日期|于)\s*[:：]?$/.test(text)) return text
  for (let next = index + 1; next < index + 4 && shortPiece.test(lines[next]?.text ?? ''); next++) text += ` ${lines[next]?.text}`
  return text.replace(/^(\d{4})\s+(\d{1,2})[-/.月](\d{1,2})(?!\d)/, '$1-$2-$3')
}

/** Most of the line is a link, or it is the date that stands under one, as in lists of other articles. */
export function isOfLink(lines: readonly PageLine[], index: number): boolean {
  const [before, own] = [lines[index - 1], lines[index]]
  if (own !== undefined && own.linked > 0.5 && own.text.length >= 16) return true
  return before !== undefined && before.linked > 0.9 && before.text.length >= 10 && (own?.text.length ?? 0) <= 24
}

export function isProse(line: string): boolean {
  return line.length > 40 && /[，。；！？]/.test(line)
}

function isSentence(line: string): boolean {
  if (/(发布|发表|来源|时间|日期|编辑|作者)\s*[:：]?/.test(line.slice(0, 40)) && line.length <= 100) return /[。！？]$/.test(line)
  return line.length > 60 || /[，。；].*[，。；]/.test(line) || /[。！？]$/.test(line)
}
