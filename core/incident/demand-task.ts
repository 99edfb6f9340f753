import type { Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { addMs, chinaWallTime, dayMs, type Instant } from '../instant.ts'
import type { IncidentState } from './state.ts'
import { isTaskRunning, ownerWords, type GivenTask, type Task, type TaskOwner } from './task.ts'
import { workOf } from './work.ts'

/** A task as somebody asks for it. */
export type WantedTask = Omit<GivenTask, 'id'>

const mostTasks = 500
const mostLetters = 2000
const farthestDueMs = 366 * dayMs

/** @throws RefusedError for an empty text, or one longer than the record takes */
export function demandText(text: string, what: string, most = mostLetters): string {
  const trimmed = text.trim()
  if (trimmed === '') throw new RefusedError(`请填写${what}`)
  if (trimmed.length > most) throw new RefusedError(`${what}最多 ${most} 字，现有 ${trimmed.length} 字`)
  return trimmed
}

/** Numbered and checked. @throws RefusedError */
export function demandTasks(state: IncidentState, wanted: readonly WantedTask[], now: Instant): GivenTask[] {
  const { tasks } = workOf(state)
  if (tasks.length + wanted.length > mostTasks) throw new RefusedError(`一个事件最多 ${mostTasks} 项任务`)
  return wanted.map(({ text, owner, dueAt }, index) => ({
    id: `task/${tasks.length + index + 1}`,
    text: demandText(text, '任务内容'),
    owner,
    dueAt: demandDueAt(dueAt, now)
  }))
}

/** @throws RefusedError for a moment that has passed, or one that cannot be meant */
export function demandDueAt(dueAt: Instant, now: Instant): Instant {
  if (dueAt <= now) throw new RefusedError(`完成时限须晚于现在，${chinaWallTime(dueAt)} 已经过去`)
  if (dueAt > addMs(now, farthestDueMs)) throw new RefusedError(`完成时限 ${chinaWallTime(dueAt)} 在一年以后，请核对年份`)
  return dueAt
}

/** @throws RefusedError where there is none, or it has ended */
export function demandRunningTask(state: IncidentState, id: string): Task {
  const task = workOf(state).tasks.find((one) => one.id === id)
  if (task === undefined) throw new RefusedError('没有这项任务', { metadata: { task: id } })
  if (!isTaskRunning(task)) throw new RefusedError(task.state === 'done' ? '此任务已完成' : '此任务已撤回', { metadata: { task: id } })
  return task
}

/** @throws RefusedError where somebody else owes it */
export function demandOwnTask(state: IncidentState, task: Task, actor: Actor): void {
  if (!isOwnTask(state, task.owner, actor)) throw new RefusedError(`此任务由${ownerWords(task.owner)}办理`, { metadata: { task: task.id } })
}

/** A machine stands for whoever wrote the script. */
export function isOwnTask({ departments }: Pick<IncidentState, 'departments'>, owner: TaskOwner, actor: Actor): boolean {
  if (actor.kind === 'machine') return true
  if (owner.kind === 'role') return actor.roles.includes(owner.role)
  if (owner.kind === 'department') return actor.departmentId === owner.id
  return departments.some(({ id, role }) => role === 'lead' && id === actor.departmentId)
}
