import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestMs, periodOf, spanOf } from '../../../../adapters/elasticsearch/mention-period.ts'
import { instantFromMs, msOf, type Instant } from '../../../../core/instant.ts'

const periods = ['day', 'week', 'month'] as const

test.each([
  ['2026-11-28T23:59:59.999Z', ['2026.11.28', '2026w48', '2026.11']],
  // ISO weeks at the turn of a year.
  ['2026-12-31T12:00:00.000Z', ['2026.12.31', '2026w53', '2026.12']],
  ['2027-01-03T23:59:59.999Z', ['2027.01.03', '2026w53', '2027.01']],
  ['2027-01-04T00:00:00.000Z', ['2027.01.04', '2027w01', '2027.01']],
  ['2024-12-30T00:00:00.000Z', ['2024.12.30', '2025w01', '2024.12']]
])('%s lies in %j', (instant, names) => {
  expect(periods.map((period) => periodOf(instant as Instant, period))).toEqual(names)
})

test.each(['', 'x', '2026', '2026.11.28.1', '26.11', '2026-11'])('%j names no period', (name) => {
  expect(spanOf(name)).toBeNull()
})

describe.each(periods)('a %s', (period) => {
  test('spans every moment that it is named after and ends where the next begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2099, 11, 31) }), (ms) => {
        const span = spanOf(periodOf(instantFromMs(ms), period))
        if (span === null) throw new Error('no span')
        expect(span.fromMs <= ms && ms < span.toMs).toBe(true)
        expect(span.toMs - span.fromMs).toBeLessThanOrEqual(longestMs[period])
        const next = spanOf(periodOf(instantFromMs(span.toMs), period))
        expect(next?.fromMs).toBe(span.toMs)
        expect(periodOf(instantFromMs(msOf(instantFromMs(span.toMs)) - 1), period)).toBe(periodOf(instantFromMs(ms), period))
      })
    )
  })
})
