import { describe, expect, test } from 'vitest'
import { addMs, hourMs, parseInstant, type Instant } from '../../../core/instant.ts'
import { Source, type SourceHealth } from '../../../core/source.ts'
import { neverVisited } from '../../../core/never-visited.ts'
import { afterVisit, type Outcome } from '../../../crawlers/health.ts'

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
const read = (hours: number, fresh: number, more: Partial<Extract<Outcome, { kind: 'read' }>> = {}): Outcome => ({
  kind: 'read',
  at: addMs(start, hours * hourMs),
  atElapsedMs: 0,
  fetched: 1,
  parsed: 5,
  fresh,
  unchanged: false,
  coverage: { asked: fresh, got: fresh, capped: null },
  mentions: fresh,
  ...more
})
const failed = (hours: number, code = 'timeout'): Outcome => ({
  kind: 'failed',
  at: addMs(start, hours * hourMs),
  atElapsedMs: 0,
  code,
  message: 'no answer',
  faultClass: null,
  leftAloneUntilElapsedMs: null,
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
    ['one failure is degraded', [read(0, 2), failed(1)], 'degraded'],
    ['two failures within an interval are degraded', [read(0, 2), failed(1), failed(1.08)], 'degraded'],
    ['a failure that lasts for an interval is blind', [read(0, 2), failed(1), failed(1.17)], 'blind'],
    ['three failures are blind', [read(0, 2), failed(1), failed(1.01), failed(1.02)], 'blind'],
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

describe('a list that has nothing any more', () => {
  const empty = { parsed: 0 }
  const usual = Array.from({ length: 6 }, (_, n) => read(n / 6, n === 0 ? 1 : 0))

  test('has another layout where it always had items, however quiet the day', () => {
    const health = play([...usual, read(1.2, 0, empty)])
    expect(health).toMatchObject({ state: 'degraded', lastErrorCode: 'nothing-parsed', faultClass: 'changed-layout' })
    expect(health.lastError).toContain('以往每次约 5 条')
    expect(play([...usual, read(1.2, 0, empty), read(1.4, 0, empty)]).state).toBe('blind')
  })

  test.each([
    ['has not changed since the last visit', [...usual, read(1.2, 0, { ...empty, unchanged: true })]],
    ['is often empty', [read(0, 1), read(0.1, 0, empty), ...usual, read(1.2, 0, empty)]],
    ['was not asked for anything, as what is pushed to us', [...usual, read(1.2, 0, { ...empty, fetched: 0 })]],
    ['has hardly been seen', [read(0, 1), read(0.2, 0, empty)]]
  ])('is quiet where it %s', (_, outcomes) => {
    expect(play(outcomes).state).toBe('quiet')
  })
})

test('the rhythm that a source keeps tells its silence', () => {
  const learnt = Source.parse({ ...source, expectedWithinHours: null })
  // Something new each hour for a week, then nothing.
  const week = Array.from({ length: 7 * 24 * 2 }, (_, n) => read(n / 2, n % 2))
  const health = week.reduce((before, outcome) => afterVisit(before, learnt, outcome, start), neverVisited('source'))
  const after = (hours: number) => afterVisit(health, learnt, read(167.5 + hours, 0), start)
  expect([3, 9, 20].map((hours) => after(hours).state)).toEqual(['quiet', 'degraded', 'blind'])
  expect(after(20)).toMatchObject({ lastErrorCode: 'silent' })
  expect(after(20).lastError).toContain('本应来')
})

test('quiet hours are no silence', () => {
  const nightly = Source.parse({ ...source, expectedWithinHours: 6, quietHours: [{ from: '22:00', to: '07:00' }] })
  // Last news at 20:00, looked at next at 09:00: four hours were watched.
  const before = afterVisit(neverVisited('source'), nightly, read(12, 1), start)
  expect(afterVisit(before, nightly, read(25, 0), start).state).toBe('quiet')
  expect(afterVisit(before, nightly, read(28, 0), start).state).toBe('blind')
})
