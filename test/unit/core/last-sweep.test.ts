import { describe, expect, test } from 'vitest'
import { noteSweep, readLastSweep, sweepLook } from '../../../core/last-sweep.ts'

describe('the last sweep', () => {
  test('is read as it was noted, and is null before the first and where something else stands', async () => {
    const crawl = memory()
    expect(await readLastSweep(crawl)).toBeNull()
    await noteSweep(crawl, 1_900_000_000_123.5)
    expect(await readLastSweep(crawl)).toBe(1_900_000_000_123.5)
    await crawl.setCursor('@alerting', 'last-sweep', 'long ago')
    expect(await readLastSweep(crawl)).toBeNull()
  })

  test.each([
    [null, '没有督时进程在运行', true],
    [-300, '上次巡检 0.0 秒前', false],
    [845, '上次巡检 0.8 秒前', false],
    [6_999, '上次巡检 6.9 秒前', false],
    [30_000, '上次巡检 30 秒前', false],
    [31_000, '没有督时进程在运行（上次巡检 31 秒前）', true],
    [600_000, '没有督时进程在运行（上次巡检 10 分钟前）', true],
    [8_000_000, '没有督时进程在运行（上次巡检 2 小时前）', true]
  ])('of %s ms ago is told as %s', (ageMs, words, isLate) => {
    expect(sweepLook(ageMs)).toEqual({ words, isLate })
  })
})

function memory() {
  const kept = new Map<string, string>()
  return {
    cursor: (sourceId: string, name: string) => Promise.resolve(kept.get(`${sourceId} ${name}`) ?? null),
    setCursor: (sourceId: string, name: string, value: string) => {
      kept.set(`${sourceId} ${name}`, value)
      return Promise.resolve()
    }
  }
}
