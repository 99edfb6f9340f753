import { tableOf } from '../names/character-table.ts'

/** As much of a date as the words say. */
export interface PartialDate {
  readonly year: number | null
  readonly month: number | null
  readonly day: number | null
}

const pattern = /(?:(\d{4})年)?(?:(\d{1,2})月(?:(\d{1,2})[日号])?|(?<!\d月|\d)(\d{1,2})[日号](?!线|楼|院|店|门|车|井|矿|机|馆|台))|(\d{4})年/g

const units = tableOf('年月日号')

/** Dates that a sentence states as the time of something; datelines (8日电) and 截至 are not among them. */
export function datesIn(sentence: string): PartialDate[] {
  const dates: PartialDate[] = []
  if (!mayDate(sentence)) return dates
  // A dateline (新华社5月21日电) says when the report was sent.
  const told = sentence.replace(/(?:\d{1,2}月)?\d{1,2}日(?:晚|晨|凌晨)?(?=电|讯)/g, (words) => ' '.repeat(words.length))
  for (const match of told.matchAll(pattern)) {
    if (/截[至止]到?(?:北京时间|当地时间|目前)?$/.test(told.slice(0, match.index))) continue
    const date = { year: numberOf(match[1] ?? match[5]), month: numberOf(match[2]), day: numberOf(match[3] ?? match[4]) }
    if ((date.month ?? 1) <= 12 && (date.day ?? 1) <= 31) dates.push(date)
  }
  return dates
}

/** A digit right before 年, 月, 日 or 号: most sentences have none, and that is seen before any expression is tried. */
function mayDate(sentence: string): boolean {
  for (let at = 1; at < sentence.length; at++) {
    if (units[sentence.charCodeAt(at)] !== 1) continue
    const before = sentence.charCodeAt(at - 1)
    if (before >= 0x30 && before <= 0x39) return true
  }
  return false
}

function numberOf(words: string | undefined): number | null {
  return words === undefined ? null : Number(words)
}

/** Whether the date lies before the other as far as both are known; a year that only one of them names decides nothing. */
export function isBefore(date: PartialDate, other: PartialDate): boolean {
  if (date.year !== null && other.year !== null && date.year !== other.year) return date.year < other.year
  if (date.month !== null && other.month !== null && date.month !== other.month) return date.month < other.month
  return date.day !== null && other.day !== null && date.day < other.day
}
