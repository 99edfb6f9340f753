import { dayMs, hourMs, minuteMs, msOf, type Instant, type Precision } from '../../core/instant.ts'
import { tableOf } from '../names/character-table.ts'
import { readNumber } from './chinese-number.ts'

/** What a text says of a time, by the names of the groups of `datePattern`. */
export type SaidTime = Readonly<Record<string, string | undefined>>

export interface Moment {
  /** Milliseconds since 1970; the midnight at +08:00 where only the day is known. */
  readonly at: number
  readonly precision: Precision
}

const number = String.raw`(?:\d{1,2}|[零一二三四五六七八九十两]{1,3})`
const dayPart = '(?:凌晨|清晨|早晨|早上|清早|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜间|夜里|深夜|半夜|午夜|今早|今晨|今晚|昨晚|昨夜|早|晚)'
const relativeDay = '(?:今天|今日|今儿|昨天|昨日|昨儿|大前天|前天|前日|前晚|前夜|当天|当日|同日|当晚|当夜|今早|今晨|今晚|今夜|昨晚|昨夜|昨晨)'
const weekday = '(?<week>上上|上|本|这)?个?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])'
const month = String.raw`\d{1,2}|十[一二]?|[一二三四五六七八九]`
const tens = '[一二]?十[一二三四五六七八九]?|三十一?'
const holiday =
  '(?<holiday>元旦|五一(?:劳动)?|劳动|国庆|圣诞|平安夜)节?(?:(?<holidayDay>当天|当日|当晚|当夜)|(?=凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里|深夜|\\d{1,2}[时点]))'
const date = [
  String.raw`(?<!\d)(?<isoYear>\d{4})[-/.](?<isoMonth>\d{1,2})[-/.](?<isoDay>\d{1,2})(?!\d)[ t]?`,
  String.raw`(?:(?<!\d)(?<year>\d{4})年|(?<saidYear>今年|去年))?(?<![\d一二三四五六七八九十])(?<month>${month})月(?<day>\d{1,2}|${tens}|[一二三四五六七八九])[日号]`,
  String.raw`本月(?<thisDay>\d{1,2})[日号]`,
  String.raw`(?<![\d月一二三四五六七八九十])(?<bareDay>\d{1,2}|${tens})[日号](?!线|楼|院|店|门|车|井|矿|机|馆|台|令|文|栋|桥|路|厅|泊|仓|库|码头|公告)`,
  `(?<relative>${relativeDay})`,
  weekday,
  holiday
].join('|')
/** The minutes: 14时27分, 14点半; 22时3人受伤 has none. */
const minutes = (name: string): string =>
  `(?:(?<${name}>\\d{1,2})(?:分(?:\\d{1,2}秒)?|(?![\\d名人辆个起台车岁点]))|(?<${name}>[零一二三四五六七八九十]{1,3})(?:分|(?=许|多|左右|前后))|(?<=点)(?<${name}>(?:[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]))(?![名人辆个起台车岁点多余来几]))`
const about = '(?:许|多|左右|前后)'
const clock = `(?<part>${dayPart})?(?<!\\d)(?<hour>${number})(?:(?:时|点钟?)(?<half>半|整|一刻|三刻)?${minutes('minute')}?|:(?<colonMinute>\\d{2})(?::\\d{2})?(?!\\d)分?)${about}?`
/** 早 and 晚 alone are not among them: 早一点 is no hour. */
const wholePart = '(?:凌晨|清晨|早晨|早上|清早|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜间|夜里|深夜|半夜|午夜)'
const bare = `(?<bareClock>(?<barePart>${wholePart})(?<bareHour>${number})(?:(?:时|点钟?)(?<bareHalf>半|整|一刻|三刻)?${minutes('bareMinute')}?|:(?<bareColon>\\d{2})(?!\\d)分?)(?<bareAbout>${about})?)`

/** A date with or without an hour, or an hour of a part of the day alone. */
const datePattern = new RegExp(`(?:${date})(?:\\(?[^,。()]{0,4}\\))?(?:的?${clock}|(?<onlyPart>${dayPart}))?|${bare}`, 'y')

/**
 * Characters that a date or an hour can begin with, besides digits, and those that can come second; and what can stand behind the
 * digits of one. The pattern is tried at these alone: it has many branches.
 */
const beginnings = tableOf('今去本昨大前当同上这个周星礼凌清早中正下午傍晚夜深半元五劳国圣平')
const seconds = tableOf('年天日儿早晨晚夜月周星礼个前上期拜一二三四五六午后间里旦动庆诞安')
const numerals = tableOf('一二三四五六七八九十')
const behindDigits = tableOf('-/.年月日号')
const behindNumerals = tableOf('月日号')

/** Every place of the sentence where a date or an hour stands. */
export function datesAndHours(sentence: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  for (let at = 0; at < sentence.length; at++) {
    const code = sentence.charCodeAt(at)
    let end = at + 1
    if (isDigit(code)) {
      while (isDigit(sentence.charCodeAt(end))) end++
      if (behindDigits[sentence.charCodeAt(end)] !== 1) {
        at = end - 1
        continue
      }
    } else if ((beginnings[code] !== 1 || seconds[sentence.charCodeAt(end)] !== 1) && (numerals[code] !== 1 || !isWrittenDay(sentence, at))) continue
    datePattern.lastIndex = at
    const match = datePattern.exec(sentence)
    if (match !== null) found.push(match)
    at = match === null ? end - 1 : at + match[0].length - 1
  }
  return found
}

