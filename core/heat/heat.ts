import { z } from 'zod'
import type { MediaTier } from '../incident/digest.ts'
import { hourMs, instantFromMs, msOf, type Instant } from '../instant.ts'
import type { Mention } from '../mention.ts'
import { PastError, pastErrors } from './backtest.ts'
import { excessOf, UsualHour } from './baseline.ts'
import { EngagementGrowth, engagementGrowth, type EngagementPoint } from './engagement-growth.ts'
import { forecast, ForecastHour } from './forecast.ts'
import { HotList, hotListsOf } from './hot-list.ts'
import { HourCount, hourlyVolume, Momentum, momentumOf } from './hourly.ts'
import { reachByTier, TierReach } from './reach.ts'

/** 热度 of an incident at one moment: how much is said, how fast that changes, who carries it, and how it may go on. */
export const Heat = Momentum.extend({
  mentions: z.number().int(),
  /** Mentions whose hour of publication nobody knows: they are in no hour. */
  undated: z.number().int(),
  /** True when there are more mentions than were read; the hours are then those that were read whole. */
  cut: z.boolean(),
  hours: z.array(HourCount),
  reach: z.array(TierReach),
  growth: EngagementGrowth,
  hotLists: z.array(HotList),
  /** All relevant mentions of the desk in the last hour beside what is usual at this hour of the week; null: not known yet. */
  desk: z.object({ lastHour: z.number().int(), usual: UsualHour, excess: z.number() }).nullable(),
  /** Null: under six hours show no course. */
  forecast: z.array(ForecastHour).nullable(),
  pastErrors: z.array(PastError)
})
export type Heat = z.infer<typeof Heat>

export interface HeatInput {
  readonly now: Instant
  /** Newest first where they are cut. */
  readonly mentions: readonly { readonly mention: Mention; readonly tier: MediaTier | null }[]
  readonly cut: boolean
  /** Of those mentions that were looked at more than once. */
  readonly series: readonly (readonly EngagementPoint[])[]
  readonly desk: { readonly lastHour: number; readonly usual: UsualHour | null } | null
}

const hoursAhead = 6
const growthHours = 6
/** A week: the course before says nothing of the next hours. */
const mostHours = 168

export function heatOf({ now, mentions, cut, series, desk }: HeatInput): Heat {
  const times = mentions.flatMap(({ mention }) =>
    mention.publishedAt === null || mention.publishedPrecision === 'day' || mention.publishedAt > now ? [] : [mention.publishedAt]
  )
  const hours = hourlyVolume(times, now, hoursSince(times, now, cut))
  const counts = hours.map((hour) => hour.mentions)
  return {
    mentions: mentions.length,
    undated: mentions.length - times.length,
    cut,
    hours,
    ...momentumOf(counts),
    reach: reachByTier(mentions),
    growth: engagementGrowth(series, now, growthHours),
    hotLists: hotListsOf(mentions.map(({ mention }) => mention)),
    desk: desk?.usual ? { lastHour: desk.lastHour, usual: desk.usual, excess: excessOf(desk.lastHour, desk.usual) } : null,
    forecast: forecast(counts, hoursAhead),
    pastErrors: pastErrors(counts, hoursAhead)
  }
}

/** From the hour of the first mention on; of a list that was cut the oldest hour is not whole. */
function hoursSince(times: readonly Instant[], now: Instant, cut: boolean): number {
  const first = times.reduce<Instant>((earliest, time) => (time < earliest ? time : earliest), now)
  const hours = Math.floor((msOf(now) - msOf(first)) / hourMs) + 1
  return Math.max(1, Math.min(mostHours, cut ? hours - 1 : hours))
}

/** The hour before `now` in each of the weeks before, the newest first. */
export function sameHourOfWeeks(now: Instant, weeks: number): { readonly from: Instant; readonly to: Instant }[] {
  return Array.from({ length: weeks }, (_, index) => {
    const end = msOf(now) - (index + 1) * mostHours * hourMs
    return { from: instantFromMs(end - hourMs), to: instantFromMs(end) }
  })
}
