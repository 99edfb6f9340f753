import { describe, expect, it } from 'vitest'
import { addMs, dayMs, hourMs, minuteMs, msOf, type Instant } from '../../../core/instant.ts'
import { heatOf, stepWords } from '../../../dashboard/incident/heat.ts'

const noon = '2031-05-04T04:00:00.000Z' as Instant
const at = (ms: number) => ({ publishedAt: addMs(noon, ms), publishedPrecision: 'minute' as const })

describe('heat over time', () => {
  it('counts by ten minutes within a few hours, with the empty steps as 0', () => {
    const heat = heatOf([at(minuteMs), at(2 * minuteMs), at(25 * minuteMs)])
    expect(stepWords(heat.stepMs)).toBe('10 分钟')
    expect(heat.points).toEqual([
      { atMs: msOf(noon), mentions: 2 },
      { atMs: msOf(noon) + 10 * minuteMs, mentions: 0 },
      { atMs: msOf(noon) + 20 * minuteMs, mentions: 1 }
    ])
  })

  it('takes longer steps for a longer matter and still counts every mention once', () => {
    const mentions = Array.from({ length: 200 }, (_, index) => at(index * 2 * hourMs))
    const heat = heatOf(mentions)
    expect(heat.points.length).toBeLessThanOrEqual(49)
    expect(heat.points.reduce((sum, point) => sum + point.mentions, 0)).toBe(200)
  })

  it('has no more steps than fit even over years', () => {
    expect(heatOf([at(0), at(800 * dayMs)]).points.length).toBeLessThanOrEqual(50)
  })

  it('never places a mention whose hour nobody knows', () => {
    const heat = heatOf([at(0), { publishedAt: null, publishedPrecision: null }, { publishedAt: noon, publishedPrecision: 'day' }])
    expect(heat.unknown).toBe(2)
    expect(heat.points).toEqual([{ atMs: msOf(noon), mentions: 1 }])
  })
})
