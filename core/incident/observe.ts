import { noFacts, type FactName, type Facts } from '../assessment.ts'
import type { Anchor } from '../countdown.ts'
import { gradeBy } from '../grade-table.ts'
import { moreSevere, severityOf, type GradeExplanation } from '../grade.ts'
import type { GradingTable } from '../grading.ts'
import type { Instant } from '../instant.ts'
import { clockGrade, clocksStartedBy, clocksWithdrawnBy } from './clocks.ts'
import type { Digest, Member } from './digest.ts'
import { easedExplanation, recentExplanation, type Look } from './ease.ts'
import type { IncidentEvent, IncidentEventBody } from './events.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

export interface Observation {
  readonly now: Instant
  readonly table: GradingTable
  /** The mentions of the digest; without them nothing is lowered. */
  readonly members?: readonly Member[]
  /** Milestones that the timeline has already: `milestonesOf`. */
  readonly reached: ReadonlySet<string>
}

/** The part of an incident that a machine's observation looks at. */
export type Observed = Pick<
  IncidentState,
  | 'policy'
  | 'status'
  | 'anchors'
  | 'countdowns'
  | 'eventGrade'
  | 'opinionGrade'
  | 'grade'
  | 'gradeStatus'
  | 'gradedAt'
  | 'explanation'
  | 'facts'
  | 'places'
  | 'departments'
  | 'handling'
  | 'responseValue'
  | 'title'
  | 'foundingMentionId'
  | 'openedBy'
>

/**
 * What follows for an incident from all its mentions. Idempotent: what already stands is not decided again. The machine
 * raises, lowers nothing but the opinion's grade where ease.ts says so, and leaves alone what a person set: an anchor, an
 * assignment, and a confirmed grade unless the matter itself got worse.
 */
export function observe(state: Observed, digest: Digest, observation: Observation): Decision {
  if (state.status !== 'open') return []
  const anchors = anchorChanges(state, digest)
  const graded = gradeChange(state, digest, observation)
  return [
    ...anchors,
    ...(graded === null ? [] : [graded]),
    ...gradedAnchor(state, graded, observation.now),
    ...clocks(state, graded),
    ...headlineChange(state, digest),
    ...factChanges(state, digest),
    ...placeChanges(state, digest),
    ...departmentChanges(state, digest, observation.reached),
    ...spread(digest, observation.reached)
  ]
}

/** The grades that the table gives over all mentions, for whichever kind of happening they name it the worst. */
export function gradeOf(table: GradingTable, digest: Digest): GradeExplanation {
  const types: readonly (string | null)[] = digest.eventTypes.length === 0 ? [null] : digest.eventTypes
  const explanations = types.map((eventType) => gradeBy(table, digest.measures, eventType, digest.evidence))
  const [first, ...rest] = explanations.sort((a, b) => rank(b) - rank(a))
  if (first === undefined) throw new TypeError('no kind of happening to grade by')
  return rest.reduce(
    (worst, other) => ({
      ...worst,
      eventGrade: moreSevere(worst.eventGrade, other.eventGrade),
      opinionGrade: moreSevere(worst.opinionGrade, other.opinionGrade),
      reasons: [...worst.reasons, ...other.reasons.filter((reason) => !worst.reasons.some((known) => known.row === reason.row))]
    }),
    first
  )
}

function rank(explanation: GradeExplanation): number {
  return 10 * severityOf(moreSevere(explanation.eventGrade, explanation.opinionGrade)) + severityOf(explanation.eventGrade)
}

function gradeChange(state: Observed, digest: Digest, observation: Observation): Extract<IncidentEventBody, { type: 'graded' }> | null {
  const whole = gradeOf(observation.table, digest)
  const look: Look | null = observation.members === undefined ? null : { ...observation, members: observation.members }
  const eased = look !== null && isStillEased(state, whole) ? recentExplanation(digest, whole, look) : null
  const explanation = eased ?? whole
  const never = state.explanation.reasons.length === 0 && state.explanation.wouldChange.length === 0 && state.gradeStatus === 'machine'
  const eventGrade = moreSevere(state.eventGrade, explanation.eventGrade)
  const opinionGrade = moreSevere(state.opinionGrade, explanation.opinionGrade)
  if (eventGrade === state.eventGrade && opinionGrade === state.opinionGrade) {
    const lower = look === null ? null : easedExplanation(state, digest, whole, look)
    if (lower !== null) return { type: 'graded', eventGrade, opinionGrade: lower.opinionGrade, explanation: lower }
    return never && explanation.wouldChange.length > 0 ? { type: 'graded', eventGrade, opinionGrade, explanation } : null
  }
  if (state.gradeStatus === 'confirmed' && !isWorseThanJudged(state, explanation)) return null
  const stays = eased !== null && opinionGrade === state.opinionGrade
  return { type: 'graded', eventGrade, opinionGrade, explanation: stays ? { ...explanation, eased: state.explanation.eased } : explanation }
}

