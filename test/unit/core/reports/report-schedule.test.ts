import { describe, expect, it } from 'vitest'
import { lastDue, nextDue } from '../../../../core/reports/report-schedule.ts'
import { ReportTime } from '../../../../core/reports/report-settings.ts'
import { at } from '../../../support/incidents.ts'

const daily = ReportTime.parse({ kind: 'daily', at: '08:30' })
const weekly = ReportTime.parse({ kind: 'weekly', at: '09:00' })
const monthly = ReportTime.parse({ kind: 'monthly', at: '09:00' })

describe('when a report is due', () => {
  it('is due at its minute and not before it', () => {
    expect(lastDue(daily, at('08:30'))?.cause).toBe('schedule:daily:2031-03-12')
    expect(lastDue(daily, at('08:29'))?.cause).toBe('schedule:daily:2031-03-11')
  })

  it('makes up the newest one that was missed', () => {
    expect(lastDue(weekly, at('12:00', '2031-03-14'))).toMatchObject({ day: '2031-03-10', dueAt: at('09:00', '2031-03-10') })
    expect(lastDue(monthly, at('12:00', '2031-03-14'))?.day).toBe('2031-03-01')
  })

  it('tells the next', () => {
    expect(nextDue(daily, at('08:30')).dueAt).toBe(at('08:30', '2031-03-13'))
    expect(nextDue(weekly, at('08:30')).dueAt).toBe(at('09:00', '2031-03-17'))
    expect(nextDue(monthly, at('08:30')).dueAt).toBe(at('09:00', '2031-04-01'))
  })
})
