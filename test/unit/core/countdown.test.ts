import { describe, expect, it } from 'vitest'
import { countdownState, phasesDue, phasesOf } from '../../../core/countdown.ts'
import { addMs, hourMs, minuteMs } from '../../../core/instant.ts'
import { anchor, at, document, openingOf } from '../../support/incidents.ts'

function release() {
  const countdown = document(openingOf('II', [anchor('first-published', at('10:00'))]), at('10:20')).state.countdowns.find(
    ({ kind }) => kind === 'authoritative-release'
  )
  if (countdown === undefined) throw new Error('no release clock')
  return countdown
}

describe('a five-hour clock anchored at 10:00', () => {
  it('is due at 15:00 however late it was started', () => {
    expect(release().dueAt).toBe(at('15:00'))
  })

  it.each([
    ['10:20', 'running'],
    ['13:44', 'running'],
    ['13:45', 'due-soon'],
    ['14:59', 'due-soon'],
    ['15:00', 'overdue'],
    ['23:00', 'overdue']
  ])('at %s is %s', (time, state) => {
    expect(countdownState(release(), at(time))).toBe(state)
  })

  it('speaks at half, three quarters, nine tenths, ten minutes before and at the end, in that order', () => {
    expect(phasesOf(release()).map(({ id, at: moment }) => [id, moment])).toEqual([
      ['p50', at('12:30')],
      ['p75', at('13:45')],
      ['p90', at('14:30')],
      ['m10', at('14:50')],
      ['overdue', at('15:00')]
    ])
  })

  it('has every phase due at once when it is looked at for the first time after the end', () => {
    expect(phasesDue(release(), at('16:00')).map(({ id }) => id)).toEqual(['p50', 'p75', 'p90', 'm10', 'overdue'])
  })

  it('leaves out what the timeline has already', () => {
    expect(phasesDue({ ...release(), reached: ['p50', 'p75'] }, at('14:30')).map(({ id }) => id)).toEqual(['p90'])
  })

  it('says nothing more once it is settled', () => {
    const settled = { ...release(), settled: { state: 'met', at: at('12:00'), reason: '', evidence: 'x' } as const }
    expect(phasesDue(settled, at('16:00'))).toEqual([])
    expect(countdownState(settled, at('16:00'))).toBe('met')
  })

  it('does not depend on how often or when it is looked at', () => {
    for (let minute = 0; minute <= 400; minute++) {
      const now = addMs(at('10:00'), minute * minuteMs)
      const expected = phasesOf(release()).filter((phase) => phase.at <= now).length
      expect(phasesDue(release(), now)).toHaveLength(expected)
    }
    expect(countdownState(release(), addMs(at('10:00'), 5 * hourMs - 1))).toBe('due-soon')
  })
})
