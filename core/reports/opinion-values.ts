import type { IncidentDocument } from '../incident/state.ts'
import { chinaWallTime } from '../instant.ts'
import type { Opinion, Excerpt } from './opinion.ts'
import { plainText } from './plain-text.ts'
import type { Charted } from './paper-parts.ts'
import type { opinionFields } from './report-fields.ts'
import type { FieldValue, SourceBook } from './source-book.ts'

export type OpinionValues = Readonly<Record<keyof typeof opinionFields, () => FieldValue>>

/** What is said of an incident, how it moves and what that means; every word follows from its own mentions and its timeline. */
export function opinionValues({ state }: IncidentDocument, { opinion, ...curve }: Charted['curve'], book: SourceBook): OpinionValues {
  const counted = (text: string): FieldValue => ({ text, cites: [book.cite(curve.counted)] })
  const isReleased = state.releases.some(({ lost }) => lost === undefined)
  return {
    'opinion.media': () => quoted(opinion.media, '未见媒体报道', book),
    'opinion.people': () => quoted(opinion.people, '未见网民发言', book),
    'opinion.sentiment': () => counted(sentimentWords(opinion)),
    'opinion.trend': () => counted(trendOf(curve).words),
    'opinion.risk': () => counted(riskWords(opinion, trendOf(curve).change, isReleased))
  }
}

function quoted(excerpts: readonly Excerpt[], none: string, book: SourceBook): FieldValue {
  if (excerpts.length === 0) return { text: none, cites: [] }
  return {
    text: excerpts.map(({ text, source }) => `“${plainText(text)}”（${plainText(source, 20)}）`).join('；'),
    cites: excerpts.map(({ id, source, url, publishedAt }) =>
      book.cite(
        `信息${id}，${plainText(source, 20)}，${publishedAt === null ? '时刻不详' : chinaWallTime(publishedAt)}，${url ?? '无网址'}`,
        `信息${id}`
      )
    )
  }
}

const totalOf = ({ negative, neutral, positive }: Opinion): number => negative + neutral + positive

function sentimentWords(opinion: Opinion): string {
  const total = totalOf(opinion)
  if (total === 0) return '没有可判断情感的信息'
  const part = (name: string, count: number): string => `${name}${count}条（${((count / total) * 100).toFixed(1)}%）`
  return [
    part('负面', opinion.negative),
    part('中性', opinion.neutral),
    part('正面', opinion.positive),
    ...(opinion.unjudged === 0 ? [] : [`未研判${opinion.unjudged}条`])
  ].join('、')
}

type Change = 'rising' | 'falling' | 'level' | 'unknown'

/** The later half of the curve against the earlier one. */
function trendOf({ points, unit }: Pick<Charted['curve'], 'points' | 'unit'>): { readonly words: string; readonly change: Change } {
  const half = Math.floor(points.length / 2)
  if (half === 0) return { words: '信息集中在同一时段，尚看不出走势', change: 'unknown' }
  const sum = (some: typeof points): number => some.reduce((all, { count }) => all + count, 0)
  const [before, after] = [sum(points.slice(-2 * half, -half)), sum(points.slice(-half))]
  const change = after > before ? 'rising' : after < before ? 'falling' : 'level'
  const span = unit === 'hour' ? `${half}小时` : `${half}天`
  const words = { rising: '呈上升走势', falling: '呈回落走势', level: '走势持平' }[change]
  return { words: `曲线末段${span}${after}条，此前${span}${before}条，${words}`, change }
}

/** As the numbers say, and by which; how grave it is people judge. */
function riskWords(opinion: Opinion, change: Change, isReleased: boolean): string {
  const total = totalOf(opinion)
  if (total === 0) return '没有可供预判的信息'
  const isMostlyNegative = opinion.negative * 2 >= total
  const grounds = `负面${isMostlyNegative ? '过半' : '未过半'}、${{ rising: '信息量上升', falling: '信息量回落', level: '信息量持平', unknown: '走势未明' }[change]}、${isReleased ? '已有权威发布' : '尚无权威发布'}`
  const signs = [isMostlyNegative, change === 'rising', !isReleased].filter(Boolean).length
  const forecast = signs >= 2 ? '有继续升温的风险' : signs === 1 ? '存在反复的可能，仍需关注' : '风险趋缓'
  return `${grounds}，${forecast}（按数据推算，由研判员核定）`
}
