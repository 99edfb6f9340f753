import type { Carried } from '../../course.ts'
import { lead } from './blast-deeds.ts'

/** The blast, from the first report up to the archive. */
export const carried: Carried = {
  incident: 'chem-explosion',
  department: lead,
  checklists: ['major-response', 'accident'],
  papers: ['flash', 'special', 'daily', 'supervision-order', 'notice-of-criticism', 'closing'],
  measures: [
    { measure: 'missed', incident: 'street-lamps', reason: 'from-outside' },
    { measure: 'lateReports', incident: 'wastewater-poisoning', reason: 'overdue' },
    { measure: 'late', incident: 'chem-explosion', reason: 'late' },
    { measure: 'late', incident: 'wastewater-poisoning', reason: 'overdue' },
    { measure: 'overruled', incident: 'stove-smoke', reason: 'dismissed' },
    { measure: 'concealed', incident: 'wastewater-poisoning', reason: 'told' }
  ]
}
