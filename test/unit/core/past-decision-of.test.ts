import { describe, expect, test } from 'vitest'
import type { DepartmentShare } from '../../../core/assessment.ts'
import { pastDecisionOf } from '../../../core/evaluation/past-decision-of.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import type { IncidentDocument } from '../../../core/incident/state.ts'
import type { StoredMention } from '../../../core/records.ts'
import { analyst, anchor, at, document, openingOf } from '../../support/incidents.ts'

const share = (id: string, role: DepartmentShare['role']): DepartmentShare => ({ id, name: `${id}处`, role, reason: '' })
const proposed: IncidentEventBody = { type: 'departments-proposed', departments: [share('roads', 'lead')] }
const assigned = (...departments: DepartmentShare[]): IncidentEventBody => ({ type: 'assigned', departments, instruction: '' })

function incident(...bodies: readonly IncidentEventBody[]): IncidentDocument {
  const made = document([...openingOf('III', [anchor('first-published', at('09:00'))]), ...bodies], at('10:00'))
  return { ...made, events: made.events.map((event) => (event.body.type === 'assigned' ? { ...event, actor: analyst } : event)) }
}

const firedOn = (...words: string[]) =>
  ({ assessment: { rules: [{ matches: words.map((text) => ({ text, offset: 0 })) }] } }) as unknown as StoredMention
const mentions = [firedOn('占道经营', '油烟'), firedOn('油烟')]
const nowhere = (): boolean => false

describe('what the machine is to learn from an assignment', () => {
  test('the matter by its commonest words, who took it and who had been proposed', () => {
    const decision = pastDecisionOf(incident(proposed, assigned(share('streets', 'lead'), share('roads', 'assist'))), mentions, nowhere)

    expect(decision).toMatchObject({ terms: ['油烟', '占道经营'], departmentId: 'streets', insteadOf: 'roads', places: [] })
  })

  test('nothing where the lead stayed the same, or nobody assigned', () => {
    expect(pastDecisionOf(incident(proposed, assigned(share('roads', 'lead'))), mentions, nowhere)).toBeNull()
    expect(pastDecisionOf(incident(proposed), mentions, nowhere)).toBeNull()
  })

  test('nothing where no rule’s words tell the matter', () => {
    expect(pastDecisionOf(incident(proposed, assigned(share('streets', 'lead'))), [firedOn()], nowhere)).toBeNull()
  })

  test('what a department took that answers for one place alone holds for that place', () => {
    const place = { text: '和平区', offset: 0, code: '120101', name: '和平区', ours: true }
    const made = incident(proposed, { type: 'places-established', places: [place] }, assigned(share('heping', 'lead')))

    expect(pastDecisionOf(made, mentions, (id) => id === 'heping')?.places).toEqual(['120101'])
  })
})
