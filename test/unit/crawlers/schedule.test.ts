import { describe, expect, test } from 'vitest'
import { addMs, minuteMs, msBetween, parseInstant, type Instant } from '../../../core/instant.ts'
import { Source, type SourceHealth } from '../../../core/source.ts'
import { neverVisited } from '../../../core/never-visited.ts'
import { isDue, nextPace, nextVisitAt } from '../../../crawlers/schedule.ts'
import { chooseTurns, mostVisits } from '../../../crawlers/turns.ts'

const start = parseInstant('2026-11-23T08:00:00+08:00') as Instant
const at = (minutes: number): Instant => addMs(start, minutes * minuteMs)
const source = Source.parse({
  id: 'source',
  name: '临江在线',
  kind: 'portal',
  crawler: 'portal',
  url: 'https://linjiang.example/',
  intervalMinutes: 10
})
const tried: SourceHealth = { ...neverVisited('source'), state: 'ok', lastTriedAt: start }

describe('the schedule', () => {
  test('visits a new source at once, and then by its interval in civil time', () => {
    expect(isDue(source, null, start)).toBe(true)
    expect(isDue(source, neverVisited('source'), start)).toBe(true)
    expect([9, 10, 500].map((minutes) => isDue(source, tried, at(minutes)))).toEqual([false, true, true])
  })

  test('parts sources that came due together, none by more than a tenth of its interval and none late', () => {
    const many = Array.from({ length: 200 }, (_, n) => ({ ...source, id: `source-${n}` }))
    const due = many.map((one) => msBetween(start, nextVisitAt(one, tried, start)) / minuteMs).sort((a, b) => a - b)
    expect(due[0]).toBeGreaterThanOrEqual(9)
    expect(due.at(-1)).toBeLessThanOrEqual(10)
    // In each tenth of that minute there are some of the two hundred.
    expect(new Set(due.map((minutes) => Math.floor((minutes - 9) * 10))).size).toBe(10)
    // And the same is asked at the same moment, however often it is planned.
    expect(nextVisitAt(source, tried, at(3))).toBe(nextVisitAt(source, tried, start))
  })

  test('asks a failing source sooner at first, then more and more seldom, up to eight intervals', () => {
    const waits = [1, 2, 3, 4, 5, 9].map((consecutiveFailures) => nextVisitAt(source, { ...tried, consecutiveFailures }, start))
    expect(waits).toEqual([5, 5, 20, 40, 80, 80].map(at))
  })

  test('does not wait for a moment that a set-back clock has taken away', () => {
    expect(isDue(source, { ...tried, lastTriedAt: at(6000) }, start)).toBe(true)
  })

  test('leaves a switched-off source alone', () => {
    expect(isDue({ ...source, enabled: false }, null, start)).toBe(false)
  })

  test('waits for the end of quiet hours, over midnight too', () => {
    const nightly = { ...source, quietHours: [{ from: '23:00', to: '05:30' }] }
    const late = parseInstant('2026-11-23T22:55:00+08:00') as Instant
    const before = { ...tried, lastTriedAt: late }
    expect(nextVisitAt(nightly, before, late)).toBe(parseInstant('2026-11-24T05:30:00+08:00'))
    expect(isDue(nightly, neverVisited('source'), parseInstant('2026-11-24T03:00:00+08:00') as Instant)).toBe(false)
    expect(isDue(nightly, before, parseInstant('2026-11-24T05:30:00+08:00') as Instant)).toBe(true)
  })
})

describe('the adaptive pace', () => {
  const paced = (bounds: Partial<Source>, visits: readonly boolean[]): number =>
    visits.reduce((paceMinutes, isNew) => nextPace({ ...source, ...bounds }, { ...tried, paceMinutes }, isNew), source.intervalMinutes)

  test('hurries while there is news, and goes back to the interval while there is none', () => {
    expect(paced({}, [true])).toBe(7)
    expect(paced({}, Array<boolean>(9).fill(true))).toBe(5)
    expect(paced({}, [true, true, ...Array<boolean>(9).fill(false)])).toBe(10)
  })

  test('keeps to the bounds of the configuration', () => {
    const bounds = { fastestMinutes: 2, slowestMinutes: 30 }
    expect(paced(bounds, Array<boolean>(20).fill(true))).toBe(2)
    expect(paced(bounds, Array<boolean>(20).fill(false))).toBe(30)
    expect(isDue({ ...source, ...bounds }, { ...tried, paceMinutes: 30 }, at(26))).toBe(false)
  })
})

describe('turns', () => {
  const waiting = (host: string, count: number, more: { slow?: boolean; lateness?: number } = {}) =>
    Array.from({ length: count }, () => ({ host, slow: false, lateness: 1, ...more }))

  test('go to the most belated first', () => {
    const [first] = chooseTurns([...waiting('a', 1), ...waiting('b', 1, { lateness: 3 }), ...waiting('c', 1)], [])
    expect(first?.host).toBe('b')
  })

  test('leave no host more than two places, however many of its sources wait', () => {
    const chosen = chooseTurns([...waiting('many', 300, { lateness: 9 }), ...waiting('one', 1)], [])
    expect(chosen.map(({ host }) => host)).toEqual(['many', 'many', 'one'])
    expect(chooseTurns(waiting('many', 5), waiting('many', 2))).toEqual([])
  })

  test('leave slow sites half of the places', () => {
    const slow = Array.from({ length: 300 }, (_, n) => waiting(`slow${n}`, 1, { slow: true, lateness: 9 })).flat()
    const quick = Array.from({ length: 300 }, (_, n) => waiting(`quick${n}`, 1)).flat()
    const chosen = chooseTurns([...slow, ...quick], [])
    expect(chosen).toHaveLength(mostVisits)
    expect(chosen.filter((one) => one.slow)).toHaveLength(mostVisits / 2)
  })
})
