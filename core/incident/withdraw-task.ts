import type { Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { demandRunningTask } from './demand-task.ts'
import type { IncidentState } from './state.ts'
import { taskName, type Task } from './task.ts'
import type { Decision } from './update.ts'

/** 撤回任务: with a reason that stays on the record; what a leader instructed only a leader takes back. */
export function withdrawTask(state: IncidentState, command: { readonly task: string; readonly reason: string }, context: CommandContext): Decision {
  begin(state, context, 'incident.withdraw-task')
  const task = demandRunningTask(state, command.task)
  demandOwnSource(task, context.actor, '撤回')
  return [{ type: 'task-withdrawn', id: task.id, words: taskName(task), reason: demandReason(command.reason) }]
}

/** @throws RefusedError where a leader's 批示 is not the actor's to change, or a supervisor's order */
export function demandOwnSource({ source, givenBy }: Task, actor: Actor, what: string): void {
  if (actor.kind === 'machine') return
  const isLeader = actor.roles.some((role) => role === 'deputy-leader' || role === 'leader')
  if (source === 'instruction' && !isLeader) throw new RefusedError(`批示的任务只能由领导${what}`)
  const isGiver = givenBy.kind === 'person' && givenBy.id === actor.id
  if (source === 'supervision' && !isLeader && !isGiver) throw new RefusedError(`督办的任务只能由督办人或领导${what}`)
}
