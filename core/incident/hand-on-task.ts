import type { Instant } from '../instant.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { demandDueAt, demandRunningTask } from './demand-task.ts'
import { demandOwnSource } from './withdraw-task.ts'
import type { IncidentState } from './state.ts'
import { taskName, type TaskOwner } from './task.ts'
import type { Decision } from './update.ts'

export interface HandOnTask {
  readonly task: string
  readonly owner: TaskOwner
  /** Null: as it was. */
  readonly dueAt: Instant | null
  readonly reason: string
}

/** 改派任务: to another owner, with a reason; a new due time of a 批示 is a leader's to give. */
export function handOnTask(state: IncidentState, command: HandOnTask, context: CommandContext): Decision {
  begin(state, context, 'incident.hand-on-task')
  const task = demandRunningTask(state, command.task)
  const reason = demandReason(command.reason)
  const { owner } = command
  if (command.dueAt !== null) demandOwnSource(task, context.actor, '改变完成时限')
  const dueAt = command.dueAt === null ? task.dueAt : demandDueAt(command.dueAt, context.now)
  return [{ type: 'task-handed-on', id: task.id, words: taskName({ ...task, owner }), owner, dueAt, reason }]
}
