import { RefusedError } from '../errors.ts'
import { approveExtension as approve } from '../stage-extension.ts'
import type { WorkingCalendar } from '../working-calendar.ts'
import { begin, type CommandContext } from './command.ts'
import { stageName } from './incident-stage.ts'
import { demandPerson, demandRunningStage } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface ApproveExtension {
  readonly stage: string
  readonly reason: string
  /** The one of today. */
  readonly calendar: WorkingCalendar
}

/** 批准延期: by another person of a role that the rule names, counted from the same anchor. @throws MissingCalendarError */
export function approveExtension(state: IncidentState, command: ApproveExtension, context: CommandContext): Decision {
  begin(state, context, 'incident.approve-extension')
  const clock = demandRunningStage(state, command.stage)
  const { staged } = state.policy
  if (staged === undefined) throw new RefusedError('此事件的政策没有分阶段时限')
  const reason = command.reason.trim()
  const time = { calendar: command.calendar, hours: staged.workingHours }
  const { allowance, dueAt, dueSoonAt, phases } = approve(clock, { by: demandPerson(context.actor), at: context.now, reason }, time)
  return [{ type: 'extension-approved', id: clock.id, words: stageName(clock), course: { allowance, dueAt, dueSoonAt, phases }, reason }]
}