/** 十一月, 二十六号: numerals that a month or a day may begin with. */
function isWrittenDay(sentence: string, at: number): boolean {
  let end = at
  while (end - at < 3 && numerals[sentence.charCodeAt(end)] === 1) end++
  return end > at && behindNumerals[sentence.charCodeAt(end)] === 1
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** 3小时前, 半小时前, 20分钟前; 刚才 where something is heard or breaks out in the same clause. */
export const agoPattern =
  /(?<count>\d{1,2}|[一二两三四五六七八九十半]{1,2})个?(?<half>半)?(?<unit>小时|钟头|分钟)(?:多|左右)?(?:之)?前|(?<=^|[,、:])(?<now>刚刚|刚才|方才)(?=[,:]?[^,。;]{0,20}(?:发生|突然|突发|起火|着火|失火|爆炸|炸了|巨响|一声|塌|相撞|追尾|撞|地震|晃|冒烟|泄漏|落水|坠|被困|事故))/g

/** 刚刚! at the head of what happens. */
export const justNow = /^(?:突发[,:]?)?(?:刚刚|刚才|方才)$/

const partHours: Readonly<Record<string, number>> = {
  凌晨: 2,
  清晨: 6,
  清早: 6,
  早晨: 7,
  早上: 7,
  早: 7,
  上午: 9,
  中午: 12,
  正午: 12,
  下午: 15,
  午后: 14,
  傍晚: 18,
  晚上: 20,
  晚间: 20,
  晚: 20,
  夜间: 21,
  夜里: 22,
  深夜: 23,
  半夜: 24,
  午夜: 24
}
const holidays: Readonly<Record<string, { readonly month: number; readonly day: number } | undefined>> = {
  元旦: { month: 1, day: 1 },
  五一: { month: 5, day: 1 },
  劳动: { month: 5, day: 1 },
  国庆: { month: 10, day: 1 },
  平安: { month: 12, day: 24 },
  圣诞: { month: 12, day: 25 }
}
const weekdays = '一二三四五六日'
/** Outside of these a year is a misprint. */
const firstYear = 1900
const lastYear = 2200

/** When it was published; `latest` is the day's end where only the day is known. Milliseconds. */
export interface Published {
  readonly at: number
  readonly latest: number
}

export function publishedOf(publishedAt: Instant | null, precision: Precision | null): Published | null {
  if (publishedAt === null) return null
  const at = msOf(publishedAt)
  return { at, latest: at + (precision === 'day' ? dayMs : 0) }
}

/** The moment that the words name; null where they name none or where it cannot be told. @param before what was named last */
export function momentOf(said: SaidTime, published: Published | null, before: Moment | null): Moment | null {
  if (said['bareClock'] !== undefined) return bareMoment(said, published, before)
  const midnight = midnightOf(said, published, before)
  if (midnight === null) return null
  const part = said['part'] ?? said['onlyPart'] ?? partOfRelative(said['relative'] ?? said['holidayDay'])
  if (said['hour'] === undefined) return { at: midnight, precision: 'day' }
  return onDay(midnight, { part, hour: said['hour'], minute: said['minute'] ?? said['colonMinute'], half: said['half'] })
}

/** A stretch of time before the publication. An hour ago is known to the hour, ten minutes ago to the minute. */
export function momentAgo(said: SaidTime, published: Published): Moment | null {
  if (published.latest !== published.at) return null
  if (said['now'] !== undefined) return { at: published.at, precision: 'hour' }
  const count = said['count'] === '半' ? 0.5 : readNumber(said['count'] ?? '')
  if (count === null) return null
  const hours = said['unit'] !== '分钟'
  const ms = (count + (said['half'] === undefined ? 0 : 0.5)) * (hours ? hourMs : minuteMs)
  return { at: published.at - ms, precision: hours ? 'hour' : 'minute' }
}

interface SaidClock {
  readonly part: string | null
  readonly hour: string
  readonly minute: string | undefined
  readonly half: string | undefined
}

function onDay(midnight: number, { part, hour: words, minute: saidMinute, half }: SaidClock): Moment | null {
  const said = readNumber(words)
  if (said === null) return null
  const minute = half !== undefined && half in fractions ? (fractions[half] ?? null) : saidMinute === undefined ? null : readNumber(saidMinute)
  const hour = hourOf(said, part)
  if (hour > 30 || said > 24 || (minute ?? 0) > 59) return null
  return { at: midnight + hour * hourMs + (minute ?? 0) * minuteMs, precision: minute === null ? 'hour' : 'minute' }
}

const fractions: Readonly<Record<string, number>> = { 半: 30, 一刻: 15, 三刻: 45 }

/** 下午1点 is 13, 晚上12点 is 24, 深夜1点 is an hour after midnight. */
function hourOf(said: number, part: string | null): number {
  const named = part === null ? null : (partHours[part] ?? null)
  if (named === null || named < 12) return part === '凌晨' && said === 12 ? 0 : said
  if (part === '中午' || part === '正午') return said >= 10 ? said : said + 12
  if (named < 18) return said < 12 ? said + 12 : said
  if (said >= 1 && said <= 4) return named >= 20 ? said + 24 : said + 12
  return said <= 12 && said >= 5 ? said + 12 : said === 0 ? 24 : said
}

/** 凌晨2点 without a day: the last one before the publication, or on the day named before. */
function bareMoment(said: SaidTime, published: Published | null, before: Moment | null): Moment | null {
  const clockSaid: SaidClock = {
    part: said['barePart'] ?? null,
    hour: said['bareHour'] ?? '',
    minute: said['bareMinute'] ?? said['bareColon'],
    half: said['bareHalf']
  }
  if (before !== null) return onDay(midnightBefore(before.at), clockSaid)
  if (published === null) return null
  const today = midnightBefore(published.at)
  const own = onDay(today, clockSaid)
  return own !== null && own.at > published.latest ? onDay(today - dayMs, clockSaid) : own
}

function partOfRelative(relative: string | undefined): string | null {
  if (relative === undefined) return null
  return /[晚夜]$/.test(relative) ? '晚' : /[晨早]$/.test(relative) ? '早' : null
}

/** Midnight at +08:00 of the day that the words name; null when it cannot be told. */
function midnightOf(said: SaidTime, published: Published | null, before: Moment | null): number | null {
  const year = said['isoYear'] ?? said['year']
  const month = numberOf(said['isoMonth'] ?? said['month'])
  const day = numberOf(said['isoDay'] ?? said['day'])
  if (year !== undefined && month !== null && day !== null) {
    // 1972.10.9 is a birthday, or a number of a document.
    if (said['isoYear'] !== undefined && published !== null && Math.abs(yearOf(published.at) - Number(year)) > 1) return null
    return dayAt(Number(year), month, day)
  }
  const relative = said['relative']
  if (relative !== undefined && /^[当同]/.test(relative) && before !== null) return midnightBefore(before.at)
  if (published === null) return null
  const today = midnightBefore(published.at)
  if (relative !== undefined) return today - daysAgo(relative) * dayMs
  if (said['weekday'] !== undefined) return weekdayBefore(today, said['weekday'], said['week'])
  const feast = holidays[said['holiday']?.slice(0, 2) ?? '']
  if (feast !== undefined) return lastOfYear(today, feast.month, feast.day, undefined)
  if (month !== null && day !== null) return lastOfYear(today, month, day, said['saidYear'])
  return lastOfMonth(today, numberOf(said['thisDay'] ?? said['bareDay']), said['bareDay'] !== undefined)
}

function lastOfYear(today: number, month: number, day: number, saidYear: string | undefined): number | null {
  const year = yearOf(today)
  const wanted = dayAt(saidYear === '去年' ? year - 1 : year, month, day)
  if (wanted === null || wanted <= today) return wanted
  return saidYear === undefined ? dayAt(year - 1, month, day) : null
}

/** 8日 said on the 3rd is of the month before; 本月8日 then is yet to come. */
function lastOfMonth(today: number, day: number | null, mayBeBefore: boolean): number | null {
  if (day === null) return null
  const year = yearOf(today)
  const month = monthOf(today)
  const here = dayAt(year, month, day)
  if (here !== null && here <= today) return here
  if (!mayBeBefore) return null
  return month === 1 ? dayAt(year - 1, 12, day) : dayAt(year, month - 1, day)
}

/** 周三 is the last one, today included; 上周三 is of the week before. */
function weekdayBefore(today: number, name: string, week: string | undefined): number {
  const wanted = name === '天' ? 6 : weekdays.indexOf(name)
  const own = (new Date(today + 8 * hourMs).getUTCDay() + 6) % 7
  if (week === '上' || week === '上上') return today - (own - wanted + (week === '上' ? 7 : 14)) * dayMs
  const back = own - wanted
  return today - (back < 0 && week === undefined ? back + 7 : back) * dayMs
}

function daysAgo(relative: string): number {
  if (relative.startsWith('大前')) return 3
  return relative.startsWith('昨') ? 1 : relative.startsWith('前') ? 2 : 0
}

function midnightBefore(ms: number): number {
  return Math.floor((ms + 8 * hourMs) / dayMs) * dayMs - 8 * hourMs
}

function yearOf(midnight: number): number {
  return new Date(midnight + 8 * hourMs).getUTCFullYear()
}

function monthOf(midnight: number): number {
  return new Date(midnight + 8 * hourMs).getUTCMonth() + 1
}

/** Null for a day that no calendar has. */
function dayAt(year: number, month: number, day: number): number | null {
  if (year < firstYear || year > lastYear) return null
  const at = Date.UTC(year, month - 1, day)
  const made = new Date(at)
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? at - 8 * hourMs : null
}

function numberOf(words: string | undefined): number | null {
  return words === undefined ? null : readNumber(words)
}
