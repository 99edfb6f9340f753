import type { CountdownView, IncidentRow } from '../../dashboard-api/contract.ts'
import { addMs, hourMs, type Instant } from '../../core/instant.ts'

/** What the server tells the page of a five-hour clock that counts from `anchorAt`. */
export function fiveHourClock(anchorAt: Instant, settled: CountdownView['settled'] = null): CountdownView {
  const dueAt = addMs(anchorAt, 5 * hourMs)
  return {
    kind: 'authoritative-release',
    words: '权威发布',
    hours: 5,
    startedAt: anchorAt,
    dueAt,
    dueSoonAt: addMs(dueAt, -1.25 * hourMs),
    state: settled?.state ?? 'running',
    stateWords: '',
    remainingMs: 0,
    anchor: { kind: 'first-published', words: '首次发布时间', at: anchorAt, precision: 'minute', setBy: 'machine', reason: '' },
    source: '',
    stopsWith: '',
    settled,
    phases: []
  }
}

/** A line of the queue; only what a test is about needs to be said. */
export function queueRow(id: string, about: Partial<IncidentRow> & { readonly openedAt: Instant }): IncidentRow {
  return {
    id,
    seq: 1,
    version: 1,
    title: id,
    eventType: null,
    drill: false,
    grade: 'IV',
    gradeWords: '一般',
    eventGrade: 'IV',
    opinionGrade: null,
    gradeStatus: 'machine',
    status: 'open',
    statusWords: '处置中',
    handling: 'new',
    handlingWords: '待签收',
    publicPhase: 'silent',
    publicPhaseWords: '尚未发布',
    responseValue: 'respond',
    departments: [],
    countdowns: [],
    stages: [],
    nextDueAt: null,
    counts: null,
    unacknowledged: true,
    awaitsSecondPerson: false,
    ...about
  }
}