/** After a lowering the sum of all time counts no more, unless it comes to reach more than it did before the lowering. */
function isStillEased({ explanation: { eased } }: Observed, whole: GradeExplanation): boolean {
  return eased !== undefined && severityOf(whole.opinionGrade) <= severityOf(eased.from)
}

/** A person confirmed a grade knowing the machine's judgement of then; only more than that, and more than theirs, reopens it. */
function isWorseThanJudged(state: Observed, now: GradeExplanation): boolean {
  const judged = moreSevere(state.explanation.eventGrade, state.explanation.opinionGrade)
  const worst = moreSevere(now.eventGrade, now.opinionGrade)
  return severityOf(worst) > severityOf(judged) && severityOf(worst) > severityOf(state.grade)
}

function anchorChanges(state: Observed, digest: Digest): IncidentEventBody[] {
  const changes: IncidentEventBody[] = []
  const detected = state.anchors.find((anchor) => anchor.kind === 'detected')
  if (detected === undefined || (detected.setBy === 'machine' && digest.firstObserved < detected.at)) {
    changes.push(anchorSet({ kind: 'detected', at: digest.firstObserved, precision: 'second', setBy: 'machine', reason: '本系统首次发现的时刻' }))
  }
  if (digest.firstPublished !== null) {
    const { at, precision, source } = digest.firstPublished
    const reason = precision === 'day' ? `最早一条(${source})只写明日期` : `全部信息中最早发布的一条：${source}`
    changes.push(...replacing(state, { kind: 'first-published', at, precision, setBy: 'machine', reason }))
  }
  if (digest.occurred !== null) {
    const { at, precision, source, text } = digest.occurred
    changes.push(...replacing(state, { kind: 'occurred', at, precision, setBy: 'machine', reason: `机器读出，待核：${source}称“${text}”` }))
  } else if (state.anchors.some((anchor) => anchor.kind === 'occurred' && anchor.setBy === 'machine')) {
    changes.push({ type: 'anchor-removed', kind: 'occurred', reason: '机器读出的事发时间与首次发布时间不符' })
  }
  return changes
}

function replacing(state: Observed, anchor: Anchor): IncidentEventBody[] {
  const standing = state.anchors.find((candidate) => candidate.kind === anchor.kind)
  const keeps = standing !== undefined && (standing.setBy === 'person' || (standing.at === anchor.at && standing.precision === anchor.precision))
  return keeps ? [] : [anchorSet(anchor)]
}

function anchorSet(anchor: Anchor): IncidentEventBody {
  return { type: 'anchor-set', anchor }
}

/** Set once, at the first grade there is; a re-grade never moves it. */
function gradedAnchor(state: Observed, graded: Extract<IncidentEventBody, { type: 'graded' }> | null, now: Instant): IncidentEventBody[] {
  if (graded === null || moreSevere(graded.eventGrade, graded.opinionGrade) === null) return []
  if (state.anchors.some((anchor) => anchor.kind === 'graded')) return []
  return [anchorSet({ kind: 'graded', at: now, precision: 'second', setBy: 'machine', reason: '机器首次定级' })]
}

/**
 * A raise takes the place of what only the lower grade asked for, with a tighter deadline from the same anchor, so that the
 * clocks of a grade are the same however it was reached. A machine's lowering touches no clock.
 */
function clocks(state: Observed, graded: Extract<IncidentEventBody, { type: 'graded' }> | null): IncidentEventBody[] {
  if (state.gradeStatus === 'confirmed' && graded === null) return []
  if (graded !== null && severityOf(graded.opinionGrade) < severityOf(state.opinionGrade)) return []
  const { eventGrade, opinionGrade } = graded ?? state
  const governing = clockGrade(state.policy, eventGrade, opinionGrade, state.responseValue)
  const superseded = graded === null ? [] : clocksWithdrawnBy(state, governing, '等级上调，由更紧的时限取代')
  return [...superseded, ...clocksStartedBy(state, governing)]
}

