import type { Phase } from './countdown.ts'
import type { IncidentState } from './incident/state.ts'
import { isTaskRunning, taskName, TaskSource, taskSourceWords, type Task } from './incident/task.ts'
import { workOf } from './incident/work.ts'
import { addMs, msBetween } from './instant.ts'
import type { LadderClock } from './ladder-clock.ts'

/** What a step of the ladder may call the clocks of tasks: all of them, or those of one source. */
export const taskClockNames: readonly string[] = ['task', ...TaskSource.options.map((source) => `task/${source}`)]

const soonShare = 0.75

/** The time of each task that nobody has done, as the ladder of escalation sees it. It runs day and night. */
export function taskClocks(state: Pick<IncidentState, 'work'>): LadderClock[] {
  return workOf(state).tasks.filter(isTaskRunning).map(taskClock)
}

/** Of a checklist only that it was not done in time; of what somebody was given, a reminder before. */
export function taskPhases({ source, givenAt, dueAt }: Pick<Task, 'source' | 'givenAt' | 'dueAt'>): Phase[] {
  const soon = { id: 'p75', at: addMs(givenAt, Math.round(msBetween(givenAt, dueAt) * soonShare)), words: '时限已过75%' }
  const overdue = { id: 'overdue', at: dueAt, words: '已超时' }
  return source === 'checklist' ? [overdue] : [soon, overdue]
}

function taskClock(task: Task): LadderClock {
  const { id, source, about, owner, dueAt, givenAt, state, word } = task
  return {
    kind: id,
    names: ['task', `task/${source}`],
    title: taskName(task),
    dueAt,
    phases: taskPhases(task),
    anchor: { words: '交办时间', at: givenAt, doubt: '' },
    stopsWith: '承办者写明完成情况',
    source: about === '' ? taskSourceWords[source] : `${taskSourceWords[source]}：${about}`,
    notes: state === 'returned' && word !== null ? [`已退回，待改派：${word.text}`] : [],
    department: owner.kind === 'department' ? { id: owner.id, name: owner.name } : null,
    owner,
    reached: (phase) => ({ type: 'task-phase-reached', id, words: taskName(task), phase: phase.id, dueAt, phaseAt: phase.at })
  }
}
