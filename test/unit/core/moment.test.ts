import { assert as check, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { instantFromMs, minuteMs } from '../../../core/instant.ts'
import { Moment } from '../../../core/moment.ts'

test('a moment with any zone is the instant that it names, in UTC', () => {
  check(
    property(
      integer({ min: Date.parse('2000-01-01T00:00:00.000Z'), max: Date.parse('2999-12-30T00:00:00.000Z') }),
      integer({ min: -14 * 60, max: 14 * 60 }),
      (ms, offset) => {
        const wall = new Date(ms + offset * minuteMs).toISOString().slice(0, -1)
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
        const zone = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
        expect(Moment.parse(`${wall}${zone}`)).toBe(instantFromMs(ms))
      }
    )
  )
})

test.each([
  ['2026-11-24T18:03:00+08:00', '2026-11-24T10:03:00.000Z'],
  ['2026-11-24T18:03+08:00', '2026-11-24T10:03:00.000Z'],
  ['2026-11-24T10:03:00.000Z', '2026-11-24T10:03:00.000Z'],
  ['2026-11-24T10:03:00.123456Z', '2026-11-24T10:03:00.123Z']
])('%s is %s', (text, instant) => {
  expect(Moment.parse(text)).toBe(instant)
})

test.each([
  '2026-11-24T10:03:00',
  '2026-11-24',
  '2026-02-30T10:03:00Z',
  '2026-13-01T10:03:00Z',
  '2026-11-24T24:03:00Z',
  '2026-11-24T10:03:00 08:00',
  '2026-11-24T10:03:00+15:00',
  '2999-12-31T23:03:00-08:00',
  '1000-01-01T00:00:00+08:00',
  '昨天'
])('%s names no moment, and is refused with the form that it should have', (text) => {
  expect(Moment.safeParse(text).error?.issues[0]?.message).toContain('2026-11-24T18:03:00+08:00')
})
