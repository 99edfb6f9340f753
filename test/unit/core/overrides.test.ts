import { describe, expect, it } from 'vitest'
import { overriddenCases } from '../../../core/evaluation/overrides.ts'
import type { DepartmentShare } from '../../../core/assessment.ts'
import type { Grade } from '../../../core/grade.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import type { IncidentDocument } from '../../../core/incident/state.ts'
import type { StoredMention } from '../../../core/records.ts'
import { analyst, anchor, at, document, openingOf } from '../../support/incidents.ts'

const graded = (grade: Grade | null): IncidentEventBody => ({
  type: 'graded',
  eventGrade: grade,
  opinionGrade: null,
  explanation: { eventGrade: grade, opinionGrade: null, reasons: [], wouldChange: [] }
})
const confirmed = (grade: Grade | null): IncidentEventBody => ({
  type: 'grade-confirmed',
  eventGrade: grade,
  opinionGrade: null,
  reason: '核实为两人',
  secondedBy: null
})
const share = (id: string, role: DepartmentShare['role']): DepartmentShare => ({ id, name: `${id}处`, role, reason: '' })

/** An incident of grade III with these events after it; those that only people make are made by a person. */
function incident(...bodies: readonly IncidentEventBody[]): IncidentDocument {
  const made = document([...openingOf('III', [anchor('first-published', at('09:00'))]), ...bodies], at('10:00'))
  const byPeople = new Set<IncidentEventBody['type']>(['grade-confirmed', 'assigned', 'dismissed'])
  return { ...made, events: made.events.map((event) => (byPeople.has(event.body.type) ? { ...event, actor: analyst } : event)) }
}

const stored = (id: string, grade: Grade | null) => ({ mention: { id }, assessment: { grade } }) as StoredMention
const mentions = [stored('same', 'III'), stored('less', 'IV')]

const labelsOf = (made: IncidentDocument) => overriddenCases(made, mentions).map(({ stored: { mention }, label }) => [mention.id, label])

describe('what people decided otherwise, as labels', () => {
  it('is nothing where they decided nothing, or the same', () => {
    expect(labelsOf(incident())).toEqual([])
    expect(labelsOf(incident(confirmed('III')))).toEqual([])
  })

  it('a dismissal says of every mention that it does not matter', () => {
    expect(labelsOf(incident({ type: 'dismissed', reason: '旧闻', secondedBy: null }))).toEqual([
      ['same', { relevant: false }],
      ['less', { relevant: false }]
    ])
  })

  it('another grade is that of the mentions that the machine took its grade from', () => {
    expect(labelsOf(incident(graded('III'), confirmed('II')))).toEqual([
      ['same', { relevant: true, grade: 'II' }],
      ['less', { relevant: true }]
    ])
  })

  it('another lead department is named with those that help, the lead first', () => {
    const proposed: IncidentEventBody = { type: 'departments-proposed', departments: [share('roads', 'lead')] }
    const assigned = (...departments: DepartmentShare[]): IncidentEventBody => ({ type: 'assigned', departments, instruction: '' })
    expect(labelsOf(incident(proposed, assigned(share('roads', 'lead'), share('greens', 'assist'))))).toEqual([])
    expect(labelsOf(incident(proposed, assigned(share('roads', 'assist'), share('greens', 'lead'))))[0]).toEqual([
      'same',
      { relevant: true, departments: ['greens', 'roads'] }
    ])
  })

  it('a drill teaches nothing', () => {
    const made = incident({ type: 'dismissed', reason: '演练', secondedBy: null })
    expect(labelsOf({ ...made, state: { ...made.state, drill: true } })).toEqual([])
  })
})
