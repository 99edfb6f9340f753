import { focusKindWords, focusSource } from '../focus-kind.ts'
import type { IncidentEvent } from './events.ts'
import type { IncidentState } from './state.ts'
import { isTaskRunning, type Task } from './task.ts'
import type { WorkEventBody } from './work-events.ts'
import { workOf, type Work } from './work.ts'

type Of<T extends WorkEventBody['type']> = Extract<WorkEventBody, { type: T }>
type Stamp = Pick<IncidentEvent, 'at' | 'actor'>

/** The work one event further. */
export function evolveWork(state: IncidentState, body: WorkEventBody, { at, actor }: Stamp): IncidentState {
  const work = workOf(state)
  const recorded = { at, by: actor }
  switch (body.type) {
    case 'tasks-given':
      return withWork(state, { tasks: [...work.tasks, ...given(body, { at, actor })] })
    case 'task-done':
      return changeTask(state, body.id, { state: 'done', word: { text: body.statement, ...recorded, evidence: body.evidence } })
    case 'task-returned':
      return changeTask(state, body.id, { state: 'returned', word: { text: body.reason, ...recorded, evidence: [] } })
    case 'task-handed-on':
      return changeTask(state, body.id, {
        state: 'open',
        owner: body.owner,
        dueAt: body.dueAt,
        word: { text: body.reason, ...recorded, evidence: [] }
      })
    case 'task-withdrawn':
      return changeTask(state, body.id, { state: 'withdrawn', word: { text: body.reason, ...recorded, evidence: [] } })
    case 'task-phase-reached':
      return state
    case 'meeting-held':
      return withWork(state, { meetings: [...work.meetings, { ...body.meeting, ...recorded }] })
    case 'classified':
      return classified(withWork(state, { classification: { sort: body.sort, focus: body.focus, reason: body.reason, ...recorded } }), body)
    case 'fact-checked':
      return withWork(state, { factChecks: [...work.factChecks, { ...body.check, ...recorded }] })
    case 'rumour-transferred':
      return withWork(state, { transfers: [...work.transfers, { ...body.transfer, ...recorded, receipt: null }] })
    case 'transfer-receipted':
      return withWork(state, {
        transfers: work.transfers.map((one) =>
          one.id === body.id ? { ...one, receipt: { text: body.text, receivedAt: body.receivedAt, ...recorded } } : one
        )
      })
    case 'report-filed':
      return withWork(state, { reports: [...work.reports, { ...body.report, ...recorded }] })
    default:
      return body satisfies never
  }
}

/** One of the five kinds must be answered, whatever the machine thought. */
function classified(state: IncidentState, { focus, reason }: Of<'classified'>): IncidentState {
  if (focus.length === 0) return state
  const kinds = focus.map((kind) => focusKindWords[kind]).join('、')
  return { ...state, responseValue: 'must-respond', responseReason: `重点回应：${kinds}（${focusSource}）；${reason}` }
}

/** What was not done when the matter ended is owed no more, and stands as such. */
export function withdrawTasks(state: IncidentState, { at, actor }: Stamp, reason: string): IncidentState {
  if (state.work === undefined) return state
  const word = { text: reason, at, by: actor, evidence: [] }
  return withWork(state, { tasks: state.work.tasks.map((task) => (isTaskRunning(task) ? { ...task, state: 'withdrawn', word } : task)) })
}

function given({ source, about, checklistId, tasks }: Of<'tasks-given'>, { at, actor }: Stamp): Task[] {
  return tasks.map((task) => ({ ...task, source, about, checklistId, givenAt: at, givenBy: actor, state: 'open', word: null }))
}

function changeTask(state: IncidentState, id: string, change: Partial<Task>): IncidentState {
  return withWork(state, { tasks: workOf(state).tasks.map((task) => (task.id === id ? { ...task, ...change } : task)) })
}

function withWork(state: IncidentState, change: Partial<Work>): IncidentState {
  return { ...state, work: { ...workOf(state), ...change } }
}
