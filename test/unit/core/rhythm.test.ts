import { describe, expect, test } from 'vitest'
import { addMs, hourMs, minuteMs, parseInstant, type Instant } from '../../../core/instant.ts'
import { expectedArrivals, isRhythmKnown, learnRhythm, normalGap, noRhythm, type Rhythm } from '../../../core/rhythm.ts'

/** A Monday. */
const start = parseInstant('2026-11-02T00:00:00+08:00') as Instant
const wall = (day: number, hour: number): Instant => addMs(start, (day * 24 + hour) * hourMs)

/** Visits every half an hour for so many days; `speaks` says in which hours something new came. */
function learn(days: number, speaks: (day: number, hour: number) => boolean): Rhythm {
  let rhythm = noRhythm
  let [before, lastNewAt]: [Instant | null, Instant | null] = [null, null]
  for (let half = 0; half < days * 48; half++) {
    const at = addMs(start, half * 30 * minuteMs)
    const isNew = half % 2 === 1 && speaks(Math.floor(half / 48), Math.floor(half / 2) % 24)
    rhythm = learnRhythm(rhythm, { before, at, lastNewAt, isNew })
    before = at
    if (isNew) lastNewAt = at
  }
  return rhythm
}

const isWeekend = (day: number): boolean => day % 7 >= 5
/** A government site: each hour of a working day, nothing at night, nothing at weekends. */
const office = learn(28, (day, hour) => !isWeekend(day) && hour >= 8 && hour < 18)

describe('the rhythm of a source', () => {
  test('is not known before three days and a dozen arrivals', () => {
    expect(isRhythmKnown(learn(2, () => true))).toBe(false)
    expect(isRhythmKnown(learn(5, (day, hour) => day < 5 && hour === 9))).toBe(false)
    expect(isRhythmKnown(learn(4, () => true))).toBe(true)
  })

  test('expects nothing much by night and at weekends, and a lot by day', () => {
    expect(expectedArrivals(office, wall(28, 18), wall(29, 8))).toBeLessThan(1)
    expect(expectedArrivals(office, wall(33, 0), wall(35, 0))).toBeLessThan(3)
    expect(expectedArrivals(office, wall(28, 8), wall(28, 18))).toBeGreaterThan(8)
  })

  test('so a weekend is normal, and a silent working day is not', () => {
    expect(expectedArrivals(office, wall(32, 18), wall(35, 9))).toBeLessThan(normalGap(office))
    expect(expectedArrivals(office, wall(28, 8), wall(28, 18))).toBeGreaterThan(normalGap(office))
  })

  test('knows the longest pause of a source that speaks in fits', () => {
    const fitful = learn(28, (day) => day % 4 === 0)
    expect(normalGap(fitful)).toBeGreaterThan(expectedArrivals(fitful, wall(29, 0), wall(31, 0)))
  })

  test('is not spoilt by one outage that nobody noticed', () => {
    const before = learn(21, () => true)
    const after = learn(21, (day, hour) => !(day === 18 && hour < 23))
    expect(normalGap(after)).toBeLessThanOrEqual(2.5 * normalGap(before))
  })

  test('learns nothing of what came while nobody watched', () => {
    const at = wall(30, 12)
    expect(learnRhythm(office, { before: wall(29, 12), at, lastNewAt: null, isNew: true })).toBe(office)
    expect(learnRhythm(office, { before: null, at, lastNewAt: null, isNew: true })).toBe(office)
  })

  test('leaves out hours in which nobody looks', () => {
    expect(expectedArrivals(office, wall(28, 8), wall(28, 18), () => false)).toBe(0)
  })
})
