import { describe, expect, it } from 'vitest'
import { msOf, type Instant } from '../../../core/instant.ts'
import { deadlineTime, duration, fieldOfMs, fullTime, instantOfField, shortTime, spokenDuration } from '../../../dashboard/wall-time.ts'

/** 23:30 in Beijing on 4 May. */
const now = msOf('2031-05-04T15:30:00.000Z' as Instant)

describe('times on the page', () => {
  it.each([
    ['2031-05-04T15:10:00.000Z', '23:10 今天'],
    ['2031-05-04T16:10:00.000Z', '00:10 明天'],
    ['2031-05-03T16:00:00.000Z', '00:00 今天'],
    ['2031-05-03T15:59:00.000Z', '23:59 昨天'],
    ['2031-03-01T04:00:00.000Z', '12:00 3月1日'],
    ['2030-12-31T16:00:00.000Z', '00:00 1月1日'],
    ['2030-12-31T15:00:00.000Z', '23:00 2030年12月31日']
  ])('%s is %s in Beijing', (instant, words) => {
    expect(shortTime(instant as Instant, now)).toBe(words)
  })

  it('shows no hour that nobody knows', () => {
    expect(shortTime('2031-05-03T16:00:00.000Z' as Instant, now, 'day')).toBe('今天（时刻不详）')
  })

  it('names a deadline as a wall time', () => {
    expect(deadlineTime('2031-05-05T05:15:00.000Z' as Instant, now)).toBe('明天 13:15 前')
  })

  it('gives the full instant for hover and print', () => {
    expect(fullTime('2031-05-04T15:30:05.000Z' as Instant)).toBe('2031-05-04 23:30:05 北京时间')
  })

  it.each([
    [15_127_000, '4:12:07'],
    [-15_127_000, '4:12:07'],
    [999, '0:00:00'],
    [172_800_000, '48:00:00']
  ])('%i ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words)
  })

  it('says a duration as one says it', () => {
    expect(spokenDuration(16_380_000)).toBe('4 小时 33 分')
    expect(spokenDuration(59_000)).toBe('0 分')
  })

  it('reads a field as Beijing time and writes it back', () => {
    const instant = instantOfField('2031-05-04T23:30')
    expect(instant).toBe('2031-05-04T15:30:00.000Z')
    expect(fieldOfMs(now)).toBe('2031-05-04T23:30')
  })

  it('makes no time of an empty field', () => {
    expect(instantOfField('')).toBeNull()
  })
})
