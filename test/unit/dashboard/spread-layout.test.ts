import { describe, expect, it } from 'vitest'
import type { SpreadPath } from '../../../core/heat/spread-path.ts'
import { layOut } from '../../../dashboard/incident/spread-layout.ts'

const station = (id: string, sourceKind: 'weibo' | 'portal', firstAt: string | null): SpreadPath['stations'][number] =>
  ({ id, source: id, sourceKind, firstAt, firstMentionId: id, title: null, mentions: 1 }) as SpreadPath['stations'][number]

const path: SpreadPath = {
  stations: [
    station('a', 'weibo', '2031-05-04T01:00:00.000Z'),
    station('b', 'weibo', '2031-05-04T01:01:00.000Z'),
    station('c', 'portal', '2031-05-04T05:00:00.000Z')
  ],
  links: [{ from: 'a', to: 'c', kind: 'named', mentions: 1 }],
  more: 0
}

describe('传播路径 as a drawing', () => {
  it('goes from left to right by time, a lane for each kind of source', () => {
    const { stations, lanes } = layOut(path, 800)
    const [a, b, c] = stations
    expect(a?.x).toBeLessThan(b?.x ?? 0)
    expect(b?.x).toBeLessThan(c?.x ?? 0)
    expect(c?.x).toBeLessThan(800)
    expect(lanes.map(({ words }) => words)).toEqual(['微博', '网站'])
  })

  it('puts stations of one lane that would cover each other under each other', () => {
    const [a, b] = layOut(path, 800).stations
    expect(b?.y).toBeGreaterThan(a?.y ?? 0)
  })

  it('draws the way that is proven, and has a place for what nobody dates', () => {
    const { ways, ticks, undated } = layOut({ ...path, stations: [...path.stations, station('d', 'portal', null)] }, 800)
    expect(ways.map(({ key, named }) => [key, named])).toEqual([['a c', true]])
    expect(undated).toBe(1)
    expect(ticks.length).toBeGreaterThan(1)
    expect(ticks.length).toBeLessThanOrEqual(8)
  })

  it('of stations without any date has no axis, and nothing that is no number', () => {
    const { ticks, stations } = layOut({ stations: [station('d', 'portal', null)], links: [], more: 0 }, 800)
    expect(ticks).toEqual([])
    expect(stations.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
  })
})
