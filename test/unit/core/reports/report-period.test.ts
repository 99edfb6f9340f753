import { describe, expect, it } from 'vitest'
import { reportPeriod } from '../../../../core/reports/report-period.ts'

describe('what a paper of a day covers', () => {
  it('is, for a 日报, the 24 hours up to the cut-off', () => {
    expect(reportPeriod('daily', '2026-11-28', '08:00')).toEqual({
      from: '2026-11-27T00:00:00.000Z',
      to: '2026-11-28T00:00:00.000Z',
      words: '11月27日8时至11月28日8时',
      year: 2026,
      issue: 332,
      isPart: false
    })
  })

  it('names the years where they differ', () => {
    expect(reportPeriod('daily', '2027-01-01', '08:30').words).toBe('2026年12月31日8时30分至2027年1月1日8时30分')
  })

  it.each([
    ['2026-01-05', 2026, 1],
    ['2027-01-04', 2026, 53],
    ['2026-11-30', 2026, 48]
  ])('counts, for a 周报 of %s, ISO weeks', (day, year, issue) => {
    expect(reportPeriod('weekly', day, '08:00')).toMatchObject({ year, issue })
  })

  it('is, for a 月报 of the first, the whole month before, and of another day the month so far', () => {
    expect(reportPeriod('monthly', '2026-12-01', '08:00')).toMatchObject({
      from: '2026-10-31T16:00:00.000Z',
      to: '2026-11-30T16:00:00.000Z',
      issue: 11,
      isPart: false
    })
    expect(reportPeriod('monthly', '2026-11-28', '08:00')).toMatchObject({
      from: '2026-10-31T16:00:00.000Z',
      to: '2026-11-28T00:00:00.000Z',
      isPart: true
    })
  })
})
