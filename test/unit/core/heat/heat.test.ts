import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pastErrors } from '../../../../core/heat/backtest.ts'
import { baselineOf, excessOf, hourOfWeek } from '../../../../core/heat/baseline.ts'
import { engagementGrowth, type EngagementPoint } from '../../../../core/heat/engagement-growth.ts'
import { forecast } from '../../../../core/heat/forecast.ts'
import { Heat, heatOf, sameHourOfWeeks } from '../../../../core/heat/heat.ts'
import { hotListsOf } from '../../../../core/heat/hot-list.ts'
import { hourlyVolume, momentumOf } from '../../../../core/heat/hourly.ts'
import { reachByTier } from '../../../../core/heat/reach.ts'
import { addMs, dayMs, hourMs, minuteMs, type Instant } from '../../../../core/instant.ts'
import { unknownEngagement, type Mention } from '../../../../core/mention.ts'
import { told } from '../../../support/group-mentions.ts'
import { at } from '../../../support/incidents.ts'
import { seededRandom } from '../../../support/seeded-random.ts'

const noon = at('12:00')
const ago = (minutes: number): Instant => addMs(noon, -minutes * minuteMs)

describe('volume, velocity and acceleration', () => {
  it('counts whole hours back from now, an empty one as 0, and nothing from outside', () => {
    const hours = hourlyVolume([ago(0), ago(59), ago(60), ago(200), ago(-5), ago(241)], noon, 4)
    expect(hours).toEqual([
      { from: at('08:00'), mentions: 1 },
      { from: at('09:00'), mentions: 0 },
      { from: at('10:00'), mentions: 1 },
      { from: at('11:00'), mentions: 2 }
    ])
  })

  it('is the last hour, and how it differs from the one before', () => {
    expect(momentumOf([3, 9, 4])).toEqual({ velocity: 4, acceleration: -5 })
    expect(momentumOf([4])).toEqual({ velocity: 4, acceleration: null })
  })

  it('loses no mention of the hours, whatever their times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 24 * 60 - 1 })), (minutes) => {
        const hours = hourlyVolume(minutes.map(ago), noon, 24)
        expect(hours.reduce((sum, { mentions }) => sum + mentions, 0)).toBe(minutes.length)
      })
    )
  })
})

describe('reach by media tier', () => {
  const one = (source: string, views: number | null): Pick<Mention, 'source' | 'engagement'> => ({
    source,
    engagement: { ...unknownEngagement, views }
  })

  it('sums what is known and says what is not', () => {
    const reach = reachByTier([
      { mention: one('某网友', null), tier: null },
      { mention: one('新华社', 500), tier: 'central' },
      { mention: one('新华社', null), tier: 'central' },
      { mention: one('央视新闻', 100), tier: 'central' }
    ])
    expect(reach).toEqual([
      { tier: 'central', mentions: 3, sources: 2, views: 600, viewsUnknown: 1 },
      { tier: 'unknown', mentions: 1, sources: 1, views: null, viewsUnknown: 1 }
    ])
  })
})

describe('growth of engagement', () => {
  const point = (minutes: number, likes: number | null): EngagementPoint => ({
    observedAt: ago(minutes),
    engagement: { ...unknownEngagement, likes }
  })

  it.each([
    ['since the last look before the window', [point(600, 5), point(400, 10), point(30, 70)], 60],
    ['since the first look where there is none before', [point(200, 10), point(30, 25)], 15],
    ['also downwards', [point(400, 10), point(30, 4)], -6]
  ])('is told %s', (_, points, gained) => {
    expect(engagementGrowth([points], noon, 6)).toEqual({ hours: 6, gained, compared: 1 })
  })

  it.each([
    ['seen once', [point(30, 10)]],
    ['seen twice with counts that nobody knows', [point(400, null), point(30, null)]],
    ['known once', [point(400, null), point(30, 8)]],
    ['not looked at within the window', [point(900, 3), point(400, 9)]],
    ['never seen', []]
  ])('of a mention that was %s is unknown, not 0', (_, points) => {
    expect(engagementGrowth([points], noon, 6)).toMatchObject({ gained: null, compared: 0 })
  })

  it('adds up those that can be told', () => {
    expect(engagementGrowth([[point(400, 1), point(10, 4)], [point(30, 9)], [point(300, 2), point(20, 2)]], noon, 6)).toEqual({
      hours: 6,
      gained: 3,
      compared: 2
    })
  })
})

