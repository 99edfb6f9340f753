import { describe, expect, it } from 'vitest'
import { msOf } from '../../../core/instant.ts'
import { fieldToken, hasToken, toggleToken } from '../../../dashboard/mentions/query-token.ts'
import { addressOf, fixedFields, formOf, spanOf, unitOf } from '../../../dashboard/mentions/search-state.ts'
import { barsOf, mostDrawn } from '../../../dashboard/mentions/time-line.ts'
import { curvePieces, curveWords } from '../../../dashboard/hot/rank-curve.ts'
import { wall } from '../../support/contract-mentions.ts'

const now = msOf(wall('2031-03-12 12:00'))
const none = { range: '', from: '', to: '' } as const

describe('the address of a search', () => {
  it('holds the whole question and gives it back', () => {
    const address = { q: '异味 OR 臭味', range: '24h', kinds: 'weibo,forum', grades: 'I', relevant: '1' }
    expect(addressOf(formOf(address))).toEqual(address)
    expect(addressOf(formOf({ from: '2031-03-01', to: '2031-03-02' }))).toEqual({ from: '2031-03-01', to: '2031-03-02' })
  })

  it('keeps a range that goes with the clock relative, and drops fixed ends beside it', () => {
    expect(addressOf(formOf({ range: '5h', from: '2031-03-01' }))).toEqual({ range: '5h' })
    expect(addressOf(formOf({ range: 'nonsense' }))).toEqual({})
  })
})

describe('the span that is asked', () => {
  it.each([
    [{ ...none, range: '5h' as const }, wall('2031-03-12 07:00'), null],
    [{ ...none, range: '7d' as const }, wall('2031-03-05 12:00'), null],
    [{ ...none, range: 'today' as const }, wall('2031-03-12 00:00'), null],
    [{ ...none, range: 'watch' as const }, wall('2031-03-12 08:30'), null],
    [{ ...none, from: '2031-03-01', to: '2031-03-02' }, wall('2031-03-01 00:00'), wall('2031-03-03 00:00')],
    [{ ...none, from: '2031-03-01T09:30' }, wall('2031-03-01 09:30'), null],
    [{ ...none, from: 'x' }, null, null],
    [none, null, null]
  ])('%j', (form, from, to) => {
    expect(spanOf(form, now, wall('2031-03-12 08:30'))).toEqual({ from, to })
  })

  it('is fixed with the end that it had', () => {
    expect(fixedFields({ from: wall('2031-03-12 07:00'), to: null }, now)).toEqual({ from: '2031-03-12T07:00', to: '2031-03-12T12:00' })
  })

  it('is counted by the hour up to three days, else by the day', () => {
    const units = [wall('2031-03-09 12:00'), wall('2031-03-09 11:59'), null].map((from) => unitOf({ from, to: null }, now))
    expect(units).toEqual(['hour', 'day', 'day'])
  })
})

describe('the bars of the timeline', () => {
  it('have each hour of the span, those without any too', () => {
    const facets = { unit: 'hour' as const, bars: [{ at: wall('2031-03-12 10:00'), count: 4 }] }
    const { bars } = barsOf(facets, { from: wall('2031-03-12 09:30'), to: null }, now)
    expect(bars.map(({ at, count }) => [at, count])).toEqual([
      [wall('2031-03-12 09:00'), 0],
      [wall('2031-03-12 10:00'), 4],
      [wall('2031-03-12 11:00'), 0],
      [wall('2031-03-12 12:00'), 0]
    ])
  })

  it('leave out what is too old to be drawn, and say how many', () => {
    const facets = {
      unit: 'day' as const,
      bars: [
        { at: wall('2029-03-12 00:00'), count: 7 },
        { at: wall('2031-03-12 00:00'), count: 1 }
      ]
    }
    const { bars, older } = barsOf(facets, { from: null, to: null }, now)
    expect([bars.length, older, bars.at(-1)?.count]).toEqual([mostDrawn, 7, 1])
  })

  it('are none where nothing was published at a known time', () => {
    expect(barsOf({ unit: 'day', bars: [] }, { from: null, to: null }, now).bars).toEqual([])
  })
})

describe('a condition that a click adds', () => {
  const token = fieldToken('来源', '临江论坛')

  it('is added once and taken away by the next click', () => {
    const added = toggleToken('异味', token)
    expect([added, hasToken(added, token), toggleToken(added, token)]).toEqual(['异味 来源:临江论坛', true, '异味'])
  })

  it('is not what is excluded or part of another word', () => {
    expect([hasToken(`-${token}`, token), hasToken(`${token}x`, token)]).toEqual([false, false])
  })

  it('survives blanks and quotes in the name', () => {
    expect([fieldToken('来源', '甲 论坛'), fieldToken('来源', '"甲"论坛')]).toEqual(['来源:"甲 论坛"', '来源:“"甲"论坛”'])
  })
})

describe('the curve of ranks', () => {
  const curve = [
    { at: wall('2031-03-12 00:00'), rank: 1 },
    { at: wall('2031-03-12 06:00'), rank: null },
    { at: wall('2031-03-12 09:00'), rank: 50 }
  ]

  it('has a gap where it was off the list, the top above', () => {
    expect(curvePieces(curve, now, 96, 24)).toEqual(['48,1 72,1', '84,23 96,23'])
  })

  it('is told in words', () => {
    expect(curveWords(curve)).toBe('第 1 → 离榜 → 第 50')
  })
})
