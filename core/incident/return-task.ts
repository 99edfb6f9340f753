import { RefusedError } from '../errors.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { demandOwnTask, demandRunningTask } from './demand-task.ts'
import type { IncidentState } from './state.ts'
import { taskName } from './task.ts'
import type { Decision } from './update.ts'

/** 退回任务: who owes it says that it is not his, and why. Its time runs on until somebody hands it to another. */
export function returnTask(state: IncidentState, command: { readonly task: string; readonly reason: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.return-task')
  const task = demandRunningTask(state, command.task)
  demandOwnTask(state, task, context.actor)
  const reason = demandReason(command.reason)
  if (task.state === 'returned') throw new RefusedError('此任务已退回，等待改派')
  return [{ type: 'task-returned', id: task.id, words: taskName(task), reason }]
}
