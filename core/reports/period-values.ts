import { dayOf, type Day } from '../china-day.ts'
import { chinaWallTime, type Instant } from '../instant.ts'
import { sourceKindWords } from '../search-fields.ts'
import { gradeName } from './incident-values.ts'
import { plainText } from './plain-text.ts'
import type { periodFields } from './report-fields.ts'
import type { ReportFigures } from './report-figures.ts'
import { momentWords, shortDayWords } from './report-period.ts'
import type { FieldValue, SourceBook } from './source-book.ts'

export type PeriodValues = Readonly<Record<keyof typeof periodFields, () => FieldValue>>

export interface PeriodFacts {
  readonly day: Day
  readonly words: string
  /** Until when the period still runs; null where it has ended. */
  readonly endsAt: Instant | null
  /** It is a month so far, up to the end of the range. */
  readonly isPart: boolean
  readonly figures: ReportFigures
  /** Relevant mentions of the span of the same length before. */
  readonly relevantBefore: number
  readonly blindSources: readonly string[]
  readonly madeAt: Instant
}

/** What a paper says of a period; each figure is one of `ReportFigures` and cites how it was counted. */
export function periodValues(facts: PeriodFacts, book: SourceBook): PeriodValues {
  const { figures, madeAt } = facts
  const { mentions, incidents, curve } = figures
  const counted = (text: string): FieldValue => ({ text, cites: [book.cite(mentionSource(facts))] })
  const ofIncidents = (text: string): FieldValue => ({ text, cites: [book.cite(incidentSource(facts))] })
  const plain = (text: string): FieldValue => ({ text, cites: [] })
  return {
    day: () => plain(shortDayWords(facts.day)),
    period: () => plain(facts.words),
    mentions: () => counted(String(mentions.total)),
    relevant: () => counted(String(mentions.relevant)),
    negative: () => counted(String(mentions.negative)),
    negativeShare: () => counted(share(mentions.negative, mentions.relevant)),
    negatives: () => counted(negativeWords(mentions)),
    change: () => counted(changeWords(mentions.relevant, facts.relevantBefore)),
    topMedia: () =>
      counted(
        ofRelevant(
          mentions.relevant,
          mentions.byKind.map(({ kind, count }) => `${sourceKindWords[kind]}${count}条`)
        )
      ),
    topSources: () =>
      counted(
        ofRelevant(
          mentions.relevant,
          mentions.bySource.slice(0, 5).map(({ source, count }) => `${plainText(source, 20)}${count}条`)
        )
      ),
    peak: () => counted(peakWords(curve)),
    busiest: () => counted(busiestWords(curve)),
    opened: () => ofIncidents(String(incidents.opened)),
    openedByGrade: () =>
      ofIncidents(
        incidents.openedByGrade
          .filter(({ grade, count }) => grade !== null || count > 0)
          .map(({ grade, count }) => `${gradeName(grade)}${count}起`)
          .join('、')
      ),
    closed: () => ofIncidents(String(incidents.closed)),
    dismissed: () => ofIncidents(String(incidents.dismissed)),
    open: () => ofIncidents(String(incidents.open)),
    clocks: () => ofIncidents(clockWords(figures)),
    units: () => ofIncidents(unitWords(figures)),
    blind: () => ({
      text: facts.blindSources.map((name) => plainText(name, 30)).join('、') || '无',
      cites: [book.cite(`采集源健康状况，${chinaWallTime(madeAt)}`)]
    }),
    complete: () => ofIncidents(completeWords(facts))
  }
}

function completeWords({ figures, endsAt, isPart, madeAt }: PeriodFacts): string {
  const part = endsAt === null && isPart ? `当月尚未结束，只统计到${momentWords(figures.range.to)}，不是全月的数` : ''
  const running = endsAt === null ? '' : `时段至${momentWords(endsAt)}才结束，只统计到${momentWords(madeAt)}，不是全时段的数`
  const cut = figures.complete ? '' : '事件超过统计上限，起数不完整'
  return [running, part, cut].filter((words) => words !== '').join('；') || '统计完整'
}

function mentionSource({ figures: { range }, madeAt }: PeriodFacts): string {
  return `信息库统计：首发时间自${chinaWallTime(range.from)}（含）至${chinaWallTime(range.to)}（不含）的信息，统计于${chinaWallTime(madeAt)}；复核：/api/figures?from=${range.from}&to=${range.to}`
}

function incidentSource({ figures: { range }, madeAt }: PeriodFacts): string {
  return `事件库统计：各事件时间线上自${chinaWallTime(range.from)}（含）至${chinaWallTime(range.to)}（不含）的记录，统计于${chinaWallTime(madeAt)}；明细见随附台账`
}

/** The split counts only what concerns the place; it says of how many. */
function ofRelevant(relevant: number, parts: readonly string[]): string {
  return parts.length === 0 ? '没有涉及信息' : `其中涉及的${relevant}条：${parts.join('、')}`
}

function share(part: number, whole: number): string {
  return whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`
}

/** Of nothing there is no share. */
function negativeWords({ relevant, negative }: ReportFigures['mentions']): string {
  return relevant === 0 ? '没有可判断正负面的涉及信息' : `负面${negative}条，占${share(negative, relevant)}`
}

/** Shares of less say nothing. */
const smallBase = 20

function changeWords(now: number, before: number): string {
  if (before === 0) return now === 0 ? '与上一时段持平（均为0条）' : '上一时段没有信息'
  if (before < smallBase) return `上一时段${before}条`
  if (now === before) return '与上一时段持平'
  return `比上一时段（${before}条）${now > before ? '增加' : '减少'}${((Math.abs(now - before) / before) * 100).toFixed(1)}%`
}

function peakWords({ unit, points }: ReportFigures['curve']): string {
  const peak = points.reduce<(typeof points)[number] | null>((most, point) => (point.count > (most?.count ?? 0) ? point : most), null)
  if (peak === null) return '没有信息'
  return `${unit === 'hour' ? momentWords(peak.at) : shortDayWords(dayOf(peak.at))}（${peak.count}条）`
}

function busiestWords(curve: ReportFigures['curve']): string {
  if (curve.points.every(({ count }) => count === 0)) return '时段内没有涉及信息'
  return `信息最多的${curve.unit === 'hour' ? '时段' : '一天'}为${peakWords(curve)}`
}

function clockWords({ incidents: { clocks } }: ReportFigures): string {
  return (
    clocks
      .map(({ words, due, inTime, late, overdue, waived }) => {
        const rest = [
          ...(late === 0 ? [] : [`超时后完成${late}件`]),
          ...(overdue === 0 ? [] : [`超时未完成${overdue}件`]),
          ...(waived === 0 ? [] : [`经批准豁免${waived}件`])
        ]
        return `${words}应完成${due}件，按时完成${inTime}件${rest.length === 0 ? '' : `，${rest.join('，')}`}`
      })
      .join('；') || '时段内没有到期的时限'
  )
}

function unitWords({ incidents: { units } }: ReportFigures): string {
  return (
    units
      .slice(0, 10)
      .map(({ name, assigned, accepted, meanMinutesToAccept }) => {
        const mean = meanMinutesToAccept === null ? '' : `，平均${meanMinutesToAccept}分钟签收`
        return `${plainText(name, 30)}交办${assigned}件、签收${accepted}件${mean}`
      })
      .join('；') || '时段内没有交办'
  )
}
