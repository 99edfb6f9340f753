import { describe, expect, it } from 'vitest'
import { addMs, hourMs, minuteMs, msOf, type Instant } from '../../../core/instant.ts'
import { byUrgency, clockKey, phaseLook } from '../../../dashboard/phase.ts'
import type { CountdownView } from '../../../dashboard-api/contract.ts'
import { fiveHourClock } from '../../support/page-rows.ts'

const anchor = '2031-05-04T04:00:00.000Z' as Instant
const clock = fiveHourClock(anchor)

describe('how a clock looks', () => {
  it.each([
    [0, 'early'],
    [149, 'early'],
    [150, 'half'],
    [224, 'half'],
    [225, 'soon'],
    [269, 'soon'],
    [270, 'last'],
    [299, 'last'],
    [300, 'overdue'],
    [3000, 'overdue']
  ])('after %i minutes of five hours it is %s', (minutes, look) => {
    expect(phaseLook(clock, msOf(anchor) + minutes * minuteMs)).toBe(look)
  })

  it('keeps how it ended, whatever the time', () => {
    const met = fiveHourClock(anchor, { state: 'met', at: addMs(anchor, hourMs), reason: 'https://example.invalid/', evidence: null })
    expect(phaseLook(met, msOf(anchor) + 100 * hourMs)).toBe('met')
  })

  it('puts clocks that run before those that ended, the nearest deadline first', () => {
    const ended = fiveHourClock(addMs(anchor, -10 * hourMs), { state: 'waived', at: anchor, reason: '', evidence: null })
    const later = fiveHourClock(addMs(anchor, hourMs))
    expect(byUrgency([ended, later, clock])).toEqual([clock, later, ended])
  })

  it('puts of one kind the newest first and what was withdrawn last', () => {
    const withdrawn = (startedAt: Instant): CountdownView =>
      fiveHourClock(startedAt, { state: 'withdrawn', at: addMs(startedAt, minuteMs), reason: '', evidence: null })
    const [first, second] = [withdrawn(anchor), withdrawn(addMs(anchor, hourMs))]
    const met = fiveHourClock(addMs(anchor, -hourMs), { state: 'met', at: anchor, reason: '', evidence: null })
    const running = fiveHourClock(addMs(anchor, 2 * hourMs))
    expect(byUrgency([first, met, second, running])).toEqual([running, met, second, first])
  })

  it('has a key of its own for each clock of a kind, which it keeps when it ends and another starts', () => {
    const ended = fiveHourClock(anchor, { state: 'withdrawn', at: anchor, reason: '', evidence: null })
    const again = fiveHourClock(anchor)
    const reply: CountdownView = { ...clock, kind: 'reply' }
    const after = [ended, reply, again]
    expect(new Set(after.map((one) => clockKey(one, after))).size).toBe(3)
    expect(clockKey(ended, after)).toBe(clockKey(clock, [clock, reply]))
  })
})
