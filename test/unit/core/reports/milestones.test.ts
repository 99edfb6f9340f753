import { expect, it } from 'vitest'
import { milestonesOf } from '../../../../core/reports/milestones.ts'
import { at, document, openingOf, anchor } from '../../../support/incidents.ts'

const start = at('09:00')

it('of a long timeline a paper tells at most fifteen milestones, the beginning and the newest, and how many are left', () => {
  const many = Array.from({ length: 40 }, (_, index) => ({ type: 'noted', text: `备注${index}` }) as const)
  const answered = Array.from({ length: 20 }, () => ({ type: 'accepted', departmentId: 'safety' }) as const)
  const { events } = document([...openingOf('II', [anchor('occurred', start)]), ...many, ...answered, { type: 'closed', reason: '平息' }], start)
  const told = milestonesOf(events)
  expect(told.events).toHaveLength(15)
  expect(told.rest).toBe(events.length - 15)
  expect([told.events[0]?.body.type, told.events.at(-1)?.body.type]).toEqual(['opened', 'closed'])
  expect(told.events.map(({ body }) => body.type)).not.toContain('noted')
})
