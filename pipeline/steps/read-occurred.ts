import type { Occurrence } from '../../core/assessment.ts'
import { dayMs, hourMs, instantFromMs, minuteMs, msOf, type Instant, type Precision } from '../../core/instant.ts'
import { readNumber } from '../facts/chinese-number.ts'
import { sentencesOf } from '../facts/sentences.ts'
import type { Normalised } from './normalise.ts'

const number = String.raw`(?:\d{1,2}|[零一二三四五六七八九十两]{1,3})`
const dayPart = '(?:凌晨|清晨|早晨|早上|上午|中午|下午|午后|傍晚|晚上|晚间|夜间|深夜|半夜|午夜|今早|今晨|今晚|昨晚|昨夜|早|晚)'
const relativeDay = '(?:今天|今日|昨天|昨日|前天|前日|当天|今早|今晨|今晚|昨晚|昨夜)'
const date = `(?:(?:(?<year>\\d{4})年|(?<saidYear>今年|去年))?(?<month>\\d{1,2})月(?<day>\\d{1,2})[日号]|本月(?<thisDay>\\d{1,2})[日号]|(?<![\\d月])(?<bareDay>\\d{1,2})[日号]|(?<relative>${relativeDay}))`
const clock = `(?<part>${dayPart})?(?<hour>${number})[时点:](?<half>半)?(?:(?<minute>\\d{1,2}|[零一二三四五六七八九十]{1,3})分?)?(?:许|多|左右)?`
const expression = new RegExp(`${date}(?:\\(?[^,。)]{0,3}\\))?(?:${clock}|(?<onlyPart>${dayPart}))?`, 'g')
const telling = /^[^,。;]{0,4}(?:电|讯|报道|获悉|表示|披露|发布|介绍|通报|宣布|称|说|消息)/
const dated = /\d[月日号]|[今昨前当][天日晚晨早夜]/
const leadSentences = 6
const partHours: Readonly<Record<string, number>> = {
  凌晨: 2,
  清晨: 6,
  早晨: 7,
  早上: 7,
  早: 7,
  上午: 9,
  中午: 12,
  下午: 15,
  午后: 14,
  傍晚: 18,
  晚上: 20,
  晚间: 20,
  晚: 20,
  夜间: 21,
  深夜: 23,
  半夜: 0,
  午夜: 0
}

interface Candidate {
  readonly at: number
  readonly precision: Precision
  readonly start: number
  readonly end: number
}

/**
 * When it happened, as the opening says it: the most exact time that is not when somebody spoke or when counting stopped.
 * Years and months that are not said come from the publication; without one only a full date counts. At +08:00.
 */
export function readOccurred(document: Normalised, publishedAt: Instant | null): Occurrence | null {
  const candidates: Candidate[] = []
  for (const sentence of sentencesOf(document.plain, document.titleEnd)
    .filter((one) => !one.inTitle)
    .slice(0, leadSentences)) {
    if (!dated.test(sentence.text)) continue
    for (const match of sentence.text.matchAll(expression)) {
      const before = sentence.text.slice(0, match.index)
      const after = sentence.text.slice(match.index + match[0].length)
      if (/(?:截[至止]到?|截止|自|从|至|到)(?:北京时间|当地时间)?$/.test(before) || telling.test(after)) continue
      const read = momentOf(match.groups ?? {}, publishedAt)
      if (read !== null) candidates.push({ ...read, start: sentence.start + match.index, end: sentence.start + match.index + match[0].length })
    }
  }
  const best = candidates.find((one) => one.precision === 'minute' || one.precision === 'hour') ?? candidates[0]
  if (best === undefined) return null
  const { text, offset } = document.span(best.start, best.end)
  return { at: instantFromMs(best.at), precision: best.precision, text, offset }
}

function momentOf(groups: Readonly<Record<string, string | undefined>>, publishedAt: Instant | null): Omit<Candidate, 'start' | 'end'> | null {
  const midnight = midnightOf(groups, publishedAt)
  if (midnight === null) return null
  const part = groups['part'] ?? groups['onlyPart'] ?? partOfRelative(groups['relative'])
  const said = groups['hour'] === undefined ? null : readNumber(groups['hour'])
  const result = said === null ? { at: midnight, precision: 'day' as const } : hourOf(midnight, said, part, groups)
  if (result === null) return null
  // A moment after the publication was read wrongly; a day's midnight is not a moment.
  if (publishedAt !== null && result.at > msOf(publishedAt) + (result.precision === 'day' ? 0 : hourMs)) return null
  return result
}

function hourOf(
  midnight: number,
  said: number,
  part: string | null,
  groups: Readonly<Record<string, string | undefined>>
): Omit<Candidate, 'start' | 'end'> | null {
  const afternoon = part !== null && (partHours[part] ?? 0) >= 12 && part !== '半夜' && part !== '午夜'
  const hour = afternoon && said < 12 && !(part === '中午' && said >= 10) ? said + 12 : said
  const minute = groups['half'] === undefined ? (groups['minute'] === undefined ? null : readNumber(groups['minute'])) : 30
  if (hour > 24 || (minute ?? 0) > 59) return null
  return { at: midnight + hour * hourMs + (minute ?? 0) * minuteMs, precision: minute === null ? 'hour' : 'minute' }
}

function partOfRelative(relative: string | undefined): string | null {
  if (relative === undefined) return null
  return relative.endsWith('晚') || relative.endsWith('夜') ? '晚' : relative.endsWith('晨') || relative.endsWith('早') ? '早' : null
}

/** Midnight at +08:00 of the day that the words name; null when it cannot be told. */
function midnightOf(groups: Readonly<Record<string, string | undefined>>, publishedAt: Instant | null): number | null {
  const month = groups['month'] === undefined ? null : Number(groups['month'])
  const day = Number(groups['day'] ?? groups['thisDay'] ?? groups['bareDay'] ?? Number.NaN)
  if (groups['year'] !== undefined && month !== null) return utcOf(Number(groups['year']), month, day)
  if (publishedAt === null) return null
  const today = Math.floor((msOf(publishedAt) + 8 * hourMs) / dayMs) * dayMs
  const published = new Date(today)
  const year = published.getUTCFullYear()
  if (groups['relative'] !== undefined) return today - daysAgo(groups['relative']) * dayMs - 8 * hourMs
  if (month !== null) {
    const wanted = utcOf(groups['saidYear'] === '去年' ? year - 1 : year, month, day)
    return wanted !== null && wanted > today ? utcOf(year - 1, month, day) : wanted
  }
  const here = utcOf(year, published.getUTCMonth() + 1, day)
  if (here === null || here <= today) return here
  return groups['bareDay'] === undefined
    ? null
    : utcOf(published.getUTCMonth() === 0 ? year - 1 : year, published.getUTCMonth() === 0 ? 12 : published.getUTCMonth(), day)
}

function daysAgo(relative: string): number {
  return relative.startsWith('昨') ? 1 : relative.startsWith('前') ? 2 : 0
}

function utcOf(year: number, month: number, day: number): number | null {
  const at = Date.UTC(year, month - 1, day)
  const made = new Date(at)
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? at - 8 * hourMs : null
}
