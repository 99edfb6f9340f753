import { addMs, dayMs, hourMs, instantFromMs, minuteMs, msOf, type Instant, type Precision } from './instant.ts'
import { readDay, readTimeOfDay, toDigits, type TimeOfDay } from './written-date-parts.ts'

export interface ReadDate {
  readonly at: Instant
  readonly precision: Precision
}

type Found = ReadDate & { readonly index: number }
type Matcher = (text: string, observedAt: Instant | null) => Found | null

const chinaOffsetMs = 8 * hourMs

/**
 * Reads the first point in time that a Chinese web page writes: full dates, dates without a year, 昨天 21:05, 3分钟前, ISO and RFC
 * forms. Zone-less means +08:00. What refers to the moment of looking (今天, 刚刚, 11-23) needs `observedAt` and is null without it; a date
 * without a year is the nearest one in the past. Lunar dates, 上周 and anything that names no day are null: nothing is guessed.
 */
export function readDate(text: string, observedAt: Instant | null): ReadDate | null {
  const plain = toDigits(text.normalize('NFKC').slice(0, 2000))
  let best: Found | null = null
  for (const matcher of matchers) {
    const found = matcher(plain, observedAt)
    if (found !== null && (best === null || found.index < best.index)) best = found
  }
  return best === null ? null : { at: best.at, precision: best.precision }
}

/** Unix seconds or milliseconds: from 1e11 on it is milliseconds. Null outside 1995–2100. */
export function readUnixTime(value: number): ReadDate | null {
  if (!Number.isFinite(value)) return null
  const ms = value >= 1e11 ? value : value * 1000
  return ms > 788_918_400_000 && ms < 4_102_444_800_000 ? { at: instantFromMs(Math.floor(ms)), precision: 'second' } : null
}

const weekday = '(?:\\s*[(（]?(?:星期|周|礼拜)[一二三四五六日天1-6][)）]?)?'
const joiner = `${weekday}[T\\s,，、/|·]{0,4}`
const fullDate = new RegExp(
  `(?<![\\d.]|\\d:)(?:(\\d{4})|(\\d{2})(?=年))\\s*([-/.年])\\s*(\\d{1,2})\\s*(?:\\3|月)\\s*(\\d{1,2})(?:(?=\\d\\d:\\d\\d)|(?!\\d))\\s*[日号]?${joiner}`
)
const compactDate = new RegExp(`(?<!\\d)(20\\d{2})(0[1-9]|1[0-2])([0-2]\\d|3[01])(?:(?=[0-2]\\d[0-5]\\d[0-5]\\d(?!\\d))|(?!\\d))[T\\s]?`)

const byFullDate: Matcher = (text) => {
  const match = fullDate.exec(text)
  if (match === null || /农历|阴历|正月|腊月|闰/.test(text.slice(Math.max(0, match.index - 4), match.index + match[0].length + 2))) return null
  const year = match[1] === undefined ? 2000 + Number(match[2]) : Number(match[1])
  const day = readDay(year, Number(match[4]), Number(match[5]))
  return day === null ? null : joinTime(text, match.index, match[0].length, day)
}

