import { z } from 'zod'
import { AnchorKind, countdownWords } from '../countdown.ts'
import { Instant, minuteMs, msBetween } from '../instant.ts'
import { countingAnchor } from '../incident/anchor.ts'
import { stageName } from '../incident/incident-stage.ts'
import { releaseMoment } from '../incident/release-moment.ts'
import { stagesOf } from '../incident/stages.ts'
import type { IncidentState } from '../incident/state.ts'
import { VoiceCurve } from './voice-curve.ts'

/** One clock and how late it was kept; null where it never was: waived, withdrawn, or still running. */
const ClockFact = z.object({
  words: z.string(),
  dueAt: Instant,
  state: z.enum(['running', 'met', 'waived', 'withdrawn']),
  settledAt: Instant.nullable(),
  lateMinutes: z.number().nonnegative().nullable()
})

const DepartmentFact = z.object({
  id: z.string(),
  name: z.string(),
  onTime: z.number().int().nonnegative(),
  late: z.number().int().nonnegative(),
  /** Waived or withdrawn: neither. */
  ended: z.number().int().nonnegative()
})

/** What the machine counts for a review. Null is unknown, never 0. */
export const ReviewFacts = z.object({
  countedFrom: z.object({ kind: AnchorKind, at: Instant }).nullable(),
  firstReleaseAt: Instant.nullable(),
  /** From `countedFrom` to the first page of ours; null where either is not known. */
  minutesToFirstRelease: z.number().nullable(),
  releases: z.number().int().nonnegative(),
  /** Those after the first. */
  updates: z.number().int().nonnegative(),
  conferences: z.number().int().nonnegative(),
  wordingVersions: z.number().int().nonnegative(),
  wordingsApproved: z.number().int().nonnegative(),
  clocks: z.array(ClockFact),
  departments: z.array(DepartmentFact),
  voices: VoiceCurve
})
export type ReviewFacts = z.infer<typeof ReviewFacts>

/** @param voices counted over the mentions (core/archive/voice-curve.ts) */
export function reviewFacts(state: IncidentState, voices: VoiceCurve): ReviewFacts {
  const anchor = countingAnchor(state.policy, state.anchors)
  const first = firstReleaseAt(state)
  return {
    countedFrom: anchor === null ? null : { kind: anchor.kind, at: anchor.at },
    firstReleaseAt: first,
    minutesToFirstRelease: anchor === null || first === null ? null : Math.round(msBetween(anchor.at, first) / minuteMs),
    releases: state.releases.length,
    updates: Math.max(0, state.releases.length - 1),
    conferences: state.conferences.length,
    wordingVersions: state.wordings?.length ?? 0,
    wordingsApproved: (state.wordings ?? []).filter(({ approvedAt }) => approvedAt !== null).length,
    clocks: clockFacts(state),
    departments: departmentFacts(state),
    voices
  }
}

/** The earliest page of ours, one that was lost since among them: it was heard all the same. */
export function firstReleaseAt({ releases }: Pick<IncidentState, 'releases'>): Instant | null {
  return releases.map((release) => releaseMoment(release).at).toSorted()[0] ?? null
}

type ClockFact = z.infer<typeof ClockFact>

function clockFacts(state: IncidentState): ClockFact[] {
  return [
    ...state.countdowns.map(({ kind, dueAt, settled }) => clockFact(countdownWords[kind], dueAt, settled)),
    ...stagesOf(state).map((clock) => clockFact(stageName(clock), clock.dueAt, clock.settled))
  ]
}

function clockFact(words: string, dueAt: Instant, settled: IncidentState['countdowns'][number]['settled']): ClockFact {
  const lateMinutes = settled?.state === 'met' ? Math.max(0, Math.round(msBetween(dueAt, settled.at) / minuteMs)) : null
  return { words, dueAt, state: settled?.state ?? 'running', settledAt: settled?.at ?? null, lateMinutes }
}

/** How each department kept the clocks of its reply. */
function departmentFacts(state: IncidentState): z.infer<typeof DepartmentFact>[] {
  const rows = new Map<string, z.infer<typeof DepartmentFact>>()
  for (const { department, settled, dueAt } of stagesOf(state)) {
    if (department === null || settled === null) continue
    const row = rows.get(department.id) ?? { ...department, onTime: 0, late: 0, ended: 0 }
    const kept = settled.state === 'met' ? (settled.at <= dueAt ? 'onTime' : 'late') : 'ended'
    rows.set(department.id, { ...row, [kept]: row[kept] + 1 })
  }
  return [...rows.values()]
}