/** Words for the desk's queue; what a person opened keeps the title that the person gave. */
function headlineChange(state: Observed, { title, summary, wordedBy }: Digest): IncidentEventBody[] {
  if (state.foundingMentionId === null || state.openedBy.kind === 'person' || title === state.title) return []
  return [{ type: 'headline-set', title, summary, from: wordedBy }]
}

function factChanges(state: Observed, digest: Digest): IncidentEventBody[] {
  const names = Object.keys(noFacts) as FactName[]
  const value = (facts: Facts, name: FactName) => facts[name]?.value ?? null
  // A fact that was said once and that no mention says now was brought by a person or an edited page: it stays.
  const facts: Facts = { ...digest.facts }
  for (const name of names) facts[name] ??= state.facts[name] ?? null
  if (names.every((name) => value(facts, name) === value(state.facts, name))) return []
  return [{ type: 'facts-established', facts, from: digest.factsFrom }]
}

function placeChanges(state: Observed, digest: Digest): IncidentEventBody[] {
  const keys = (places: Observed['places']) =>
    places
      .map((place) => place.code ?? place.text)
      .sort()
      .join('\n')
  if (digest.places.length === 0 || keys(digest.places.slice()) === keys(state.places)) return []
  return [{ type: 'places-established', places: [...digest.places] }]
}

/** Proposals end for good where a person first assigns or a department returns the matter: neither is proposed away again. */
function departmentChanges(state: Observed, digest: Digest, reached: ReadonlySet<string>): IncidentEventBody[] {
  const proposing = (state.handling === 'new' || state.handling === 'acknowledged') && !reached.has(departmentsByPeople)
  const key = (shares: Observed['departments']) =>
    shares
      .map((share) => `${share.role}:${share.id}`)
      .sort()
      .join('\n')
  if (!proposing || digest.departments.length === 0 || key(digest.departments.slice()) === key(state.departments)) return []
  return [{ type: 'departments-proposed', departments: [...digest.departments] }]
}

/** Round numbers worth a line of the timeline; display only, no policy hangs on them. */
const mentionSteps = [10, 50, 100, 500, 1000, 5000, 10_000, 50_000, 100_000]
const interactionSteps = [1000, 10_000, 100_000, 1_000_000]

function spread(digest: Digest, reached: ReadonlySet<string>): IncidentEventBody[] {
  const events: IncidentEventBody[] = []
  const step = (measure: string, steps: readonly number[], count: number | null) => {
    const value = steps.findLast((candidate) => (count ?? 0) >= candidate)
    const beyond = steps.some((candidate) => candidate >= (value ?? 0) && reached.has(milestone(measure, candidate)))
    if (value !== undefined && !beyond) events.push({ type: 'spread-reached', measure, value })
  }
  step('mentions', mentionSteps, digest.members)
  step('interactions', interactionSteps, digest.measures.interactions)
  for (const { sourceKind, mentionId, source, publishedAt, via } of digest.spread) {
    if (reached.has(milestone('source-kind', sourceKind))) continue
    events.push({ type: 'spread-reached', measure: 'source-kind', value: sourceKind, first: { mentionId, source, publishedAt, via: [...via] } })
  }
  if ((digest.measures.centralMedia ?? 0) > 0 && !reached.has(milestone('central-media', 1)))
    events.push({ type: 'spread-reached', measure: 'central-media', value: 1 })
  return events
}

function milestone(measure: string, value: number | string): string {
  return `${measure}:${value}`
}

/** Stands for the first `assigned` or `returned` of a timeline. */
const departmentsByPeople = 'departments-by-people'

/** The milestones that a timeline has. */
export function milestonesOf(events: readonly Pick<IncidentEvent, 'body'>[]): Set<string> {
  return new Set(
    events.flatMap(({ body }) => {
      if (body.type === 'assigned' || body.type === 'returned') return [departmentsByPeople]
      return body.type === 'spread-reached' ? [milestone(body.measure, body.value)] : []
    })
  )
}
