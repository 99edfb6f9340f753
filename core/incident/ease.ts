import { gradeBy, redLineOf } from '../grade-table.ts'
import { moreSevere, severityOf, type Grade, type GradeExplanation, type GradeReason } from '../grade.ts'
import type { GradingTable, Measures } from '../grading.ts'
import { dayMs, hourMs, instantFromMs, msOf, type Instant } from '../instant.ts'
import { spreadMeasuresOf, type Digest, type Member } from './digest.ts'
import type { IncidentState } from './state.ts'

/** What a lowering looks at: all mentions of the incident, and the moment of looking. */
export interface Look {
  readonly now: Instant
  readonly table: GradingTable
  readonly members: readonly Member[]
}

type Easable = Pick<IncidentState, 'policy' | 'eventGrade' | 'opinionGrade' | 'gradeStatus' | 'gradedAt' | 'explanation'>

/**
 * 回落 (hysteresis): the explanation of a lower grade of the opinion, or null where it stays. It falls only when it has held
 * for the hours of the policy, was looked at often enough within them, and all mentions of those hours taken together reach
 * no row of it: then it was below at every moment of them. Never falls: the event's grade, what a red line gave, what a person
 * confirmed, a grade whose lowering takes two persons, and never below 一般, since a machine stops no clock.
 */
export function easedExplanation(state: Easable, digest: Digest, whole: GradeExplanation, look: Look): GradeExplanation | null {
  const { opinionGrade: from } = state
  const { easing } = look.table
  if (easing === null || from === null || state.gradeStatus === 'confirmed' || state.policy.secondPersonFor.includes(from)) return null
  const spanMs = easing.afterHours * hourMs
  if (msOf(look.now) - msOf(state.gradedAt) < spanMs) return null
  const since = instantFromMs(msOf(look.now) - spanMs)
  const observations = look.members.filter(({ mention }) => mention.observedAt > since).length
  if (observations < easing.afterObservations) return null
  const recent = recentExplanation(digest, whole, look)
  const opinionGrade = moreSevere(recent.opinionGrade, 'IV')
  if (severityOf(opinionGrade) >= severityOf(from)) return null
  return { ...recent, opinionGrade, eased: { from, hours: easing.afterHours, observations, source: easing.source } }
}

/** The explanation that holds after a lowering: the event's part of all mentions, the opinion's of those of the last hours. */
export function recentExplanation(digest: Digest, whole: GradeExplanation, look: Look): GradeExplanation {
  const types: readonly (string | null)[] = digest.eventTypes.length === 0 ? [null] : digest.eventTypes
  const measures = recentMeasures(digest, look)
  const opinions = types.map((type) => gradeBy(look.table, measures, type, digest.evidence))
  const redLines = types.map((type) => redLineOf(look.table, digest.measures, type))
  const [first] = opinions.sort((a, b) => severityOf(b.opinionGrade) - severityOf(a.opinionGrade))
  return {
    eventGrade: whole.eventGrade,
    opinionGrade: [first?.opinionGrade ?? null, ...redLines].reduce<Grade | null>(moreSevere, null),
    reasons: [...whole.reasons.filter(isOf('event')), ...(first?.reasons ?? []).filter(isOf('opinion'))],
    wouldChange: [...whole.wouldChange.filter(isOf('event')), ...(first?.wouldChange ?? []).filter(isOf('opinion'))]
  }
}

function isOf(part: GradeReason['of']): (reason: GradeReason) => boolean {
  return (reason) => reason.of === part
}

/**
 * The measures of the hours of the policy. What cannot be dated is taken at its worst: all interactions that there ever
 * were, a mention of unknown hour as recent, every mention as negative; so that the true value was at no moment higher.
 */
function recentMeasures(digest: Digest, { now, table, members }: Look): Measures {
  const since = msOf(now) - (table.easing?.afterHours ?? 0) * hourMs
  const recent = spreadMeasuresOf(members.filter(({ mention }) => latestPublication(mention) > since))
  const negativeShare = digest.measures.negativeShare === null ? null : 1
  return { ...digest.measures, ...recent, negativeShare }
}

function latestPublication({ publishedAt, publishedPrecision }: Member['mention']): number {
  if (publishedAt === null) return Number.POSITIVE_INFINITY
  return msOf(publishedAt) + (publishedPrecision === 'day' ? dayMs : 0)
}
