import { describe, expect, test } from 'vitest'
import type { Clock } from '../../../core/clock.ts'
import { addMs, minuteMs, msOf, parseInstant, type Instant } from '../../../core/instant.ts'
import { healthNow } from '../../../core/source-state.ts'
import { Source, type SourceHealth } from '../../../core/source.ts'
import { mayReplaceHealth, readHealth } from '../../../core/stored-health.ts'

const start = parseInstant('2026-11-23T08:00:00+08:00') as Instant
const after = (minutes: number): Clock => ({
  now: () => addMs(start, minutes * minuteMs),
  elapsedMs: () => msOf(start) + minutes * minuteMs,
  speed: 1
})
const source = Source.parse({
  id: 'source',
  name: '临江在线',
  kind: 'portal',
  crawler: 'portal',
  url: 'https://linjiang.example/',
  intervalMinutes: 10
})
const seen: SourceHealth = {
  sourceId: 'source',
  state: 'ok',
  lastTriedAt: start,
  triedElapsedMs: msOf(start),
  lastOkAt: start,
  lastNewAt: start,
  consecutiveFailures: 0,
  lastError: null,
  lastErrorCode: null,
  fetched: 1,
  parsed: 5,
  mentionsTotal: 5
}
const stateAfter = (minutes: number, health: Partial<SourceHealth>, more: Partial<Source> = {}, watchingSince = msOf(start)): string =>
  healthNow({ ...source, ...more }, { ...seen, ...health }, after(minutes), watchingSince).state

describe('a row as it stands now', () => {
  const failed = { state: 'degraded', consecutiveFailures: 1, failedSince: start } as const

  test('is blind an interval after a failure that no later visit mended, also where the host asked for an hour', () => {
    expect(stateAfter(9, failed)).toBe('degraded')
    expect(stateAfter(10, failed)).toBe('blind')
    expect(stateAfter(10, { ...failed, leftAloneUntilElapsedMs: msOf(start) + 60 * minuteMs })).toBe('blind')
  })

  test('is blind once nobody visits the source any more', () => {
    expect(stateAfter(32, {})).toBe('ok')
    expect(healthNow(source, seen, after(34), msOf(start))).toMatchObject({ state: 'blind', lastErrorCode: 'not-visited' })
  })

  test('is not for a process that has just started, in quiet hours, or where it was asked to wait', () => {
    expect(stateAfter(600, {}, {}, msOf(start) + 590 * minuteMs)).toBe('ok')
    expect(stateAfter(600, {}, { quietHours: [{ from: '08:20', to: '23:00' }] })).toBe('ok')
    expect(stateAfter(100, { leftAloneUntilElapsedMs: msOf(start) + 90 * minuteMs })).toBe('ok')
  })

  test('of a source that is switched off is off, and of one that was is not blind for it', () => {
    expect(stateAfter(600, { state: 'blind' }, { enabled: false })).toBe('off')
    expect(stateAfter(600, { state: 'off' })).toBe('never')
  })

  test('of a source that is paused is paused whatever its last visit said, and afterwards one that nobody visited yet', () => {
    const paused = (state: SourceHealth['state'], isPaused?: boolean) =>
      healthNow(source, { ...seen, state }, after(600), msOf(start), isPaused).state
    expect([paused('blind', true), paused('off', true), paused('paused')]).toEqual(['paused', 'paused', 'paused'])
    expect(paused('paused', false)).toBe('never')
  })
})

test('a row of an older version is read', () => {
  expect(readHealth(JSON.stringify({ ...seen, state: 'failing' })).state).toBe('degraded')
})

test('a row is written over any other but one of a later holder of its lease', () => {
  const lease = (fence: number) => ({ ...seen, lease: { name: 'crawl:a', fence } })
  expect([lease(1), lease(2), lease(3), seen].map((next) => mayReplaceHealth(lease(2), next))).toEqual([false, true, true, true])
  expect(mayReplaceHealth(null, lease(1))).toBe(true)
})
