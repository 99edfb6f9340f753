import { describe, expect, test } from 'vitest'
import { addMs, hourMs, minuteMs, parseInstant, type Instant } from '../../../core/instant.ts'
import { Source, type SourceHealth } from '../../../core/source.ts'
import { afterVisit, neverVisited, type Outcome } from '../../../crawlers/health.ts'
import { isDue, nextVisitAt } from '../../../crawlers/schedule.ts'

const start = parseInstant('2026-11-23T08:00:00+08:00') as Instant
const source = Source.parse({
  id: 'source',
  name: '临江在线',
  kind: 'portal',
  crawler: 'portal',
  url: 'https://linjiang.example/',
  intervalMinutes: 10,
  expectedWithinHours: 24
})
const read = (hours: number, fresh: number): Outcome => ({
  kind: 'read',
  at: addMs(start, hours * hourMs),
  fetched: 1,
  parsed: 5,
  fresh,
  mentions: fresh
})
const failed = (hours: number, code = 'timeout'): Outcome => ({
  kind: 'failed',
  at: addMs(start, hours * hourMs),
  code,
  message: 'no answer',
  mentions: 0
})
const play = (outcomes: readonly Outcome[]): SourceHealth =>
  outcomes.reduce((health, outcome) => afterVisit(health, source, outcome, start), neverVisited('source'))

describe('health', () => {
  test.each([
    ['something new is ok', [read(0, 2)], 'ok'],
    ['silence within the rhythm is quiet', [read(0, 2), read(23, 0)], 'quiet'],
    ['silence beyond it is blind', [read(0, 2), read(25, 0)], 'blind'],
    ['silence from the very start is blind too', [read(0, 0), read(25, 0)], 'blind'],
    ['one failure is failing', [read(0, 2), failed(1)], 'failing'],
    ['three failures are blind', [read(0, 2), failed(1), failed(2), failed(3)], 'blind'],
    ['an expired sign-in is blind at once', [read(0, 2), failed(1, 'sign-in-expired')], 'blind'],
    ['recovery forgets the failures', [failed(0), failed(1), failed(2), read(3, 1)], 'ok'],
    ['a failure after a long silence is blind', [read(0, 2), failed(30)], 'blind']
  ] as const)('%s', (_, outcomes, state) => {
    expect(play(outcomes).state).toBe(state)
  })

  test('keeps when it last was well, what is wrong, and how much it ever brought', () => {
    const health = play([read(0, 2), read(1, 3), failed(2)])
    expect(health).toMatchObject({
      lastOkAt: addMs(start, hourMs),
      lastNewAt: addMs(start, hourMs),
      lastTriedAt: addMs(start, 2 * hourMs),
      consecutiveFailures: 1,
      lastError: 'no answer',
      lastErrorCode: 'timeout',
      mentionsTotal: 5
    })
    expect(play([read(0, 2), read(25, 0)]).lastError).toBe('超过 24 小时没有新内容')
  })
})

describe('the schedule', () => {
  const at = (minutes: number): Instant => addMs(start, minutes * minuteMs)

  test('visits a new source at once, and then by its interval in civil time', () => {
    expect(isDue(source, null, start)).toBe(true)
    expect(isDue(source, neverVisited('source'), start)).toBe(true)
    const health = play([read(0, 1)])
    expect([9, 10, 500].map((minutes) => isDue(source, health, at(minutes)))).toEqual([false, true, true])
  })

  test('asks a failing source more and more seldom, up to eight intervals', () => {
    const waits = [1, 2, 3, 4, 5, 9].map((failures) => nextVisitAt(source, { ...play([failed(0)]), consecutiveFailures: failures }, start))
    expect(waits).toEqual([10, 20, 40, 80, 80, 80].map(at))
  })

  test('does not wait for a moment that a set-back clock has taken away', () => {
    expect(isDue(source, play([read(100, 1)]), start)).toBe(true)
  })

  test('leaves a switched-off source alone', () => {
    expect(isDue({ ...source, enabled: false }, null, start)).toBe(false)
  })
})
