import { describe, expect, it } from 'vitest'
import { machine, type Actor } from '../../../core/actor.ts'
import type { Grade } from '../../../core/grade.ts'
import { driftOf } from '../../../core/incident/drift.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import { replay } from '../../../core/incident/evolve.ts'
import { addMs, hourMs, type Instant } from '../../../core/instant.ts'
import { analyst, anchor, at, openingOf, timeline } from '../../support/incidents.ts'

interface Step {
  readonly body: IncidentEventBody
  readonly by?: Actor
  readonly at?: Instant
}

const noon = at('12:00')
const confirmed = (eventGrade: Grade | null, by: Actor = analyst, moment: Instant = noon): Step => ({
  body: { type: 'grade-confirmed', eventGrade, opinionGrade: null, reason: '核定', secondedBy: null },
  by,
  at: moment
})
const dismissed: Step = { body: { type: 'dismissed', reason: '误报', secondedBy: null }, by: analyst, at: noon }
const regraded = (eventGrade: Grade): Step => ({
  body: { type: 'graded', eventGrade, opinionGrade: null, explanation: { eventGrade, opinionGrade: null, reasons: [], wouldChange: [] } }
})
const led = (name: string): Step => ({ body: { type: 'departments-proposed', departments: [{ id: name, name, role: 'lead', reason: '' }] } })

let count = 0
function incident(grade: Grade, ...steps: Step[]) {
  const opening = openingOf(grade, [anchor('detected', at('08:00'))]).map((body): Step => ({ body }))
  const bodies = [...opening, ...steps]
  const events = timeline(
    bodies.map(({ body, at: moment = at('08:00') }) => ({ body, at: moment })),
    at('08:00')
  ).map((event, index) => ({ ...event, actor: bodies[index]?.by ?? machine('pipeline') }))
  const id = `inc-${count++}`
  return { id, events, state: replay(id, events) }
}

describe('drift of machine against people', () => {
  it('counts what people confirmed, raised, lowered and dismissed, and what they did not judge not at all', () => {
    const drift = driftOf([
      incident('III', confirmed('III')),
      incident('IV', confirmed('II')),
      incident('III', confirmed('IV')),
      incident('II', dismissed),
      incident('II')
    ])
    expect(drift).toMatchObject({ judged: 4, agreed: 1, raised: 1, lowered: 1, dismissed: 1, missed: 0, meanShift: -0.5 })
  })

  it('tells the months, in Beijing, and the lead departments apart', () => {
    const lastHourOfMarch = addMs(at('00:00', '2031-04-01'), -hourMs)
    const drift = driftOf([
      incident('III', led('安全处'), confirmed('II', analyst, lastHourOfMarch)),
      incident('III', led('安全处'), confirmed('II', analyst, lastHourOfMarch)),
      incident('III', led('宣传处'), confirmed('III', analyst, at('00:30', '2031-04-01')))
    ])
    expect(drift.cells).toEqual([
      { month: '2031-04', department: '宣传处', machine: 'III', person: 'III', dismissed: false, incidents: 1 },
      { month: '2031-03', department: '安全处', machine: 'III', person: 'II', dismissed: false, incidents: 2 }
    ])
  })

  it('takes a person’s last word on one judgement, and each judgement of the machine’s once', () => {
    const drift = driftOf([incident('III', confirmed('IV'), confirmed('III'), regraded('II'), confirmed('II'))])
    expect(drift.cells.map(({ machine: said, person }) => [said, person])).toEqual([
      ['II', 'II'],
      ['III', 'III']
    ])
  })

  it('takes what a machine writes for no person’s word', () => {
    expect(driftOf([incident('III', confirmed('I', machine('drill')))]).judged).toBe(0)
  })

  it('calls an incident that people opened missed by the machine', () => {
    const [first] = timeline(openingOf('III', []).slice(0, 1), at('08:00'))
    if (first === undefined) throw new Error('nothing opened')
    const [, second] = timeline([first.body, confirmed('III').body], at('08:00'))
    if (second === undefined) throw new Error('nothing confirmed')
    const events = [first, { ...second, actor: analyst }]
    expect(driftOf([{ id: 'by-hand', events, state: replay('by-hand', events) }])).toMatchObject({ judged: 1, missed: 1, raised: 1, meanShift: 2 })
  })

  it('leaves exercises and merged incidents out', () => {
    const drilled = incident('III', confirmed('III'))
    const merged = incident('III', confirmed('III'), { body: { type: 'merged', into: 'other', reason: '同一事件' } })
    expect(driftOf([{ ...drilled, state: { ...drilled.state, drill: true } }, merged]).judged).toBe(0)
  })

  it('has a kappa of 1 for full agreement, 0 for chance, and none where nothing varies', () => {
    const both = (machineGrade: Grade, person: Grade) => incident(machineGrade, confirmed(person))
    expect(driftOf([both('II', 'II'), both('IV', 'IV')]).kappa).toBe(1)
    expect(driftOf([both('II', 'II'), both('II', 'IV'), both('IV', 'II'), both('IV', 'IV')]).kappa).toBeCloseTo(0)
    expect(driftOf([both('III', 'III')]).kappa).toBeNull()
    expect(driftOf([])).toMatchObject({ judged: 0, meanShift: null, kappa: null })
  })
})
