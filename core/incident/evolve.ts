import { noFacts } from '../assessment.ts'
import { dueAt, type Anchor, type Countdown, type CountdownKind, type Settlement } from '../countdown.ts'
import { DamagedDataError } from '../errors.ts'
import { isMajor, moreSevere, severityOf, type Grade } from '../grade.ts'
import type { Instant } from '../instant.ts'
import { countingAnchor } from './anchor.ts'
import { evolveAnswers } from './answer-decision.ts'
import { isAnswerEvent } from './answer-events.ts'
import { withCallListed, withCallMade } from './call-list.ts'
import type { IncidentEvent, IncidentEventBody } from './events.ts'
import { evolvePublicity } from './publicity.ts'
import { isPublicityEvent } from './publicity-events.ts'
import { settledBy, standingRelease, withoutRelease, withRelease, type Release, type ReleaseProposal } from './release.ts'
import { standingConference, withoutConference } from './lose-conference.ts'
import { isAfterEvent } from './after-events.ts'
import { evolveAfter } from './evolve-after.ts'
import { isStageEvent } from './stage-events.ts'
import { evolveSupervision } from './evolve-supervision.ts'
import { isSupervisionEvent } from './supervision-events.ts'
import { evolveStages, forgetUnassigned, withdrawStages } from './evolve-stages.ts'
import { evolveWork, withdrawTasks } from './evolve-work.ts'
import type { IncidentState } from './state.ts'
import { withReadability } from './watched-page.ts'
import { isWorkEvent } from './work-events.ts'

type Of<T extends IncidentEventBody['type']> = Extract<IncidentEventBody, { type: T }>

/** State after all of a timeline. @throws DamagedDataError when it does not begin with `opened`. */
export function replay(id: string, events: readonly IncidentEvent[]): IncidentState {
  const [first, ...rest] = events
  if (first === undefined || first.body.type !== 'opened') throw new DamagedDataError(`incident ${id} does not begin with its opening`)
  return rest.reduce(evolve, begin(id, first, first.body))
}

function begin(id: string, event: IncidentEvent, body: Of<'opened'>): IncidentState {
  return {
    id,
    jurisdiction: body.jurisdiction,
    drill: body.drill,
    title: body.title,
    summary: body.summary,
    eventType: body.eventType,
    foundingMentionId: body.foundingMentionId,
    openedAt: event.at,
    openedBy: event.actor,
    policy: body.policy,
    status: 'open',
    mergedInto: null,
    absorbed: [],
    eventGrade: null,
    opinionGrade: null,
    grade: null,
    gradeStatus: 'machine',
    gradedAt: event.at,
    unconfirmedSince: null,
    explanation: { eventGrade: null, opinionGrade: null, reasons: [], wouldChange: [] },
    proposal: null,
    responseValue: body.responseValue,
    responseReason: body.responseReason ?? null,
    anchors: [],
    countdowns: [],
    facts: noFacts,
    places: [],
    departments: [],
    handling: 'new',
    publicPhase: 'silent',
    acknowledgedAt: null,
    acknowledgedBy: null,
    releases: [],
    conferences: [],
    blindSources: body.blindSources
  }
}