describe('hot lists', () => {
  const entry = (source: string, rank?: number | null): Pick<Mention, 'sourceKind' | 'source' | 'rank'> => ({
    sourceKind: 'hot-list',
    source,
    ...(rank === undefined ? {} : { rank })
  })

  it('names the best place on each list, the best list first, and a list without places last', () => {
    const post = { sourceKind: 'weibo', source: '网友', rank: 1 } as const
    expect(hotListsOf([entry('甲榜', 12), entry('乙榜'), entry('甲榜', 7), entry('丙榜', 3), entry('甲榜'), post])).toEqual([
      { source: '丙榜', rank: 3 },
      { source: '甲榜', rank: 7 },
      { source: '乙榜', rank: null }
    ])
  })
})

describe('hot lists that were left', () => {
  it('are not where the matter stands now', () => {
    const entry = { sourceKind: 'hot-list', source: '甲榜' } as const
    expect(hotListsOf([{ ...entry, rank: null }])).toEqual([])
    expect(
      hotListsOf([
        { ...entry, rank: null },
        { ...entry, rank: 9 }
      ])
    ).toEqual([{ source: '甲榜', rank: 9 }])
  })
})

describe('the baseline by hour of the week', () => {
  it('begins with Monday midnight in Beijing', () => {
    // 2031-03-10 is a Monday.
    expect(hourOfWeek(at('00:00', '2031-03-10'))).toBe(0)
    expect(hourOfWeek(at('23:59', '2031-03-16'))).toBe(167)
    expect(hourOfWeek(at('12:30', '2031-03-12'))).toBe(2 * 24 + 12)
  })

  it('has 168 cells; one bad week moves neither the middle nor the spread; under three weeks nothing is known', () => {
    const weeks = [4, 6, 5, 900, 5].map((mentions, index) => ({ from: addMs(at('11:00'), -index * 7 * dayMs), mentions }))
    const twice = [0, 1].map((index) => ({ from: addMs(at('12:00'), -index * 7 * dayMs), mentions: 3 }))
    const cells = baselineOf([...weeks, ...twice])
    expect(cells).toHaveLength(168)
    expect(cells[2 * 24 + 11]).toEqual({ hourOfWeek: 59, median: 5, spread: 1.4826, weeks: 5 })
    expect(cells[2 * 24 + 12]).toBeNull()
  })

  it('does not call two mentions of a quiet hour an alarm', () => {
    const quiet = { hourOfWeek: 3, median: 0, spread: 0, weeks: 8 }
    expect(excessOf(2, quiet)).toBe(2)
    expect(excessOf(40, { ...quiet, median: 25, spread: 1 })).toBe(3)
  })

  it('is asked of the same hour of the weeks before', () => {
    expect(sameHourOfWeeks(noon, 2)).toEqual([
      { from: addMs(at('11:00'), -7 * dayMs), to: addMs(noon, -7 * dayMs) },
      { from: addMs(at('11:00'), -14 * dayMs), to: addMs(noon, -14 * dayMs) }
    ])
  })
})

