import { assert as check, integer, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { Instant, instantFromMs, msOf } from '../../../core/instant.ts'

test('an instant is the millisecond that Date.parse reads, in any year that can be written', () => {
  check(
    property(integer({ min: Date.parse('0000-01-01T00:00:00.000Z'), max: Date.parse('9999-12-31T23:59:59.999Z') }), (ms) => {
      expect(msOf(instantFromMs(ms))).toBe(ms)
    })
  )
})

test('what has the form but is no moment is what Date.parse makes of it', () => {
  const two = (most: number) => integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'))
  check(
    property(tuple(two(13), two(32), two(25), two(61)), ([month, day, hour, minute]) => {
      const written = `2028-${month}-${day}T${hour}:${minute}:00.000Z` as Instant
      expect(msOf(written)).toBe(Date.parse(written))
    })
  )
  expect(msOf('2028-0x-01T00:00:00.000Z' as Instant)).toBeNaN()
})

test('what is no moment of a calendar, or lies beyond what sums of it can be written, is refused', () => {
  expect(Instant.safeParse('2026-11-24T10:03:00.000Z').success).toBe(true)
  for (const text of [
    '0000-00-00T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-01-32T00:00:00.000Z',
    '2026-01-01T24:00:00.000Z',
    '9999-12-31T23:59:59.999Z'
  ])
    expect([text, Instant.safeParse(text).success]).toEqual([text, false])
})
