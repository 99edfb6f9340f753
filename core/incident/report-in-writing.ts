import { RefusedError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import { begin, type CommandContext } from './command.ts'
import { stageName } from './incident-stage.ts'
import { demandName, demandReportTime } from './report-by-phone.ts'
import { demandStageToMeet } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface ReportInWriting {
  readonly sentAt: Instant
  readonly documentNo: string | null
  /** Evidence key of the kept copy. */
  readonly evidence: string | null
  /** Who received it, when, under which number. */
  readonly receipt: string
}

/** 书面上报: a document number or a kept copy, and the receipt; a call stands for neither. */
export function reportInWriting(state: IncidentState, command: ReportInWriting, context: CommandContext): Decision {
  begin(state, context, 'incident.report-in-writing')
  const clock = demandStageToMeet(state, 'report-up', 'written')
  const documentNo = command.documentNo?.trim() || null
  if (documentNo === null && command.evidence === null) throw new RefusedError('请填写文号，或附上留存件')
  const receipt = demandName(command.receipt, '收件回执')
  demandReportTime(state, command.sentAt, context.now, '报送')
  const proof = { kind: 'document' as const, sentAt: command.sentAt, documentNo, evidence: command.evidence, receipt }
  return [{ type: 'stage-met', id: clock.id, words: stageName(clock), metAt: command.sentAt, proof }]
}
