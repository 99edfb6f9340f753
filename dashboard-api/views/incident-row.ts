import { signatureExpiresAt } from '../../core/escalation-lapse.ts'
import { severityOf } from '../../core/grade.ts'
import { nextDueAt } from '../../core/incident/next-due.ts'
import { stagesOf } from '../../core/incident/stages.ts'
import type { IncidentDocument, Rollup } from '../../core/incident/state.ts'
import type { Instant } from '../../core/instant.ts'
import type { Counts, IncidentRow } from '../contract.ts'
import { countdownView } from './countdown-view.ts'
import { stageView } from './stage-view.ts'
import { gradeName, handlingWords, publicPhaseWords, statusWords } from './words.ts'

export function incidentRow(document: IncidentDocument, now: Instant): IncidentRow {
  const { id, version, state, rollup } = document
  return {
    id,
    version,
    seq: document.events.length,
    title: state.title,
    eventType: state.eventType,
    drill: state.drill,
    grade: state.grade,
    gradeWords: gradeName(state.grade),
    eventGrade: state.eventGrade,
    opinionGrade: state.opinionGrade,
    gradeStatus: state.gradeStatus,
    status: state.status,
    statusWords: statusWords[state.status],
    handling: state.handling,
    handlingWords: handlingWords[state.handling],
    publicPhase: state.publicPhase,
    publicPhaseWords: publicPhaseWords[state.publicPhase],
    responseValue: state.responseValue,
    departments: state.departments,
    countdowns: state.countdowns.map((countdown) => countdownView(countdown, now)),
    stages: stagesOf(state).map((clock) => stageView(clock, now)),
    nextDueAt: nextDueAt(state),
    counts: rollup === null ? null : countsOf(rollup),
    openedAt: state.openedAt,
    unacknowledged: isUnsigned(document, now),
    awaitsSecondPerson: state.proposal !== null
  }
}

/** Open, and nobody's signature stands for it. */
export function isUnsigned(document: IncidentDocument, now: Instant): boolean {
  const { status, acknowledgedAt } = document.state
  return status === 'open' && (acknowledgedAt === null || hasLapsed(document, now))
}

function hasLapsed(document: IncidentDocument, now: Instant): boolean {
  const expiresAt = signatureExpiresAt(document)
  return expiresAt !== null && expiresAt <= now
}

/** Most severe first, then least time left, then newest. */
export function byUrgency(a: IncidentRow, b: IncidentRow): number {
  const grade = severityOf(b.grade) - severityOf(a.grade)
  if (grade !== 0) return grade
  if (a.nextDueAt !== b.nextDueAt) return (a.nextDueAt ?? 'none') < (b.nextDueAt ?? 'none') ? -1 : 1
  return a.openedAt > b.openedAt ? -1 : a.openedAt < b.openedAt ? 1 : a.id < b.id ? -1 : 1
}

function countsOf({ sources, ...rollup }: Rollup): Counts {
  return { ...rollup, sources: sources.length }
}
