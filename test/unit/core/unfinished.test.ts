import { expect, test } from 'vitest'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import { unfinishedMatters } from '../../../core/incident/unfinished.ts'
import type { Grade } from '../../../core/grade.ts'
import { anchor, at, document, openingOf } from '../../support/incidents.ts'

const given: IncidentEventBody = {
  type: 'tasks-given',
  source: 'checklist',
  about: '检查单',
  checklistId: 'blast',
  tasks: ['到场', '清点'].map((text, index) => ({ id: `task/${index}`, text, owner: { kind: 'lead' }, dueAt: at('11:00') }))
}
const assigned: IncidentEventBody = { type: 'assigned', departments: [{ id: 'safety', name: '安全处', role: 'lead', reason: '' }], instruction: '' }
const wording: IncidentEventBody = { type: 'wording-drafted', version: 1, text: '救援正在进行' }

function mattersOf(grade: Grade, ...bodies: IncidentEventBody[]): string[] {
  return unfinishedMatters(document([...openingOf(grade, [anchor('first-published', at('09:00'))]), ...bodies], at('09:05')).state, at('12:00'))
}

test('a major matter that nobody was given, without wording and with its checklist open, is not done', () => {
  const left = ['尚未交办任何部门', '没有拟定口径', '检查单还有 2 项未完成']
  expect(mattersOf('II', given)).toEqual(expect.arrayContaining(left))
  expect(mattersOf('I', given)).toEqual(expect.arrayContaining(left))
  for (const one of left) expect(mattersOf('III', given)).not.toContain(one)
})

test('is done in each of these once it was', () => {
  const matters = mattersOf('II', given, assigned, wording, { type: 'task-done', id: 'task/0', words: '到场', statement: '已到场', evidence: [] })
  expect(matters).toContain('检查单还有 1 项未完成')
  expect(matters).not.toContain('尚未交办任何部门')
  expect(matters).not.toContain('没有拟定口径')
})
