import { begin, type CommandContext } from './command.ts'
import { demandTasks, type WantedTask } from './demand-task.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface GiveTask extends WantedTask {
  /** Why it is given: 督办 by the supervisor, else by hand. */
  readonly source: 'supervision' | 'hand'
  readonly about: string
}

/** 交办任务: one thing, to one owner, by one moment. */
export function giveTask(state: IncidentState, command: GiveTask, context: CommandContext): Decision {
  begin(state, context, 'incident.give-task')
  const { source, about, ...wanted } = command
  return [{ type: 'tasks-given', source, about: about.trim(), checklistId: null, tasks: demandTasks(state, [wanted], context.now) }]
}
