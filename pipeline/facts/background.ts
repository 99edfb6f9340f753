import { chinaWallTime, type Instant } from '../../core/instant.ts'
import { datesIn, isBefore, type PartialDate } from './dates.ts'
import type { Sentence } from './sentences.ts'

const aggregate =
  /(?:前|[一二三四])[一二三两]?季度|前(?:\d{1,2}|[一二两三四五六七八九十]{1,2})个?月|[上下]半年|全年(?!级)|每年|年均|历年|平均每|近(?:\d+|[一二两三四五六七八九十几]+)年|十[一二三四五]五["”]?(?:期间|以来)|(?:\d{1,2}|一)(?:至|到|-|~)(?:\d{1,2}|[一二三四五六七八九十]+)月(?!\d{1,2}[日号])|今年以来|[年月]以来|年来(?!最|首|罕见|未)|去年全|(?:\d+|[两三四五六七八九十几]+)年间/
const trend = /同比|环比|(?:死亡|受伤|伤亡)(?:人数|数)?由\d{1,9}人?(?:下降|降|减少|减)/
/** 今年全国火灾累计死亡1200人: of a country or a year, beside the event's own figure in another clause. */
const ofAll =
  /(?:今年|年内|本年度?|年初至今)[^,。;\d]{0,4}?(?:全国|全省|全市|全区|我国|各地)|今年[^,。;\d第]{0,8}(?:累计|总数|总计)|(?:全国|我国|全球|全世界)(?:各类|火灾|交通|道路|生产|安全|煤矿|溺水|事故|今年|已|每)[^,。;\d]{0,10}/

/** 此前通报3人 and 此前3人死亡 are the same event's. */
const sameEvent = '的?(?:通报|报道|公布|发布|消息|统计|媒体|网传|失联|失踪|被困|受伤|误报|预计|称|说|[\\d一二两三四五六七八九十])|$'
const past = new RegExp(
  '(?:去|前|上)年|(?:\\d+|[一二两三四五六七八九十几数]+)年前|上(?:个)?月|曾(?:经)?(?:发生|造成|导致|引发|致)|' +
    `(?:历史上|以往|往年|当年|(?:此前|早前)(?!${sameEvent})|史上)`
)
/** Where the text comes back to what it reports. */
const now = /目前|截至|现已|(?:今[天日晨早晚]|昨[天日晚夜])(?<!年前?的?..)|刚才|刚刚|此次|这次|本次|实际|而是|更正/g
const supposed = /如果|假如|假设|假定|倘若|要是|一旦|万一|若(?=发生|不|是|有|遇)|(?:^|[,、])若(?!干)/
const feared =
  /可能(?:会)?|或将|或会|预计|预测|估计将|恐将|恐怕会|足以|(?:就|才|将|便|还)会|可致|可导致|可造成|极易|容易|严重时|以防|(?<!未能?|没能?|没有|无法|不能|难以)(?:防止|避免)|险些|差点|以免|模拟|谎称|谣传|谣言|辟谣|声称将|威胁/
/** 死亡人数可能超过20人: that there are dead is told, only how many is not sure. */
const estimated = /(?<=死亡|死难|遇难|身亡|失踪|受伤|人数|人员|者)(?:可能|或|恐怕?)已?(?=[超突达逾有近上过])/g
const legal = /(?:是指|条例|规定|情形之一|处.{0,6}有期徒刑|标准(?:为|是))/

/** What keeps a claim from counting as a figure of the event reported: the reason, or null when it counts. */
export type WhyBackground = (sentence: Sentence, claimStart: number, claimEnd: number) => string | null

/**
 * Judges claims against the event that the text reports. Figures of earlier events, of statistics over a period, and of what
 * might happen are background. The event's date is that of the first dated sentence.
 */
export function backgroundJudge(sentences: readonly Sentence[], publishedAt: Instant | null): WhyBackground {
  let read: Event | undefined
  return (sentence, claimStart, claimEnd) => {
    const { text } = sentence
    const upTo = text.slice(0, claimStart)
    if (aggregate.test(sinceOneDay(upTo)) || trend.test(text)) return '一段时期的统计数字'
    if (ofAll.test(sinceComma(upTo, 30) + text.slice(claimStart, claimEnd))) return '一段时期的统计数字'
    if (supposed.test(upTo) || feared.test(sinceComma(upTo, 24))) return '假设或预测'
    if (feared.test(text.slice(claimStart, claimEnd).replace(estimated, ''))) return '假设或预测'
    if (legal.test(text)) return '条文标准'
    if (past.test(upTo) && past.test(sinceNow(upTo))) return '以往事件'
    read ??= eventOf(sentences, publishedAt)
    if (sentence !== read.lead && isOtherEvent(upTo, read)) return '另一时间的事件'
    return null
  }
}

/** What the text reports, by its first dated sentence. */
interface Event {
  readonly lead: Sentence | undefined
  readonly dates: readonly PartialDate[]
  readonly publishedYear: number | null
}

function eventOf(sentences: readonly Sentence[], publishedAt: Instant | null): Event {
  const published = publishedAt === null ? null : chinaWallTime(publishedAt)
  const publishedYear = published === null ? null : Number(published.slice(0, 4))
  const publishedMonth = published === null ? null : Number(published.slice(5, 7))
  for (const lead of sentences) {
    const dates = datesIn(lead.text)
    if (dates.length === 0) continue
    return { lead, dates: dates.map((date) => ({ ...date, month: date.month ?? (date.day === null ? null : publishedMonth) })), publishedYear }
  }
  return { lead: undefined, dates: [], publishedYear }
}

/** The clause of the claim, as far back as it can colour it. */
function sinceComma(upTo: string, most: number): string {
  return upTo.slice(Math.max(upTo.lastIndexOf(',') + 1, upTo.length - most, 0))
}

const oneDay = /,(?=(?:而|就在)?(?:昨[天日晚夜]|今[天日晨早晚](?!公布|发布|通报)|刚刚|\d{1,2}月\d{1,2}日))/

/** 今年以来全国死亡1200人,昨天又死亡3人: what stands before a day of its own is of a period, what follows is not. */
function sinceOneDay(upTo: string): string {
  return upTo.slice(upTo.length - (upTo.split(oneDay).at(-1)?.length ?? upTo.length))
}

/** 此前通报3人,目前已有5人: what stands before 目前 is past, what follows is not. */
function sinceNow(upTo: string): string {
  let last = 0
  for (const { index } of upTo.matchAll(now)) last = index
  return upTo.slice(last)
}

function isOtherEvent(upTo: string, { dates: event, publishedYear }: Event): boolean {
  const dates = datesIn(upTo)
  if (dates.length === 0) return false
  const first = event.find((date) => date.year !== null)?.year ?? publishedYear
  if (first !== null && dates.every((date) => date.year !== null && date.year < first)) return true
  return event.length > 0 && dates.every((date) => event.every((other) => isBefore(date, other)))
}

/** Whether the sentence speaks of many events over a period. */
export function isAggregate(text: string): boolean {
  return aggregate.test(text) || trend.test(text)
}