/** One event further. Pure; the order of the cases is the order of a matter's life. */
export function evolve(state: IncidentState, event: IncidentEvent): IncidentState {
  const { body } = event
  if (isStageEvent(body)) return evolveStages(state, body, event)
  if (isAfterEvent(body)) return evolveAfter(state, body, event)
  if (isSupervisionEvent(body)) return evolveSupervision(state, body, event)
  if (isPublicityEvent(body)) return evolvePublicity(state, body, event)
  if (isWorkEvent(body)) return evolveWork(state, body, event)
  if (isAnswerEvent(body)) return evolveAnswers(state, body, event)
  switch (body.type) {
    case 'opened':
      throw new DamagedDataError(`incident ${state.id} is opened twice, at event ${event.seq}`)
    case 'graded':
      return withGrade({ ...state, explanation: body.explanation }, body.eventGrade, body.opinionGrade, event.at, 'machine')
    case 'grade-confirmed':
      return { ...withGrade(state, body.eventGrade, body.opinionGrade, event.at, 'confirmed'), unconfirmedSince: null, proposal: null }
    case 'lowering-proposed':
      return {
        ...state,
        proposal: {
          by: event.actor,
          at: event.at,
          dismiss: body.dismiss,
          eventGrade: body.eventGrade,
          opinionGrade: body.opinionGrade,
          reason: body.reason
        }
      }
    case 'anchor-set':
      return withAnchors(state, [...state.anchors.filter((anchor) => anchor.kind !== body.anchor.kind), body.anchor])
    case 'anchor-removed':
      return withAnchors(
        state,
        state.anchors.filter((anchor) => anchor.kind !== body.kind)
      )
    case 'countdown-started':
      return { ...state, countdowns: [...state.countdowns, started(state, body, event.at)] }
    case 'countdown-withdrawn':
      return settle(state, [body.kind], { state: 'withdrawn', at: event.at, reason: body.reason, evidence: null })
    case 'countdown-waived':
      return settle(state, [body.kind], { state: 'waived', at: event.at, reason: body.reason, evidence: null })
    case 'countdown-phase-reached':
      return mapCountdowns(state, (countdown) =>
        countdown.kind === body.kind && countdown.settled === null ? { ...countdown, reached: [...countdown.reached, body.phase] } : countdown
      )
    case 'facts-established':
      return { ...state, facts: body.facts }
    case 'headline-set':
      return { ...state, title: body.title, summary: body.summary }
    case 'places-established':
      return { ...state, places: body.places }
    case 'departments-proposed':
      return { ...state, departments: body.departments }
    case 'acknowledged':
      return {
        ...state,
        handling: state.handling === 'new' ? 'acknowledged' : state.handling,
        acknowledgedAt: state.acknowledgedAt ?? event.at,
        acknowledgedBy: state.acknowledgedBy ?? event.actor
      }
    case 'taken-over':
      return { ...state, heldBy: { actor: event.actor, since: event.at } }
    case 'call-listed':
      return { ...state, calls: withCallListed(state.calls ?? [], event, body) }
    case 'call-made':
      return { ...state, calls: withCallMade(state.calls ?? [], event, body) }
    case 'assigned':
      return { ...forgetUnassigned(state, body.departments), departments: body.departments, handling: 'assigned' }
    case 'accepted':
      return { ...state, handling: 'accepted' }
    case 'returned':
      return returned(state, body, event)
    case 'release-recorded':
      return withRelease(state, releaseOf(body), event.at)
    case 'release-proposed':
      return withProposal(state, { at: event.at, evidence: body.evidence, comparison: body.comparison })
    case 'release-lost':
      return withoutRelease(state, body, { at: event.at, reason: body.reason })
    case 'release-changed':
      return withoutRelease(state, body, { at: event.at, reason: '页面内容已与记录时不同' })
    case 'page-unreadable':
      return withReadability(state, body, body.since)
    case 'page-readable':
      return withReadability(state, body, null)
    case 'press-conference-lost':
      return withoutConference(state, body, { at: event.at, reason: body.reason })
    case 'press-conference-recorded':
      return conferenceHeld(state, body, event.at)
    case 'merged':
      return { ...withdrawAll(state, event, `并入 ${body.into}`), status: 'merged', mergedInto: body.into }
    case 'absorbed':
      return { ...state, absorbed: [...state.absorbed, body.incidentId] }
    case 'split-off':
      return { ...state, separated: [...(state.separated ?? []), body.into] }
    case 'split-from':
      return { ...state, separated: [...(state.separated ?? []), body.incidentId] }
    case 'dismissed':
      return { ...withdrawAll(state, event, body.reason), status: 'dismissed', proposal: null }
    case 'closed':
      return {
        ...withdrawTasks(withdrawStages(state, event, `办结：${body.reason}`), event, `办结时未完成：${body.reason}`),
        status: 'closed',
        handling: 'closed'
      }
    case 'spread-reached':
    case 'escalated':
    case 'stepped-up':
    case 'noted':
      return state
    default:
      return body satisfies never
  }
}

