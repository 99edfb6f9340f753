import { dayMs, hourMs, minuteMs, type Precision } from './instant.ts'

export interface TimeOfDay {
  /** Milliseconds after midnight; 24:00 is a whole day. */
  readonly ms: number
  readonly precision: Precision
  /** Minutes east of UTC where the text says so. */
  readonly zoneMinutes: number | null
}

/** A calendar day as the milliseconds of its midnight in UTC; null for a day that no calendar has. */
export function readDay(year: number, month: number, date: number): number | null {
  if (year < 1990 || year > 2099 || month < 1 || month > 12 || date < 1 || date > 31) return null
  const ms = Date.UTC(year, month - 1, date)
  return new Date(ms).getUTCDate() === date ? ms : null
}

const periods = '凌晨|清晨|早晨|早上|上午|中午|正午|午间|午后|下午|傍晚|晚上|晚间|深夜|夜间|夜里|晚|早|晨|夜'
const clock = new RegExp(
  `^(${periods}|[AP]M)?\\s*(\\d{1,2})(?:(?::|点|时)(?:\\s?(\\d{1,2})(?!\\d)|(半)|(整|许))?(?:(?::|分)\\s?(\\d{1,2})(?!\\d)(?:\\.\\d+)?秒?)?)分?`,
  'i'
)

/**
 * Reads a time of day at the start of the text: 9:12, 21:05:33, 9时12分, 下午3点半, 凌晨2时许. Null when none stands there;
 * `invalid` when one does that no clock shows (25:61), so that the caller does not take its date for whole.
 */
export function readTimeOfDay(text: string): TimeOfDay | 'invalid' | null {
  const match = clock.exec(text)
  if (match === null) return null
  const rest = text.slice(match[0].length)
  const after = /^\s*([AP]M)\b/i.exec(rest)
  const minute = match[4] === undefined ? Number(match[3] ?? 0) : 30
  const second = Number(match[6] ?? 0)
  const hour = hourOf(Number(match[2]), match[1] ?? after?.[1] ?? '')
  if (hour === null || minute > 59 || second > 59 || (hour === 24 && minute + second > 0)) return 'invalid'
  const hasMinute = match[3] !== undefined || match[4] !== undefined
  const precision = match[6] !== undefined ? 'second' : hasMinute ? 'minute' : 'hour'
  const ms = hour * hourMs + minute * minuteMs + second * 1000
  return { ms: Math.min(ms, dayMs), precision, zoneMinutes: zoneOf(rest.slice(after?.[0].length ?? 0)) }
}

/** 晚上1点 is said of the night before and of the night after: no day is named. */
const earliestEvening = 5

function hourOf(hour: number, period: string): number | null {
  if (hour > 24) return null
  if (period === '' || hour > 12) return hour
  if (/^(凌晨|清晨|早|晨|上午|AM)/i.test(period)) return hour === 12 ? 0 : hour
  if (/^(中午|正午|午间)/.test(period)) return hour < 6 ? hour + 12 : hour
  if (/^(深夜|夜|晚|傍晚)/.test(period)) return hour === 12 ? 24 : hour < earliestEvening ? null : hour + 12
  return hour === 12 ? 12 : hour + 12
}

/** Zones that feeds name by letters. CST is China's on Chinese sites. */
const namedZones: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  UT: 0,
  CST: 480,
  HKT: 480,
  SGT: 480,
  JST: 540,
  KST: 540,
  BST: 60,
  CET: 60,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420
}

/** Minutes east of UTC that stand at the start of the text, as +0800, GMT+8, Z or EST; null where none does. */
export function zoneOf(rest: string): number | null {
  const offset = /^\s*\(?(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d\d)?(?!\d)/i.exec(rest)
  if (offset !== null) return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0))
  const named = /^\s*\(?([A-Z]{1,3})(?![A-Za-z])/.exec(rest)?.[1]
  return named === undefined ? null : (namedZones[named] ?? null)
}

const digits: Readonly<Record<string, string>> = {
  〇: '0',
  '○': '0',
  零: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9'
}

const foldedForms: Readonly<Record<string, string>> = {
  時: '时',
  點: '点',
  號: '号',
  鐘: '钟',
  鍾: '钟',
  剛: '刚',
  後: '后',
  間: '间',
  週: '周',
  禮: '礼',
  農: '农',
  曆: '历',
  陰: '阴',
  臘: '腊',
  閏: '闰',
  國: '国',
  '∶': ':',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-'
}
const folded = new RegExp(`[${Object.keys(foldedForms).join('')}]`, 'g')

/** One form for what dates are written with: half width, simplified characters, one colon and one dash, digits for numerals. */
export function foldDate(text: string): string {
  return toDigits(text.normalize('NFKC').replace(folded, (letter) => foldedForms[letter] ?? letter))
}

const tens = '[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两]'
/** 两三天前 names no number. */
const numeralOfUnit = new RegExp(`(?<![一二三四五六七八九两几])(${tens})(?=[月日号时点]|分钟?(?:前|$)|个?小时前|天前)`, 'g')
const numeralOfMinute = new RegExp(`(?<=[时点])(${tens})(?=分)`, 'g')

/** Chinese numerals of a date as digits: 二〇二六年十一月二十三日 → 2026年11月23日, 民国一一五年 → 2026年. Words without a unit of time stay. */
function toDigits(text: string): string {
  return text
    .replace(/([一二][〇○零一二三四五六七八九]{3})(?=年)/g, (year) => year.replace(/./gu, (word) => digits[word] ?? word))
    .replace(/零(?=[时点])/g, '0')
    .replace(numeralOfUnit, (word) => String(smallNumber(word)))
    .replace(numeralOfMinute, (word) => String(smallNumber(word)))
    .replace(/(?<=点)([一三])刻/g, (_, quarters: string) => (quarters === '一' ? '15分' : '45分'))
    .replace(/民国\s*(\d{2,3})\s*年/g, (_, year: string) => `${Number(year) + firstOfRepublic}年`)
}

/** 民国元年 is 1912. */
const firstOfRepublic = 1911

function smallNumber(word: string): number {
  if (word === '两') return 2
  const [before, ones] = word.includes('十') ? word.split('十') : ['', word]
  const ten = word.includes('十') ? (before === '' ? 1 : Number(digits[before ?? ''] ?? 0)) : 0
  return ten * 10 + Number(digits[ones ?? ''] ?? 0)
}
