import { RefusedError } from '../errors.ts'
import { chinaWallTime, minuteMs, msBetween, type Instant } from '../instant.ts'
import { begin, type CommandContext } from './command.ts'
import { stageName } from './incident-stage.ts'
import { demandStageToMeet } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface ReportByPhone {
  readonly calledAt: Instant
  /** Who reported, and who received it where. */
  readonly reporter: string
  readonly receiver: string
  readonly note: string
}

/** 电话上报: first by phone, with the time of the call and both names; the written report stays due. */
export function reportByPhone(state: IncidentState, command: ReportByPhone, context: CommandContext): Decision {
  begin(state, context, 'incident.report-by-phone')
  const clock = demandStageToMeet(state, 'report-up', 'phone')
  const reporter = demandName(command.reporter, '报告人')
  const receiver = demandName(command.receiver, '接报单位和接报人')
  demandReportTime(state, command.calledAt, context.now, '通话')
  const proof = { kind: 'call' as const, calledAt: command.calledAt, reporter, receiver, note: command.note.trim() }
  return [{ type: 'stage-met', id: clock.id, words: stageName(clock), metAt: command.calledAt, proof }]
}

/** @throws RefusedError for an empty name */
export function demandName(text: string, what: string): string {
  const trimmed = text.trim()
  if (trimmed === '') throw new RefusedError(`请填写${what}`)
  return trimmed
}

/** @throws RefusedError for what has not happened yet, or happened before anything that could be reported */
export function demandReportTime({ anchors }: IncidentState, at: Instant, now: Instant, what: string): void {
  if (at > now) throw new RefusedError(`${what}时间不能晚于现在`)
  const earliest = anchors.map((anchor) => anchor.at).sort()[0]
  // People write minutes: 10:00 is not before 10:00:20.
  if (earliest !== undefined && msBetween(at, earliest) >= minuteMs)
    throw new RefusedError(`${what}时间早于本事件最早的时刻 ${chinaWallTime(earliest)}，请核对`)
}
