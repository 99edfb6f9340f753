import { expect, it } from 'vitest'
import type { IncidentEventBody } from '../../../../core/incident/events.ts'
import { addMs, dayMs } from '../../../../core/instant.ts'
import { readFigures } from '../../../../core/reports/report-figures.ts'
import { anchor, at, document, openingOf } from '../../../support/incidents.ts'

const start = at('09:00')
const range = { from: addMs(start, -dayMs), to: addMs(start, dayMs) }
const assigned: IncidentEventBody = {
  type: 'assigned',
  departments: [{ id: 'safety', name: '安全处', role: 'lead', reason: '职责' }],
  instruction: ''
}
const none = { total: 0, relevant: 0, negative: 0, byKind: [], bySource: [], byGrade: [], byHour: [] }

it('a matter that was assigned five times to a department counts once, and so does its signature', async () => {
  const accepted: IncidentEventBody = { type: 'accepted', departmentId: 'safety' }
  const one = document(
    [
      ...openingOf('II', [anchor('occurred', start)]),
      ...[1, 2, 3].map((minute) => ({ body: assigned, at: at(`09:0${minute}`) })),
      { body: accepted, at: at('09:21') },
      { body: assigned, at: at('09:30') },
      { body: assigned, at: at('09:31') },
      { body: accepted, at: at('09:41') }
    ],
    start
  )
  const stores = { mentions: { tally: () => Promise.resolve(none) }, incidents: { list: () => Promise.resolve([one]) } }
  const { figures } = await readFigures(stores, range, range.to)
  expect(figures.incidents.units).toEqual([{ id: 'safety', name: '安全处', assigned: 1, accepted: 1, returned: 0, meanMinutesToAccept: 20 }])
})
