import type { DepartmentShare } from '../../core/assessment.ts'
import type { Anchor } from '../../core/countdown.ts'
import { Contact } from '../../core/department.ts'
import type { Reach } from '../../core/escalation.ts'
import type { Grade } from '../../core/grade.ts'
import type { IncidentEventBody } from '../../core/incident/events.ts'
import { Policy } from '../../core/policy.ts'
import { openingOf, policy } from './incidents.ts'

/** A ladder with a step of every kind. */
export const ladder: Policy = Policy.parse({
  ...policy,
  escalation: [
    step('new-major', 'opened', ['I', 'II'], ['duty-officer', 'lead-department'], { channels: ['dashboard', 'mail'] }),
    step('new-other', 'opened', ['III', 'IV'], ['duty-officer']),
    step('raised-major', 'raised', ['I', 'II'], ['duty-officer', 'leader'], { channels: ['dashboard', 'mail'] }),
    step('unconfirmed', 'unconfirmed', ['I', 'II'], ['analyst', 'deputy-leader']),
    step('unsigned', 'unacknowledged', ['I', 'II'], ['deputy-leader'], { afterMinutes: 10 }),
    step('half', 'phase', ['I', 'II', 'III', 'IV'], ['lead-department'], { phases: ['p50'] }),
    step('quarter-left', 'phase', ['I', 'II'], ['deputy-leader'], { phases: ['p75'] }),
    step('last', 'phase', ['I', 'II'], ['duty-officer'], { phases: ['p90', 'm10'] }),
    step('overdue', 'phase', ['I', 'II', 'III', 'IV'], ['leader', 'supervisor'], { phases: ['overdue'] })
  ]
})

function step(id: string, on: string, grades: Grade[], to: string[], more: Readonly<Record<string, unknown>> = {}): unknown {
  return { id, on, grades, to, channels: ['dashboard'], words: `步骤 ${id}`, source: `测试依据 ${id}`, ...more }
}

export const contacts: readonly Contact[] = [
  { id: 'desk', name: '值班室', role: 'duty-officer', email: 'desk@example.invalid' },
  { id: 'analysts', name: '研判组', role: 'analyst' },
  { id: 'safety', name: '安监处', role: 'handler', departmentId: 'safety', email: 'safety@example.invalid' },
  { id: 'deputy', name: '分管领导', role: 'deputy-leader', email: 'deputy@example.invalid' },
  { id: 'chief', name: '主要领导', role: 'leader', email: 'chief@example.invalid' },
  { id: 'inspectors', name: '督查组', role: 'supervisor' }
].map((contact) => Contact.parse(contact))

export const ways: Readonly<Record<string, Reach>> = {
  dashboard: () => ({ address: null }),
  mail: ({ email }) => (email === null ? { unreachable: '没有邮箱地址' } : { address: email })
}

export const lead: DepartmentShare = { id: 'safety', name: '安全监管处', role: 'lead', reason: '测试' }

/** An incident opened by a machine under the ladder, with its lead department proposed. */
export function opened(
  grade: Grade,
  anchors: readonly Anchor[],
  more: { drill?: boolean; policy?: Policy; departments?: DepartmentShare[] } = {}
): IncidentEventBody[] {
  const bodies = openingOf(grade, anchors).map((body): IncidentEventBody =>
    body.type === 'opened' ? { ...body, policy: more.policy ?? ladder, drill: more.drill ?? false } : body
  )
  return [...bodies, { type: 'departments-proposed', departments: more.departments ?? [lead] }]
}

export function graded(grade: Grade): IncidentEventBody {
  return {
    type: 'graded',
    eventGrade: grade,
    opinionGrade: null,
    explanation: { eventGrade: grade, opinionGrade: null, reasons: [], wouldChange: [] }
  }
}
