import { addMs, dayMs, hourMs, instantFromMs, minuteMs, msOf, type Instant, type Precision } from './instant.ts'
import { foldDate, readDay, readTimeOfDay, zoneOf, type TimeOfDay } from './written-date-parts.ts'

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
  const plain = foldDate(text.slice(0, 2000))
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

const weekday = '(?:\\s*[(（]?(?:(?:星期|周|礼拜)[一二三四五六日天1-6]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\b)[)）]?)?'
const joiner = `${weekday}[T\\s,，、/|·]{0,4}`
const fullDate = new RegExp(
  `(?<![\\d.]|\\d:)(?:(\\d{4})|(\\d{2})(?=年))\\s*([-/.年])\\s*(\\d{1,2})\\s*(?:\\3|月)\\s*(\\d{1,2})(?:(?=\\d\\d:\\d\\d)|(?!\\d))\\s*(?![日号]?\\s*[-~至到]\\s*\\d{1,2}\\s*[日号])[日号]?${joiner}`,
  'i'
)
const compactDate = new RegExp(`(?<!\\d)(20\\d{2})(0[1-9]|1[0-2])([0-2]\\d|3[01])(?:(?=[0-2]\\d[0-5]\\d(?:[0-5]\\d)?(?!\\d))|(?!\\d))[T\\s]?`)

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
  const digits = /^([0-2]\d)([0-5]\d)([0-5]\d)?(?!\d)/.exec(rest)
  if (digits === null) return joinTime(text, match.index, match[0].length, day)
  if (Number(digits[1]) > 23) return null
  const ms = Number(digits[1]) * hourMs + Number(digits[2]) * minuteMs + Number(digits[3] ?? 0) * 1000
  const precision = digits[3] === undefined ? 'minute' : 'second'
  return { ...atTime(day, { ms, precision, zoneMinutes: zoneOf(rest.slice(digits[0].length)) }), index: match.index }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const monthName = `(${months.join('|')})[a-z]*`
