import { assert, integer, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chinaWallTime, instantFromMs, parseInstant, type Instant } from '../../../core/instant.ts'
import { readDate, readUnixTime } from '../../../core/written-date.ts'

/** A Tuesday, 18:03 in China. */
const looked = parseInstant('2026-11-24T18:03:00+08:00') as Instant

function shown(text: string, observedAt: Instant | null = looked): string | null {
  const read = readDate(text, observedAt)
  if (read === null) return null
  const wall = chinaWallTime(read.at)
  return read.precision === 'day' ? wall.slice(0, 10) : `${wall} ${read.precision}`
}

describe('a written date', () => {
  test.each([
    // Full dates.
    ['2026/11/23', '2026-11-23'],
    ['2026-11-23', '2026-11-23'],
    ['2026.11.23', '2026-11-23'],
    ['2026年11月23日', '2026-11-23'],
    ['2026年11月23号', '2026-11-23'],
    ['2026年1月3日', '2026-01-03'],
    ['2026-1-3', '2026-01-03'],
    ['26年11月23日', '2026-11-23'],
    ['20261123', '2026-11-23'],
    ['２０２６年１１月２３日', '2026-11-23'],
    ['二〇二六年十一月二十三日', '2026-11-23'],
    ['二○二六年三月十日', '2026-03-10'],
    ['2026 年 11 月 23 日', '2026-11-23'],
    // With a time.
    ['2026年11月23日 09:12', '2026-11-23 09:12 minute'],
    ['2026-11-23 9:12', '2026-11-23 09:12 minute'],
    ['2026-11-23 09:12:33', '2026-11-23 09:12 second'],
    ['2026.11.23 9:12:33', '2026-11-23 09:12 second'],
    ['2026年11月23日9时12分', '2026-11-23 09:12 minute'],
    ['2026年11月23日9时12分33秒', '2026-11-23 09:12 second'],
    ['2026年11月23日星期一 09:12', '2026-11-23 09:12 minute'],
    ['2026年11月23日（星期一）09:12', '2026-11-23 09:12 minute'],
    ['2026-11-2309:12', '2026-11-23 09:12 minute'],
    ['2026年11月23日下午3点半', '2026-11-23 15:30 minute'],
    ['2026年11月23日晚上8点', '2026-11-23 20:00 hour'],
    ['2026年11月23日凌晨2时许', '2026-11-23 02:00 hour'],
    ['2026年11月23日中午12点', '2026-11-23 12:00 hour'],
    ['2026年11月23日中午1点', '2026-11-23 13:00 hour'],
    ['2026年11月23日上午12点', '2026-11-23 00:00 hour'],
    ['2026年11月23日晚12点', '2026-11-24 00:00 hour'],
    ['2026-11-23 24:00', '2026-11-24 00:00 minute'],
    ['2026-11-23 09:12 PM', '2026-11-23 21:12 minute'],
    ['20261123091200', '2026-11-23 09:12 second'],
    ['发布时间：2026-11-23 09:12 来源：临江网', '2026-11-23 09:12 minute'],
    ['2026-11-23，09:12', '2026-11-23 09:12 minute'],
    ['二〇二六年十一月二十三日十五时', '2026-11-23 15:00 hour'],
    ['发表于 2026-11-3 7:05', '2026-11-03 07:05 minute'],
    // With a zone.
    ['2026-11-23T09:12:00+08:00', '2026-11-23 09:12 second'],
    ['2026-11-23T01:12:00Z', '2026-11-23 09:12 second'],
    ['2026-11-23T01:12:00.123Z', '2026-11-23 09:12 second'],
    ['2026-11-23 09:12:00 +0800', '2026-11-23 09:12 second'],
    ['2026-11-23 01:12 UTC', '2026-11-23 09:12 minute'],
    ['2026-11-22T20:12:00-05:00', '2026-11-23 09:12 second'],
    ['Mon, 23 Nov 2026 09:12:00 +0800', '2026-11-23 09:12 second'],
    ['Mon, 23 Nov 2026 01:12:00 GMT', '2026-11-23 09:12 second'],
    ['Mon Nov 23 09:12:00 +0800 2026', '2026-11-23 09:12 second'],
    ['23 Nov 2026', '2026-11-23'],
    ['Nov 23, 2026 9:12 AM', '2026-11-23 09:12 minute'],
    // Relative to the moment of looking.
    ['刚刚', '2026-11-24 18:03 minute'],
    ['30秒前', '2026-11-24 18:02 minute'],
    ['3分钟前', '2026-11-24 18:00 minute'],
    ['十分钟前', '2026-11-24 17:53 minute'],
    ['半小时前', '2026-11-24 17:33 minute'],
    ['3小时前', '2026-11-24 15:03 hour'],
    ['两小时前', '2026-11-24 16:03 hour'],
    ['20小时前', '2026-11-23 22:03 hour'],
    ['3天前', '2026-11-21'],
    ['今天', '2026-11-24'],
    ['今天 09:12', '2026-11-24 09:12 minute'],
    ['今日凌晨2时许', '2026-11-24 02:00 hour'],
    ['今晨6时30分', '2026-11-24 06:30 minute'],
    ['昨天 21:05', '2026-11-23 21:05 minute'],
    ['昨天21:05', '2026-11-23 21:05 minute'],
    ['昨晚8点', '2026-11-23 20:00 hour'],
    ['昨日', '2026-11-23'],
    ['前天 21:05', '2026-11-22 21:05 minute'],
    ['09:12', '2026-11-24 09:12 minute'],
    // Without a year: the nearest one in the past.
    ['11-23 09:12', '2026-11-23 09:12 minute'],
    ['11月23日', '2026-11-23'],
    ['11月23日 09:12', '2026-11-23 09:12 minute'],
    ['12月25日 10:00', '2025-12-25 10:00 minute'],
    ['12-31', '2025-12-31'],
    ['1月3日', '2026-01-03'],
    ['时间：11-23 09:12', '2026-11-23 09:12 minute'],
    // Nothing that names one day.
    ['', null],
    ['上周三', null],
    ['1周前', null],
    ['2个月前', null],
    ['农历正月初五', null],
    ['2026年闰五月初三', null],
    ['2026-02-30', null],
    ['2026-13-01', null],
    ['2026-11-23 25:61', null],
    ['1-3', null],
    ['3/5', null],
    ['目前天气晴', null],
    ['日前', null],
    ['第1123号', null],
    ['192.168.1.1', null],
    ['电话 2026-1234567', null],
    ['比分 3-1', null],
    ['21:05', null],
    ['2026年', null],
    ['11月', null],
    ['临江大桥通车', null]
  ])('%s', (text, wanted) => {
    expect(shown(text)).toBe(wanted)
  })

  test.each(['刚刚', '昨天 21:05', '3分钟前', '11-23 09:12', '11月23日', '09:12'])('%s says nothing without the moment of looking', (text) => {
    expect(readDate(text, null)).toBeNull()
  })

  test('of midnight in China is the day there, not in London', () => {
    expect(shown('今天', parseInstant('2026-11-24T00:30:00+08:00'))).toBe('2026-11-24')
    expect(shown('昨天', parseInstant('2026-11-24T00:30:00+08:00'))).toBe('2026-11-23')
    expect(shown('1月1日', parseInstant('2026-01-01T00:30:00+08:00'))).toBe('2026-01-01')
  })

  test('reads back every minute that it writes', () => {
    assert(
      property(integer({ min: 800_000_000, max: 4_000_000_000 }), (seconds) => {
        const instant = instantFromMs(Math.floor(seconds / 60) * 60_000)
        const wall = chinaWallTime(instant)
        expect(readDate(wall, null)).toEqual({ at: instant, precision: 'minute' })
        expect(readDate(wall.replace(/(\d+)-(\d+)-(\d+) (\d+):(\d+)/, '$1年$2月$3日$4时$5分'), null)).toEqual({ at: instant, precision: 'minute' })
      })
    )
  })

  test('never throws, whatever is written', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 60 }), (text) => {
        const read = readDate(text, looked)
        expect(read === null || !Number.isNaN(Date.parse(read.at))).toBe(true)
      })
    )
  })
})

describe('a Unix time', () => {
  test('is milliseconds from 1e11 on', () => {
    expect(readUnixTime(1_795_396_320)?.at).toBe(readUnixTime(1_795_396_320_000)?.at)
    expect(readUnixTime(99)).toBeNull()
    expect(readUnixTime(Number.NaN)).toBeNull()
  })
})
