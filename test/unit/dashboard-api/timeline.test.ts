import { expect, test } from 'vitest'
import type { IncidentEvent, IncidentEventBody } from '../../../core/incident/events.ts'
import { timelineOf } from '../../../dashboard-api/views/timeline.ts'
import { at, evidenceOf, officer } from '../../support/incidents.ts'

const first = evidenceOf('https://city.example/1', at('11:00'))
const second = { ...evidenceOf('https://city.example/2', at('12:00')), textHash: 'b'.repeat(64) }
const lost = ({ url, textHash }: typeof first) => ({ type: 'release-lost', url, textHash, reason: '404', since: at('12:30') }) as const

function titles(...bodies: IncidentEventBody[]): string[] {
  const events = bodies.map((body, index): IncidentEvent => ({
    seq: index + 1,
    id: `e${index}`,
    at: at('13:00'),
    actor: officer,
    body,
    previous: '',
    hash: ''
  }))
  return timelineOf(events).map(({ title }) => title)
}

test('a lost release sets the clocks going only when it was the last that stood', () => {
  expect(
    titles({ type: 'release-recorded', evidence: first }, { type: 'release-recorded', evidence: second }, lost(first), lost(second)).slice(2)
  ).toEqual(['权威发布已失效，另有有效的发布，时限不恢复计算', '权威发布已失效，时限恢复计算'])
})

test('of a release that stands no more and was recorded again, the newer recording stands', () => {
  const again = { type: 'release-recorded', evidence: second } as const
  expect(titles(again, lost(second), again, { type: 'release-recorded', evidence: first }, lost(first)).at(-1)).toBe(
    '权威发布已失效，另有有效的发布，时限不恢复计算'
  )
})

test('a lost report of a conference goes by the reports that stand, not by the releases', () => {
  const held = (evidence: typeof first) =>
    ({ type: 'press-conference-recorded', evidence, venue: '发布厅', speaker: '发言人', heldAt: at('11:00') }) as const
  const gone = ({ url, textHash }: typeof first) =>
    ({ type: 'press-conference-lost', url, textHash, reason: '404', since: at('12:30'), evidence: null }) as const
  expect(titles({ type: 'release-recorded', evidence: first }, held(first), held(second), gone(first), gone(second)).slice(3)).toEqual([
    '新闻发布会的证明已失效，另有有效的报道，时限不恢复计算',
    '新闻发布会的证明已失效，时限恢复计算'
  ])
})

test('a department that signs or returns is called as it was when it was assigned, or by its id where it never was', () => {
  const safety = { id: 'safety', name: '安全处', role: 'lead', reason: '职责' } as const
  expect(
    titles(
      { type: 'assigned', departments: [safety], instruction: '' },
      { type: 'accepted', departmentId: 'safety' },
      { type: 'returned', departmentId: 'safety', reason: '不归我处' },
      { type: 'accepted', departmentId: 'roads' }
    ).slice(1)
  ).toEqual(['部门签收：安全处', '部门退回：安全处', '部门签收：roads'])
})
