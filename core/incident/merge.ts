import { RefusedError } from '../errors.ts'
import { severityOf } from '../grade.ts'
import { governingGrade } from './clocks.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import type { IncidentEventBody } from './events.ts'
import type { IncidentState } from './state.ts'
import { isTaskRunning } from './task.ts'
import type { Decision } from './update.ts'
import { workOf } from './work.ts'

/**
 * 并案, on the side of the incident that goes on; written first, so that nothing goes before it is taken in. The graver one
 * goes on, or a grade and its clocks would vanish; what a person set as an anchor of the other, and whatever it knows to be
 * earlier, moves the clocks of this one.
 * @throws RefusedError for itself, an ended one, one that is graver.
 */
export function absorb(state: IncidentState, command: { readonly from: IncidentState; readonly reason: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.merge')
  const reason = demandReason(command.reason)
  const { from } = command
  if (state.absorbed.includes(from.id)) return []
  if (from.id === state.id) throw new RefusedError('事件不能并入自身')
  begin(from, context, 'incident.merge')
  if (isGraver(from, state)) throw new RefusedError('被并入的事件等级更高：请改为并入该事件，或先核定等级')
  const taken = [from.id, ...from.absorbed].filter((id) => id !== state.id && !state.absorbed.includes(id))
  return [...taken.map((incidentId) => ({ type: 'absorbed' as const, incidentId, reason })), ...anchorsOf(state, from), ...tasksOf(state, from)]
}

/** 并案, on the side of the incident that goes into the other, after the other has taken it in. */
export function mergeInto(state: IncidentState, command: { readonly into: string; readonly reason: string }, context: CommandContext): Decision {
  const reason = demandReason(command.reason)
  if (state.status === 'merged' && state.mergedInto === command.into) return []
  begin(state, context, 'incident.merge')
  return [{ type: 'merged', into: command.into, reason }]
}

function isGraver(one: IncidentState, other: IncidentState): boolean {
  const governing = ({ policy, eventGrade, opinionGrade }: IncidentState) => severityOf(governingGrade(policy, eventGrade, opinionGrade))
  return severityOf(one.grade) > severityOf(other.grade) || governing(one) > governing(other)
}

/** What somebody owes for the other he owes for this one, by the same moment; its checklist ends with it, as this one has its own. */
function tasksOf(state: IncidentState, from: IncidentState): IncidentEventBody[] {
  const owed = workOf(from).tasks.filter((task) => task.source !== 'checklist' && isTaskRunning(task))
  const before = workOf(state).tasks.length
  return owed.map(({ source, about, text, owner, dueAt }, index) => ({
    type: 'tasks-given',
    source,
    about: `并入的事件：${about}`,
    checklistId: null,
    tasks: [{ id: `task/${before + index + 1}`, text, owner, dueAt }]
  }))
}

function anchorsOf(state: IncidentState, from: IncidentState): IncidentEventBody[] {
  return from.anchors.flatMap((anchor) => {
    const standing = state.anchors.find(({ kind }) => kind === anchor.kind)
    const keeps = standing !== undefined && (standing.setBy === 'person' || (anchor.setBy === 'machine' && standing.at <= anchor.at))
    return keeps ? [] : [{ type: 'anchor-set', anchor: { ...anchor, reason: `并入的事件：${anchor.reason}` } }]
  })
}
