import { describe, expect, test } from 'vitest'
import { chinaWallTime, type Instant } from '../../../core/instant.ts'
import { promisedMoment } from '../../../core/promised-moment.ts'

/** 11 in the morning of 11 December in China. */
const now = '2026-12-11T03:00:00.000Z' as Instant

describe('when a text promises to speak again', () => {
  test.each([
    ['后续情况将于不晚于12月11日20时前再次发布。', '2026-12-11 20:00'],
    ['将于12月11日20时30分再次发布', '2026-12-11 20:30'],
    ['将于2026年12月12日上午9时再次发布', '2026-12-12 09:00'],
    ['将于十二月十二日十时再次发布', '2026-12-12 10:00'],
    ['将于1月2日10时再次发布', '2027-01-02 10:00'],
    ['将于12月10日20时再次发布', '2026-12-10 20:00'],
    ['今日18时前再次发布', '2026-12-11 18:00'],
    ['今晚8点再次发布', '2026-12-11 20:00'],
    ['明日上午10时再次发布', '2026-12-12 10:00'],
    ['明早8时再次发布', '2026-12-12 08:00'],
    ['后天下午3时发布', '2026-12-13 15:00'],
    ['将于18:30再次发布', '2026-12-11 18:30'],
    ['下午5时前再次发布', '2026-12-11 17:00'],
    ['8时05分前再次发布', '2026-12-11 08:05'],
    ['2小时内再次发布', '2026-12-11 13:00'],
    ['两小时后再次发布', '2026-12-11 13:00'],
    ['半小时内再次发布', '2026-12-11 11:30'],
    ['90分钟内再次发布', '2026-12-11 12:30']
  ])('%s', (text, expected) => {
    const moment = promisedMoment(text, now)
    if (moment === null || moment === 'regular') throw new Error('no moment')
    expect(chinaWallTime(moment.from)).toBe(expected)
    expect(moment.over).toBe(moment.from)
  })

  test('a day is over at its end', () => {
    expect(promisedMoment('12月11日再次发布', now)).toEqual({ from: '2026-12-10T16:00:00.000Z', over: '2026-12-11T15:59:59.999Z' })
  })

  test.each(['每2小时发布一次', '每两小时发布', '每日10时、18时发布'])('%s is again and again', (text) => {
    expect(promisedMoment(text, now)).toBe('regular')
  })

  test.each(['后续情况将适时再次发布', '有新进展随时发布', '尽快公布', '由应急局通报', '最后日期另行通知', ''])('%s names no moment', (text) => {
    expect(promisedMoment(text, now)).toBeNull()
  })
})
