import type { Notice, NoticeRow } from './notice.ts'
import type { Mark, ProvenStage } from './notice-stage.ts'
import type { NoticeOutcome } from './ports.ts'
import { furthestStage, hasArrived, marked } from './proven-stages.ts'

/** Longer than any back-off: a row that is to be tried later than this from now was put back before the clock was set back, and is due. */
export const farthestTryMs = 300_000

/** The row of a notice that was just asked for. */
export function requestedRow(notice: Notice): NoticeRow {
  return {
    notice,
    state: 'queued',
    attempts: 0,
    possibleDuplicate: false,
    nextTryElapsedMs: null,
    handedElapsedMs: null,
    settledAt: null,
    detail: null,
    marks: {},
    stepUpAt: notice.stepUp?.at ?? null
  }
}

/** The row after a try. What was proven to have arrived meanwhile is neither sent again nor given up. */
export function settledRow(row: NoticeRow, outcome: NoticeOutcome): NoticeRow {
  if (outcome.state === 'accepted') {
    const { at, receipt, handedElapsedMs } = outcome
    const marks = marked(row.marks, 'accepted', { at, source: receipt }) ?? row.marks
    return {
      ...row,
      marks,
      state: furthestStage(marks) ?? 'accepted',
      detail: receipt,
      handedElapsedMs: row.handedElapsedMs ?? handedElapsedMs,
      settledAt: at,
      nextTryElapsedMs: null
    }
  }
  const proven = hasArrived(row.marks) ? furthestStage(row.marks) : null
  if (proven !== null) return { ...row, state: proven, settledAt: row.marks[proven]?.at ?? null, detail: outcome.reason, nextTryElapsedMs: null }
  if (outcome.state === 'dead') return { ...row, state: 'dead', detail: outcome.reason, settledAt: outcome.at, nextTryElapsedMs: null }
  return {
    ...row,
    state: 'queued',
    detail: outcome.reason,
    nextTryElapsedMs: outcome.nextTryElapsedMs,
    possibleDuplicate: row.possibleDuplicate || outcome.possibleDuplicate
  }
}

/**
 * The row with a stage proven, whatever the outbox thinks of it: a mail of unknown fate that its reader signs has arrived. A try
 * that is under way keeps its lease and finds the mark when it settles. Null when it changes nothing.
 */
export function advancedRow(row: NoticeRow, stage: Exclude<ProvenStage, 'accepted'>, mark: Mark): NoticeRow | null {
  const marks = marked(row.marks, stage, mark)
  if (marks === null) return null
  const next = { ...row, marks, stepUpAt: null }
  if (row.state === 'sending') return next
  return { ...next, state: furthestStage(marks) ?? stage, settledAt: row.settledAt ?? mark.at, nextTryElapsedMs: null }
}
