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
  const instead = insteadOfFirst(state)
  if (kind === 'initial' && instead === 'written' && has('follow-up')) throw new RefusedError('已书面上报并报过续报，不能再补初报')
  if (kind === 'initial' || has('initial') || instead === 'written' || instead === 'called') return
  const why = instead === 'called first' ? '：电话报告之后还须书面初报' : ''
  throw new RefusedError(`还没有初报，不能先报${reportKindWords[kind]}${why}`)
}

/**
 * What went up in place of a first report: a written report does; a call does where the rules ask for no written one, or a leader waived
 * that, for the rules say "by phone first, in writing after it" (R12).
 */
function insteadOfFirst(state: IncidentState): 'written' | 'called' | 'called first' | null {
  const clocks = stagesOf(state).filter(({ kind, settled }) => kind === 'report-up' && settled?.state !== 'withdrawn')
  const written = clocks.filter(({ stage }) => stage.id === 'written')
  if (written.some(({ settled }) => settled?.state === 'met')) return 'written'
  if (!clocks.some(({ settled }) => settled?.state === 'met')) return null
  return written.every(({ settled }) => settled !== null) ? 'called' : 'called first'
}

/** With a number or a kept copy, and a receipt, as a written report has to have them; else its clock runs on. */
function writtenReport(state: IncidentState, { kind, documentNo, evidence, receipt, sentAt }: FiledReport): Decision {
  const clock = runningStages(state).find((one) => one.kind === 'report-up' && one.stage.id === 'written')
  if (kind !== 'initial' || clock === undefined || receipt === '' || (documentNo === null && evidence === null)) return []
  const proof = { kind: 'document' as const, sentAt, documentNo, evidence, receipt }
  return [{ type: 'stage-met', id: clock.id, words: stageName(clock), metAt: sentAt, proof }]
}
