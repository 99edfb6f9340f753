import { describe, expect, it } from 'vitest'
import type { Grade } from '../../../core/grade.ts'
import { byWhatToWatch } from '../../../core/incident/clocks-to-watch.ts'
import type { Instant } from '../../../core/instant.ts'
import { at } from '../../support/incidents.ts'

const now = at('12:00')
const clock = (name: string, grade: Grade | null, dueAt: Instant) => ({ name, grade, dueAt })
const namesOf = (clocks: readonly { readonly name: string }[]): string[] => clocks.map(({ name }) => name)

describe('the clocks that a room looks at next', () => {
  it('given three minor ones of days ago and a red one due in minutes, then the red one is first', () => {
    const days = ['2026-11-20', '2026-11-21', '2026-11-22'].map((day, index) => clock(`old-${index}`, 'IV', at('12:00', day)))
    const red = clock('red', 'I', at('12:10'))
    expect(namesOf(byWhatToWatch([...days, red], now))[0]).toBe('red')
  })

  it('then what is soon due comes before what is due later, whatever its grade', () => {
    expect(namesOf(byWhatToWatch([clock('late', 'I', at('20:00')), clock('soon', 'IV', at('12:30'))], now))).toEqual(['soon', 'late'])
  })

  it('given a red one that is overdue, then it stands before all, and minor ones that are behind all, the latest first', () => {
    const clocks = [
      clock('older', 'III', at('08:00')),
      clock('soon', 'IV', at('12:30')),
      clock('newer', 'III', at('11:00')),
      clock('unknown', null, at('11:30')),
      clock('red', 'II', at('09:00'))
    ]
    expect(namesOf(byWhatToWatch(clocks, now))).toEqual(['red', 'soon', 'newer', 'older', 'unknown'])
  })
})
