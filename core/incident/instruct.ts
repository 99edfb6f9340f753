import { RefusedError } from '../errors.ts'
import { begin, type CommandContext } from './command.ts'
import { demandTasks, demandText, type WantedTask } from './demand-task.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface Instruct {
  /** 批示原文. */
  readonly text: string
  /** What it asks of whom, by when. */
  readonly tasks: readonly WantedTask[]
}

/** 批示: a leader's word on the matter, and the tasks that it makes; none is a mere remark, which `note` takes. */
export function instruct(state: IncidentState, command: Instruct, context: CommandContext): Decision {
  begin(state, context, 'incident.instruct')
  const about = demandText(command.text, '批示内容')
  if (command.tasks.length === 0) throw new RefusedError('请写明由谁办理、何时完成：批示须落为任务')
  return [{ type: 'tasks-given', source: 'instruction', about, checklistId: null, tasks: demandTasks(state, command.tasks, context.now) }]
}
