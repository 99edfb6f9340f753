import { assert as check, integer, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { instantFromMs, msOf, type Instant } from '../../../core/instant.ts'

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