function withGrade(
  state: IncidentState,
  eventGrade: Grade | null,
  opinionGrade: Grade | null,
  at: Instant,
  status: IncidentState['gradeStatus']
): IncidentState {
  const grade = moreSevere(eventGrade, opinionGrade)
  const rose = severityOf(grade) > severityOf(state.grade)
  const unconfirmed = status === 'machine' && isMajor(grade)
  return {
    ...state,
    eventGrade,
    opinionGrade,
    grade,
    gradeStatus: status,
    gradedAt: rose ? at : state.gradedAt,
    // Who proposed a lowering did not know what raised the grade since.
    proposal: rose ? null : state.proposal,
    unconfirmedSince: unconfirmed ? (rose && !isMajor(state.grade) ? at : (state.unconfirmedSince ?? at)) : null
  }
}

function started(state: IncidentState, body: Of<'countdown-started'>, at: Instant): Countdown {
  const anchor = countingAnchor(state.policy, state.anchors)
  if (anchor === null) throw new DamagedDataError(`incident ${state.id}: a countdown started without an anchor`)
  return {
    kind: body.rule.kind,
    rule: body.rule,
    anchor,
    startedAt: at,
    dueAt: dueAt(body.rule, anchor),
    settled: answered(state, body.rule.kind),
    reached: []
  }
}

/** What is published already answers a clock that a re-grade starts afterwards. */
function answered(state: IncidentState, kind: CountdownKind): Settlement | null {
  const release = kind === 'authoritative-release' || kind === 'reply' ? standingRelease(state) : null
  const evidence = kind === 'press-conference' ? standingConference(state) : release
  return evidence === null ? null : settledBy(evidence)
}

/** A new anchor moves the clocks that still run; what is settled keeps the anchor it was settled under. */
function withAnchors(state: IncidentState, anchors: Anchor[]): IncidentState {
  const anchor = countingAnchor(state.policy, anchors)
  return mapCountdowns({ ...state, anchors }, (countdown) =>
    countdown.settled !== null || anchor === null ? countdown : { ...countdown, anchor, dueAt: dueAt(countdown.rule, anchor) }
  )
}

function settle(state: IncidentState, kinds: readonly CountdownKind[], settlement: Settlement): IncidentState {
  return mapCountdowns(state, (countdown) =>
    kinds.includes(countdown.kind) && countdown.settled === null ? { ...countdown, settled: settlement } : countdown
  )
}

function withdrawAll(state: IncidentState, event: IncidentEvent, reason: string): IncidentState {
  return settle(
    withdrawTasks(withdrawStages(state, event, reason), event, reason),
    state.countdowns.map((countdown) => countdown.kind),
    { state: 'withdrawn', at: event.at, reason, evidence: null }
  )
}

/** Only its own share goes. Without a lead somebody has to assign anew; what nobody acknowledged yet is not acknowledged by it. */
function returned(before: IncidentState, { departmentId, reason }: Of<'returned'>, event: IncidentEvent): IncidentState {
  const state = withdrawStages(before, event, `退回：${reason}`, departmentId)
  const departments = state.departments.filter((share) => share.id !== departmentId)
  const stands = state.handling === 'new' || departments.some((share) => share.role === 'lead')
  return { ...state, departments, handling: stands ? state.handling : 'acknowledged' }
}

function conferenceHeld(state: IncidentState, body: Of<'press-conference-recorded'>, at: Instant): IncidentState {
  const settled = settle(state, ['press-conference'], { state: 'met', at, reason: body.evidence.url, evidence: body.evidence.snapshot })
  return { ...settled, conferences: [...state.conferences, body.evidence], publicPhase: 'conference-held' }
}

function releaseOf({ evidence, comparison, claims }: Of<'release-recorded'>): Release {
  return { ...evidence, ...(comparison === undefined ? {} : { comparison }), ...(claims === undefined ? {} : { claims }) }
}

/** The newest look at a page replaces the older one. */
function withProposal(state: IncidentState, proposal: ReleaseProposal): IncidentState {
  const others = (state.releaseProposals ?? []).filter(({ evidence }) => evidence.url !== proposal.evidence.url)
  return { ...state, releaseProposals: [...others, proposal] }
}

function mapCountdowns(state: IncidentState, change: (countdown: Countdown) => Countdown): IncidentState {
  return { ...state, countdowns: state.countdowns.map(change) }
}
