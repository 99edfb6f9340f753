import { dayOf, dayAfter } from './china-day.ts'
import { addMs, dayMs, hourMs, latestOf, minuteMs, type Instant } from './instant.ts'
import { readDate, type ReadDate } from './written-date.ts'
import { foldDate } from './written-date-parts.ts'
import { numberOf } from './written-number.ts'

/** When a text says that something will come: from when on it may be, and when it is over. `regular`: again and again (每2小时). */
export type PromisedMoment = { readonly from: Instant; readonly over: Instant } | 'regular' | null

const regular = /每(?:隔)?\s*(?:日|天|晚|早|半|\d+|[一二两三四五六七八九十]+)\s*个?(?:小时|分钟|日|天)?/u
const duration = /(?<![\d月第]\s*)(\d{1,3}(?:\.\d)?|半|[一二两三四五六七八九十]{1,3})\s*个?(小时|分钟|天|日)(?:之|以)?[内后]/u
const dayWord = /(?<!最)(今|明|后)(天|日|晚[上间]?|早[上晨]?|晨)/u
const day = /\d{1,2}\s*月\s*\d{1,2}\s*[日号]|\d{4}\s*[-/.年]\s*\d{1,2}/u
const timeOfDay = /(?:(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|夜间)\s*)?(?<![\d年月])\d{1,2}(?::\d\d|[时点])/u

const daysAhead: Readonly<Record<string, number>> = { 今: 0, 明: 1, 后: 2 }
const unitMs: Readonly<Record<string, number>> = { 分钟: minuteMs, 小时: hourMs, 天: dayMs, 日: dayMs }

/** A date without a year is the one nearest to now, behind it or ahead. */
const horizonMs = 180 * dayMs

/** Reads the moment that a promise names: 3月12日20时, 明日上午10时, 2小时内, 18:30. Null where it names none, as in 适时再次发布. */
export function promisedMoment(text: string, now: Instant): PromisedMoment {
  const plain = foldDate(text)
  if (regular.test(plain)) return 'regular'
  const after = duration.exec(plain)
  if (after !== null) return afterNow(now, after[1] ?? '', after[2] ?? '')
  const read = readDate(dated(plain, now), addMs(now, horizonMs))
  return read === null ? null : spanOf(read)
}

function afterNow(now: Instant, count: string, unit: string): PromisedMoment {
  const number = count === '半' ? 0.5 : /\d/.test(count) ? Number(count) : (numberOf(count) ?? Number.NaN)
  if (Number.isNaN(number)) return null
  const at = addMs(now, Math.round(number * (unitMs[unit] ?? hourMs)))
  return { from: at, over: at }
}

/** With the day that it speaks of written out: 明日上午10时 and 18:30 count from today. */
function dated(text: string, now: Instant): string {
  const word = dayWord.exec(text)
  if (word !== null) {
    const part = /[晚早晨]/.exec(word[2] ?? '')?.[0] ?? ''
    return `${dayAfter(dayOf(now), daysAhead[word[1] ?? ''] ?? 0)} ${part}${text.slice(word.index + word[0].length)}`
  }
  if (day.test(text)) return text
  const time = timeOfDay.exec(text)
  return time === null ? text : `${dayOf(now)} ${text.slice(time.index)}`
}

/** By a moment it is over when it has come; by a day, at its end. */
function spanOf({ at, precision }: ReadDate): PromisedMoment {
  return { from: at, over: precision === 'day' ? latestOf(at, 'day') : at }
}
