import { RefusedError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import { moveStageAnchor } from '../stage-clock.ts'
import type { WorkingCalendar } from '../working-calendar.ts'
import { begin, demandReason, type CommandContext } from './command.ts'
import { stageName } from './incident-stage.ts'
import { demandRunningStage } from './stages.ts'
import type { IncidentState } from './state.ts'
import { demandTypedMoment } from './typed-moment.ts'
import type { Decision } from './update.ts'

export interface MoveStage {
  readonly stage: string
  readonly at: Instant
  readonly reason: string
  readonly calendar: WorkingCalendar
}

/** 更正分阶段时限的起算时刻, with a reason: 交办单 was given out earlier than it was recorded. 上报 follows 发现时间, which is corrected itself. */
export function moveStage(state: IncidentState, command: MoveStage, context: CommandContext): Decision {
  begin(state, context, 'incident.move-stage')
  const reason = demandReason(command.reason)
  const clock = demandRunningStage(state, command.stage)
  const { staged } = state.policy
  if (clock.kind === 'report-up') throw new RefusedError('上报从发现时间起算：请更正发现时间')
  if (staged === undefined || clock.kind === 'next-update') throw new RefusedError('此时限从系统取回的发布时间起算，不能更正')
  demandTypedMoment(command.at, context.now, '起算时刻')
  const anchor = { kind: clock.anchor.kind, at: command.at, setBy: 'person' as const, reason }
  const { allowance, dueAt, dueSoonAt, phases } = moveStageAnchor(clock, anchor, { calendar: command.calendar, hours: staged.workingHours })
  return [{ type: 'stage-moved', id: clock.id, words: stageName(clock), anchor, course: { allowance, dueAt, dueSoonAt, phases } }]
}