const rfcDate = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?[\\s-]${monthName}\\.?[\\s,-]+(\\d{4}|\\d{2}(?=\\s+\\d{1,2}:))[\\s,]*`, 'i')
const ctimeDate = new RegExp(`\\b${monthName}\\s+(\\d{1,2})\\s+(\\d{1,2}:\\d\\d:\\d\\d)\\s+([+-]\\d{4}\\s+|[A-Z]{1,3}\\s+)?(\\d{4})\\b`, 'i')
const americanDate = new RegExp(`\\b${monthName}\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?:[\\s,]|at\\b)*`, 'i')

/** RFC 822 (`Mon, 23 Nov 2026 09:12:00 +0800`), ctime as Weibo and C write it, and `Nov 23, 2026`. */
const byEnglishDate: Matcher = (text) => {
  const rfc = rfcDate.exec(text)
  if (rfc !== null) return ofEnglish(text, rfc, rfc[3]?.length === 2 ? `20${rfc[3]}` : rfc[3], rfc[2], rfc[1])
  const ctime = ctimeDate.exec(text)
  if (ctime !== null) {
    const day = readDay(Number(ctime[5]), monthNumber(ctime[1]), Number(ctime[2]))
    const time = readTimeOfDay(`${ctime[3]} ${ctime[4] ?? ''}`)
    return day === null || time === null || time === 'invalid' ? null : { ...atTime(day, time), index: ctime.index }
  }
  const american = americanDate.exec(text)
  return american === null ? null : ofEnglish(text, american, american[3], american[1], american[2])
}

const yearLast = /(?<![\d/.-])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])[\s,]*/

/** 23/11/2026 and 11/23/2026; where both could be the month (3/5/2026), no day is named. */
const byYearLast: Matcher = (text) => {
  const match = yearLast.exec(text)
  if (match === null) return null
  const [first, second] = [Number(match[1]), Number(match[2])]
  if (first <= 12 && second <= 12 && first !== second) return null
  const day = readDay(Number(match[3]), first > 12 ? second : first, first > 12 ? first : second)
  return day === null ? null : joinTime(text, match.index, match[0].length, day)
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

const justNow = /(?:^|[\s:|·于])(?:刚刚|刚才)(?=$|[\s|·,]|发布|发表|更新|来自)/
const ago =
  /(?<![\d.、~-]|第)(?:(\d{1,3})天(?:零|又)?\s*)?(?:(\d{1,3}(?:\.\d)?|半)\s*个?(?:小时|钟头)(?:零|又)?\s*)?(?:(\d{1,4})\s*分钟?\s*)?(?:(\d{1,4})\s*秒钟?\s*)?(?:以|之)?前/g

const byAgo: Matcher = (text, observedAt) => {
  if (observedAt === null) return null
  const just = justNow.exec(text)
  if (just !== null) return { at: observedAt, precision: 'minute', index: just.index }
  for (const match of text.matchAll(ago)) {
    const [days, hours, minutes, seconds] = match.slice(1)
    if (days === undefined && hours === undefined && minutes === undefined && seconds === undefined) continue
    return { ...before(observedAt, days, hours, minutes, seconds), index: match.index }
  }
  return null
}

function before(
  observedAt: Instant,
  days: string | undefined,
  hours: string | undefined,
  minutes: string | undefined,
  seconds: string | undefined
): ReadDate {
  const isWholeDays = days !== undefined && hours === undefined && minutes === undefined && seconds === undefined
  if (isWholeDays) return { at: instantFromMs(chinaMidnight(observedAt, -Number(days)) - chinaOffsetMs), precision: 'day' }
  const hour = hours === '半' ? 0.5 : Number(hours ?? 0)
  const ms = Number(days ?? 0) * dayMs + hour * hourMs + Number(minutes ?? 0) * minuteMs + Number(seconds ?? 0) * 1000
  const isFine = minutes !== undefined || seconds !== undefined || !Number.isInteger(hour)
  return { at: addMs(observedAt, -ms), precision: isFine ? 'minute' : 'hour' }
}

const dayWords: Readonly<Record<string, number>> = { 今: 0, 昨: -1, 前: -2, 大前: -3 }
const afterDayWord = '(?=\\s*$|\\s*\\d|\\s*[,.。、:|·()\\[\\]/-]|\\s|凌晨|清晨|早|上午|中午|正午|午|下午|傍晚|晚|深夜|夜|发布|发表|更新|星期|周)'
/** A word of its own: 目前天气, 如今天, 今日头条 and 日前天津 name no day. */
const dayWord = new RegExp(`(?<![\\p{Script=Han}\\d])(?<=^|[^的])(大前|今|昨|前)(?:天|日|晚|晨|早|夜)${afterDayWord}\\s*`, 'u')
const dayWordAfter = new RegExp(`(?<=[于在从自是至])(大前|今|昨|前)(?:天|日|晚|晨|早|夜)${afterDayWord}\\s*`, 'u')

const byDayWord: Matcher = (text, observedAt) => {
  const match = dayWord.exec(text) ?? dayWordAfter.exec(text)
  if (match === null || observedAt === null) return null
  const day = chinaMidnight(observedAt, dayWords[match[1] ?? ''] ?? 0)
  const period = /[晚晨早夜]/.exec(match[0])?.[0] ?? ''
  const length = period === '' ? match[0].length : match[0].indexOf(period)
  return joinTime(text, match.index, length, day)
}

const yearless = new RegExp(
  `(?<![\\d./年-]|\\d:)(?:(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*[日号](?!\\s*[-~至到]\\s*\\d{1,2}\\s*[日号])|(\\d{1,2})([-/])(\\d{1,2})(?![\\d/-]))${joiner}`
)
const byYearless: Matcher = (text, observedAt) => {
  const match = yearless.exec(text)
  if (match === null || observedAt === null || /(农历|阴历|闰|明年|年)\s*$/.test(text.slice(0, match.index))) return null
  const dashed = match[4] !== undefined
  const rest = readTimeOfDay(text.slice(match.index + match[0].length))
  // 1-3 or 2/5 alone is a score or a page number as often as a date.
  if (dashed && rest === null && !/^\s*\d\d[-/]\d\d\s*$/.test(text)) return null
  const [month, date] = [Number(match[1] ?? match[3]), Number(match[2] ?? match[5])]
  const thisYear = yearOf(observedAt)
  for (const year of [thisYear, thisYear - 1]) {
    const day = readDay(year, month, date)
    // A clock that is a little behind ours must not throw a post a year back.
    if (day === null || day - chinaOffsetMs > msOf(observedAt) + hourMs) continue
    return agreesWithWeekday(day, match[0]) ? joinTime(text, match.index, match[0].length, day) : null
  }
  return null
}

/** A written day of the week that is another than that day's says that the year is not the one supposed. */
function agreesWithWeekday(day: number, written: string): boolean {
  const name = /(?:星期|周|礼拜)([一二三四五六日天1-6])/.exec(written)?.[1]
  if (name === undefined) return true
  const wanted = '日天'.includes(name) ? 0 : Math.max('一二三四五六'.indexOf(name), '123456'.indexOf(name)) + 1
  return new Date(day).getUTCDay() === wanted
}

const namedYear = new RegExp(`(今年|去年|前年|本月|上个?月)\\s*(?:(\\d{1,2})\\s*月\\s*)?(\\d{1,2})\\s*[日号]${joiner}`)

/** 去年11月23日, 本月3日, 上月30日. */
const byNamedYear: Matcher = (text, observedAt) => {
  const match = namedYear.exec(text)
  if (match === null || observedAt === null) return null
  const [name, written, date] = [match[1] ?? '', match[2], Number(match[3])]
  if (name.endsWith('年') !== (written !== undefined)) return null
  const month = Number(instantFromMs(msOf(observedAt) + chinaOffsetMs).slice(5, 7))
  const monthsBack = { 今年: 0, 去年: 12, 前年: 24, 本月: 0, 上月: 1, 上个月: 1 }[name] ?? 0
  const at = yearOf(observedAt) * 12 + (written === undefined ? month : Number(written)) - 1 - monthsBack
  const day = Number(written ?? 1) > 12 ? null : readDay(Math.floor(at / 12), (at % 12) + 1, date)
  return day === null ? null : joinTime(text, match.index, match[0].length, day)
}

function yearOf(observedAt: Instant): number {
  return Number(instantFromMs(msOf(observedAt) + chinaOffsetMs).slice(0, 4))
}

/** A bare clock time (21:05) is today's, if it is not later than now. */
const byClock: Matcher = (text, observedAt) => {
  if (observedAt === null || !/^\s*\d{1,2}:\d\d(:\d\d)?\s*$/.test(text)) return null
  const found = joinTime(text, 0, 0, chinaMidnight(observedAt, 0))
  return found !== null && msOf(found.at) <= msOf(observedAt) + 5 * minuteMs ? found : null
}

const matchers: readonly Matcher[] = [byFullDate, byCompactDate, byEnglishDate, byYearLast, byAgo, byDayWord, byNamedYear, byYearless, byClock]

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