const byCompactDate: Matcher = (text) => {
  const match = compactDate.exec(text)
  if (match === null) return null
  const day = readDay(Number(match[1]), Number(match[2]), Number(match[3]))
  if (day === null) return null
  const rest = text.slice(match.index + match[0].length)
  const digits = /^([0-2]\d)([0-5]\d)([0-5]\d)(?!\d)/.exec(rest)
  if (digits === null) return joinTime(text, match.index, match[0].length, day)
  const ms = day + Number(digits[1]) * hourMs + Number(digits[2]) * minuteMs + Number(digits[3]) * 1000 - chinaOffsetMs
  return { at: instantFromMs(ms), precision: 'second', index: match.index }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** RFC 822 (`Mon, 23 Nov 2026 09:12:00 +0800`), ctime with zone as Weibo writes it, and `Nov 23, 2026`. */
const byEnglishDate: Matcher = (text) => {
  const monthName = `(${months.join('|')})[a-z]*`
  const rfc = new RegExp(`\\b(\\d{1,2})[\\s-]${monthName}[\\s,-]+(\\d{4})[\\s,]*`, 'i').exec(text)
  if (rfc !== null) return ofEnglish(text, rfc, rfc[3], rfc[2], rfc[1])
  const ctime = new RegExp(`\\b${monthName}\\s+(\\d{1,2})\\s+(\\d{1,2}:\\d\\d:\\d\\d)\\s+([+-]\\d{4})\\s+(\\d{4})\\b`, 'i').exec(text)
  if (ctime !== null) {
    const day = readDay(Number(ctime[5]), monthNumber(ctime[1]), Number(ctime[2]))
    const time = readTimeOfDay(`${ctime[3]} ${ctime[4]}`)
    return day === null || time === null ? null : { ...atTime(day, time), index: ctime.index }
  }
  const american = new RegExp(`\\b${monthName}\\.?\\s+(\\d{1,2}),\\s*(\\d{4})[\\s,]*`, 'i').exec(text)
  return american === null ? null : ofEnglish(text, american, american[3], american[1], american[2])
}

function ofEnglish(
  text: string,
  match: RegExpExecArray,
  year: string | undefined,
  month: string | undefined,
  date: string | undefined
): Found | null {
  const day = readDay(Number(year), monthNumber(month), Number(date))
  return day === null ? null : joinTime(text, match.index, match[0].length, day)
}

function monthNumber(name: string | undefined): number {
  return months.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1
}

const ago = /(\d{1,4}|半)\s*个?(秒钟?|分钟?|小时|钟头|天)(?:以)?前/
const byAgo: Matcher = (text, observedAt) => {
  if (observedAt === null) return null
  const just = /刚刚|刚才/.exec(text)
  if (just !== null) return { at: observedAt, precision: 'minute', index: just.index }
  const match = ago.exec(text)
  if (match === null) return null
  const amount = match[1] === '半' ? 0.5 : Number(match[1])
  const unit = match[2] ?? ''
  if (unit.startsWith('秒')) return { at: addMs(observedAt, -amount * 1000), precision: 'minute', index: match.index }
  if (unit.startsWith('分')) return { at: addMs(observedAt, -amount * minuteMs), precision: 'minute', index: match.index }
  if (unit === '天')
    return amount < 1 ? null : { at: instantFromMs(chinaMidnight(observedAt, -amount) - chinaOffsetMs), precision: 'day', index: match.index }
  return { at: addMs(observedAt, -amount * hourMs), precision: amount < 1 ? 'minute' : 'hour', index: match.index }
}

const dayWords: Readonly<Record<string, number>> = { 今: 0, 昨: -1, 前: -2 }
const byDayWord: Matcher = (text, observedAt) => {
  const match = /(今|昨|前)(?:天|日(?!本)|晚|晨|早|夜)\s*/.exec(text)
  if (match === null || observedAt === null) return null
  // 三天前天 or 日前, 目前天气: only a word of its own counts.
  if (/[大目之以年\d]/.test(text[match.index - 1] ?? '')) return null
  const day = chinaMidnight(observedAt, dayWords[match[1] ?? ''] ?? 0)
  const period = /[晚晨早夜]/.exec(match[0])?.[0] ?? ''
  const length = period === '' ? match[0].length : match[0].indexOf(period)
  return joinTime(text, match.index, length, day)
}

const yearless = new RegExp(`(?<![\\d./年-]|\\d:)(?:(\\d{1,2})月(\\d{1,2})[日号]|(\\d{1,2})([-/])(\\d{1,2})(?![\\d/-]))${joiner}`)
const byYearless: Matcher = (text, observedAt) => {
  const match = yearless.exec(text)
  if (match === null || observedAt === null || /(农历|阴历|闰|去年|明年|年)\s*$/.test(text.slice(0, match.index))) return null
  const dashed = match[4] !== undefined
  const rest = readTimeOfDay(text.slice(match.index + match[0].length))
  // 1-3 or 2/5 alone is a score or a page number as often as a date.
  if (dashed && rest === null && !/^\s*\d\d[-/]\d\d\s*$/.test(text)) return null
  const [month, date] = [Number(match[1] ?? match[3]), Number(match[2] ?? match[5])]
  const thisYear = Number(instantFromMs(msOf(observedAt) + chinaOffsetMs).slice(0, 4))
  for (const year of [thisYear, thisYear - 1]) {
    const day = readDay(year, month, date)
    // A clock that is a little behind ours must not throw a post a year back.
    if (day !== null && day - chinaOffsetMs <= msOf(observedAt) + hourMs) return joinTime(text, match.index, match[0].length, day)
  }
  return null
}

/** A bare clock time (21:05) is today's, if it is not later than now. */
const byClock: Matcher = (text, observedAt) => {
  if (observedAt === null || !/^\s*\d{1,2}:\d\d(:\d\d)?\s*$/.test(text)) return null
  const found = joinTime(text, 0, 0, chinaMidnight(observedAt, 0))
  return found !== null && msOf(found.at) <= msOf(observedAt) + 5 * minuteMs ? found : null
}

const matchers: readonly Matcher[] = [byFullDate, byCompactDate, byEnglishDate, byAgo, byDayWord, byYearless, byClock]

/** Midnight in China of the observed day, moved by whole days, as milliseconds of a clock that calls it UTC. */
function chinaMidnight(observedAt: Instant, days: number): number {
  return Math.floor((msOf(observedAt) + chinaOffsetMs) / dayMs) * dayMs + days * dayMs
}

function joinTime(text: string, index: number, length: number, day: number): Found | null {
  const time = readTimeOfDay(text.slice(index + length).trimStart())
  if (time === 'invalid') return null
  return time === null ? { at: instantFromMs(day - chinaOffsetMs), precision: 'day', index } : { ...atTime(day, time), index }
}

function atTime(day: number, time: TimeOfDay | 'invalid'): ReadDate {
  if (time === 'invalid') return { at: instantFromMs(day - chinaOffsetMs), precision: 'day' }
  const offset = time.zoneMinutes === null ? chinaOffsetMs : time.zoneMinutes * minuteMs
  return { at: instantFromMs(day + time.ms - offset), precision: time.precision }
}
