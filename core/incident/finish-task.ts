import { begin, type CommandContext } from './command.ts'
import { demandOwnTask, demandRunningTask, demandText } from './demand-task.ts'
import type { IncidentState } from './state.ts'
import { taskName } from './task.ts'
import type { Decision } from './update.ts'

export interface FinishTask {
  readonly task: string
  /** What was done. */
  readonly statement: string
  /** Evidence keys of kept copies. */
  readonly evidence: readonly string[]
}

/** 完成任务: by who owes it, with what was done. Stops no statutory clock. */
export function finishTask(state: IncidentState, command: FinishTask, context: CommandContext): Decision {
  begin(state, context, 'incident.finish-task')
  const task = demandRunningTask(state, command.task)
  demandOwnTask(state, task, context.actor)
  const statement = demandText(command.statement, '完成情况')
  return [{ type: 'task-done', id: task.id, words: taskName(task), statement, evidence: [...command.evidence] }]
}