describe('the forecast', () => {
  it('has no course to go by in under six hours', () => {
    expect(forecast([1, 2, 3, 4, 5], 6)).toBeNull()
    expect(pastErrors([1, 2, 3, 4, 5], 6)).toEqual([])
  })

  it('goes on as it was where nothing changes, with the room that chance needs', () => {
    const [next] =
      forecast(
        Array.from({ length: 24 }, () => 16),
        6
      ) ?? []
    expect(next?.expected).toBeCloseTo(16)
    expect(next?.low).toBeLessThan(12)
    expect(next?.high).toBeGreaterThan(20)
  })

  it('follows a rise, but less and less far', () => {
    const hours = forecast([2, 4, 7, 11, 16, 22, 29, 37, 46], 6) ?? []
    const expected = hours.map((hour) => hour.expected)
    expect(expected[0]).toBeGreaterThan(46)
    const steps = expected.slice(1).map((value, index) => Math.sqrt(value + 0.375) - Math.sqrt((expected[index] ?? 0) + 0.375))
    expect(steps.every((step, index) => step > 0 && step < (steps[index - 1] ?? Infinity))).toBe(true)
  })

  it('knows less the further ahead, is never below 0, and says the same twice, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 6, maxLength: 80 }), (counts) => {
        const hours = forecast(counts, 6) ?? []
        expect(hours).toHaveLength(6)
        expect(forecast(counts, 6)).toEqual(hours)
        const widths = hours.map(({ low, expected, high }) => {
          expect([low >= 0, low <= expected, expected <= high, Number.isFinite(high)]).toEqual([true, true, true, true])
          return Math.sqrt(high + 0.375) - Math.sqrt(Math.max(0, low) + 0.375)
        })
        // Where the interval reaches down to 0 it is cut there.
        for (const [index, { low }] of hours.entries())
          expect([index, low === 0 || (widths[index] ?? 0) >= (widths[index - 1] ?? 0) - 1e-9]).toEqual([index, true])
      })
    )
  })

  it('keeps its promise of four in five on made-up matters that rise and ebb', () => {
    const random = seededRandom(7)
    const poisson = (mean: number): number => {
      let [count, product] = [0, random()]
      const limit = Math.exp(-mean)
      for (; product > limit; product *= random()) count++
      return count
    }
    const covered = Array.from({ length: 20 }, (_, matter) =>
      pastErrors(
        Array.from({ length: 60 }, (_, hour) => poisson(3 + 4 * matter * (hour / 8) * Math.exp(1 - hour / 8) * 0.5)),
        6
      )
    )
    for (const ahead of [1, 3, 6]) {
      const shares = covered.flatMap((errors) => errors.filter((error) => error.hoursAhead === ahead).map((error) => error.covered))
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
      expect(mean).toBeGreaterThan(0.7)
      expect(mean).toBeLessThan(0.95)
    }
  })

  it('shows its past errors beside those of saying the last hour again', () => {
    const errors = pastErrors([...Array.from({ length: 12 }, () => 9), 30, 30, 30], 2)
    expect(errors.map(({ hoursAhead, checked }) => [hoursAhead, checked])).toEqual([
      [1, 9],
      [2, 8]
    ])
    expect(errors[0]?.naiveError).toBeCloseTo(21 / 9)
    expect(errors[0]?.meanError).toBeGreaterThan(0)
    expect(errors[0]?.bias).toBeLessThan(0)
  })
})

describe('the heat of an incident', () => {
  const post = (id: string, minute: number | null, likes?: number) => ({
    mention: told({ id, text: '滨河路停水', minute, ...(likes === undefined ? {} : { likes }) }).mention,
    tier: null
  })

  it('counts what has an hour in its hour and says how many have none', () => {
    const dated = post('day', 0)
    const heat = heatOf({
      now: noon,
      mentions: [
        post('a', 0),
        post('b', 150),
        post('c', 170),
        post('unknown', null),
        { ...dated, mention: { ...dated.mention, publishedPrecision: 'day' } }
      ],
      cut: false,
      series: [],
      desk: null
    })
    expect(Heat.parse(heat)).toEqual(heat)
    expect(heat).toMatchObject({ mentions: 5, undated: 2, velocity: 2, acceleration: 2, forecast: null, pastErrors: [], desk: null })
    expect(heat.hours.map(({ mentions }) => mentions)).toEqual([1, 0, 0, 2])
  })

  it('leaves out the oldest hour of a list that was cut, since it is not whole', () => {
    const mentions = [post('a', 0), post('b', 150)]
    expect(heatOf({ now: noon, mentions, cut: true, series: [], desk: null }).hours).toHaveLength(3)
  })

  it('says how far the desk is above what is usual', () => {
    const usual = { hourOfWeek: 59, median: 4, spread: 2, weeks: 8 }
    const heat = heatOf({ now: noon, mentions: [post('a', 170)], cut: false, series: [], desk: { lastHour: 10, usual } })
    expect(heat.desk).toEqual({ lastHour: 10, usual, excess: 3 })
  })

  it('looks back a week at most', () => {
    const old = { ...post('old', 0), mention: { ...post('old', 0).mention, publishedAt: addMs(noon, -400 * hourMs) } }
    expect(heatOf({ now: noon, mentions: [old], cut: false, series: [], desk: null }).hours).toHaveLength(168)
  })
})
