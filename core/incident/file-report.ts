import { RefusedError } from '../errors.ts'
import { begin, type CommandContext } from './command.ts'
import { demandText } from './demand-task.ts'
import { reportKindWords, type FiledReport, type ReportKind } from './filed-report.ts'
import { stageName } from './incident-stage.ts'
import { demandReportTime } from './report-by-phone.ts'
import { runningStages, stagesOf } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'
import { workOf } from './work.ts'

export type FileReport = Omit<FiledReport, 'id' | 'number'>

const mostReports = 200
const mostLetters = 20_000

/**
 * 初报、续报、终报: what went up, with its words. The first is one and comes first, the final one ends the row. A first report is the written
 * report that a running clock waits for, and ends it.
 */
export function fileReport(state: IncidentState, command: FileReport, context: CommandContext): Decision {
  begin(state, context, 'incident.file-report')
  const { reports } = workOf(state)
  demandOrder(state, command.kind)
  if (reports.length >= mostReports) throw new RefusedError(`一个事件最多 ${mostReports} 份报告`)
  const documentNo = command.documentNo?.trim() || null
  const to = demandText(command.to, '报送单位', 200)
  const text = demandText(command.text, '报告内容', mostLetters)
  const receipt = command.receipt.trim()
  demandReportTime(state, command.sentAt, context.now, '报送')
  const number = reports.filter(({ kind }) => kind === command.kind).length + 1
  const id = `report/${reports.length + 1}`
  const report: FiledReport = { ...command, id, number, to, text, documentNo, receipt }
  return [{ type: 'report-filed', report }, ...writtenReport(state, report)]
}

/** @throws RefusedError for a report out of its turn */
function demandOrder(state: IncidentState, kind: ReportKind): void {
  const { reports } = workOf(state)
  const has = (wanted: ReportKind): boolean => reports.some((one) => one.kind === wanted)
  if (has('final')) throw new RefusedError('已有终报，不能再报：情况有变，请以备注说明或另立事件')
  if (kind === 'initial' && has('initial')) throw new RefusedError('已有初报，请报续报')
  const began = has('initial') || stagesOf(state).some((clock) => clock.kind === 'report-up' && clock.settled?.state === 'met')
  if (kind !== 'initial' && !began) throw new RefusedError(`还没有初报，不能先报${reportKindWords[kind]}`)
}

/** With a number or a kept copy, and a receipt, as a written report has to have them; else its clock runs on. */
function writtenReport(state: IncidentState, { kind, documentNo, evidence, receipt, sentAt }: FiledReport): Decision {
  const clock = runningStages(state).find((one) => one.kind === 'report-up' && one.stage.id === 'written')
  if (kind !== 'initial' || clock === undefined || receipt === '' || (documentNo === null && evidence === null)) return []
  const proof = { kind: 'document' as const, sentAt, documentNo, evidence, receipt }
  return [{ type: 'stage-met', id: clock.id, words: stageName(clock), metAt: sentAt, proof }]
}
