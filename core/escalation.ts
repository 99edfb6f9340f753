import { returnNews } from './assignment-news.ts'
import type { Phase } from './countdown.ts'
import type { Contact } from './department.ts'
import type { DutyBook } from './duty-roster.ts'
import { ladderGrade } from './escalation-grade.ts'
import { lapsedStepAt, lapseOf } from './escalation-lapse.ts'
import { isRecorded, numbered, phaseRound, phasesToRecord, type Recorded } from './escalation-phases.ts'
import { recipients } from './escalation-recipients.ts'
import { stageOccasions } from './escalation-stages.ts'
import { taskOccasions } from './escalation-tasks.ts'
import { bodyOf, newestPassed, titleOf, type Telling } from './escalation-words.ts'
import { severityOf, type Grade } from './grade.ts'
import type { Sha256 } from './incident/chain.ts'
import type { IncidentEvent, IncidentEventBody } from './incident/events.ts'
import type { IncidentDocument } from './incident/state.ts'
import { addMs, minuteMs, type Instant } from './instant.ts'
import { ladderClocks, statutoryClocks, type LadderClock, type PhaseReached } from './ladder-clock.ts'
import type { Notice } from './notice.ts'
import { noticeId } from './notice-id.ts'
import type { EscalationStep } from './policy.ts'
import { stepUpFor } from './step-up.ts'
import { publicityNews } from './publicity-news.ts'
import { releaseNews } from './release-news.ts'
import { workingCalendar } from './working-calendar.ts'

/** How a channel reaches a post: its address there (null where it needs none), or why it cannot. */
export type Reach = (contact: Contact) => { readonly address: string | null } | { readonly unreachable: string }

export interface EscalationInput {
  readonly document: IncidentDocument
  readonly contacts: readonly Contact[]
  /** Rosters that steps may name; without them such a step reaches nobody and says so. */
  readonly duty?: DutyBook
  /** Channels that are on, by id. A step that names another one is not reached over it. */
  readonly channels: Readonly<Record<string, Reach>>
  readonly now: Instant
  readonly sha256: Sha256
  /** Real milliseconds at which the newest mention behind an opening or a raise was fetched. */
  readonly fetchedElapsedMs: number | null
}

/** `phase`: the clock that it speaks of, with the deadline that it was told for; null for a step that is about no clock. */
export interface Escalation extends Recorded<Extract<IncidentEventBody, { type: 'escalated' }>> {
  readonly phase: { readonly kind: string; readonly dueAt: Instant } | null
}

export interface NoticesDue {
  readonly notices: readonly Notice[]
  readonly phases: readonly Recorded<PhaseReached>[]
  /** One for each step that fell due: whom it reached and whom it could not. Recorded only after its notices are durable. */
  readonly escalations: readonly Escalation[]
}

/** A step of the ladder at the moment it applies. */
interface Occasion {
  readonly step: EscalationStep
  readonly trigger: string
  readonly round: number
  readonly at: Instant
  readonly phase: { readonly countdown: LadderClock; readonly phase: Phase } | null
}

const noDuty: DutyBook = { rosters: [], calendar: workingCalendar([]) }

const none: NoticesDue = { notices: [], phases: [], escalations: [] }

/**
 * What must be told now, computed from the stored timeline alone. A step counts as told only when the timeline has its
 * `escalated` event, so a crash before that finds the same notices, with the same ids, again. Phases that passed while nobody
 * looked are each recorded, and told in one notice about the newest.
 */
export function noticesDue(input: EscalationInput): NoticesDue {
  const { document, now } = input
  if (document.state.status !== 'open') return none
  const due = occasionsOf(document).filter((occasion) => occasion.at <= now)
  const newest = newestConcerns(input, due)
  const notices = new Map<string, Notice>()
  const escalations = due.map((occasion) => {
    const told = tell(input, occasion, due, newest)
    for (const notice of told.notices) if (!notices.has(notice.id)) notices.set(notice.id, notice)
    return told.escalated
  })
  return { notices: [...notices.values()], phases: phasesToRecord(document, now), escalations }
}

/** The next moment at which `noticesDue` would find something that it does not find before; null when only a change can bring it. */
export function nextMoment(document: IncidentDocument): Instant | null {
  if (document.state.status !== 'open') return null
  const phases = ladderClocks(document.state).flatMap((clock) => clock.phases.filter((phase) => !isRecorded(document, clock, phase)))
  return [...occasionsOf(document), ...phases].reduce<Instant | null>((next, { at }) => (next === null || at < next ? at : next), null)
}

/* ---- when a step applies ---- */

/** Every step that is to come or due, without those that the timeline says were told. */
function occasionsOf(document: IncidentDocument): Occasion[] {
  const told = new Set(document.events.flatMap(({ body }) => (body.type === 'escalated' ? [body.step] : [])))
  return document.state.policy.escalation
    .flatMap((step) => [...occasionsOfStep(step, document), ...stageOccasions(step, document), ...taskOccasions(step, document)])
    .filter((occasion) => !told.has(keyOf(occasion)))
}

function occasionsOfStep(step: EscalationStep, document: IncidentDocument): Occasion[] {
  const { state } = document
  // Most steps that name a countdown name one that does not run here: these are told at the least cost.
  if (step.on === 'phase' && step.countdowns.length > 0 && !state.countdowns.some(({ kind }) => step.countdowns.includes(kind))) return []
  const rises = risesOf(document)
  const grade = ladderGrade(state, state.eventGrade, state.opinionGrade)
  const [first] = rises
  const last = rises.at(-1)
  if (first === undefined || last === undefined) return []
  const one = (from: Instant, round: number, afterMinutes: number): Occasion[] => [
    { step, trigger: step.on, round, at: addMs(from, afterMinutes * minuteMs), phase: null }
  ]
  const now = grade !== null && step.grades.includes(grade)
  switch (step.on) {
    case 'opened':
      return step.grades.includes(first.grade) && stands(grade, first.grade, step) ? one(first.at, 0, step.afterMinutes) : []
    case 'raised':
      return rises.length > 1 && step.grades.includes(last.grade) && stands(grade, last.grade, step)
        ? one(last.at, rises.length - 2, step.afterMinutes)
        : []
    case 'unconfirmed':
      if (!now || state.unconfirmedSince === null) return []
      return one(state.unconfirmedSince, confirmations(document.events), Math.max(step.afterMinutes, state.policy.confirmWithinMinutes))
    case 'unacknowledged':
      return now && state.handling === 'new' && state.acknowledgedAt === null ? one(last.at, rises.length - 1, step.afterMinutes) : []
    case 'lapsed':
      return now ? lapseOccasions(step, document) : []
    case 'phase':
      return now ? phaseOccasions(step, document) : []
    case 'release-lost':
    case 'release-proposed':
    case 'release-unreadable': {
      const newest = releaseNews(document, step.on)
      return now && newest !== null ? one(newest.at, newest.round, step.afterMinutes) : []
    }
    case 'wording-waits':
    case 'wording-conflict': {
      const newest = publicityNews(document, step.on)
      return now && newest !== null ? one(newest.at, newest.round, step.afterMinutes) : []
    }
    case 'assignment-returned': {
      const returned = returnNews(document)
      return now && returned !== null ? one(returned.at, returned.round, step.afterMinutes) : []
    }
    case 'stage-started':
    case 'answer-sent-back':
    case 'extension-requested':
      return []
    default:
      return step.on satisfies never
  }
}

/** A grade that was lowered before anybody was told is not told any more, unless the step speaks of the lower one too. */
function stands(current: Grade | null, then: Grade, step: EscalationStep): boolean {
  return severityOf(current) >= severityOf(then) || (current !== null && step.grades.includes(current))
}

/** The first grade and each rise of it after that. What was opened with a grade has no earlier one. */
function risesOf({ state, events }: IncidentDocument): { readonly at: Instant; readonly grade: Grade }[] {
  const grades = events.flatMap(({ at, body }) =>
    body.type === 'graded' || body.type === 'grade-confirmed' ? [{ at, grade: ladderGrade(state, body.eventGrade, body.opinionGrade) }] : []
  )
  if (grades[0]?.at !== state.openedAt) grades.unshift({ at: state.openedAt, grade: ladderGrade(state, null, null) })
  const rises: { at: Instant; grade: Grade }[] = []
  let current: Grade | null = null
  for (const { at, grade } of grades) {
    if (grade !== null && severityOf(grade) > severityOf(current)) rises.push({ at, grade })
    current = grade
  }
  return rises
}

function confirmations(events: readonly IncidentEvent[]): number {
  return events.filter(({ body }) => body.type === 'grade-confirmed').length
}

function lapseOccasions(step: EscalationStep, document: IncidentDocument): Occasion[] {
  const lapse = lapseOf(document)
  return lapse === null ? [] : [{ step, trigger: step.on, round: lapse.signature.round, at: lapsedStepAt(document, lapse, step), phase: null }]
}

/* ---- phases of countdowns ---- */

function phaseOccasions(step: EscalationStep, document: IncidentDocument): Occasion[] {
  return statutoryClocks(document.state)
    .filter((countdown) => step.countdowns.length === 0 || step.countdowns.includes(countdown.kind))
    .flatMap((countdown) =>
      countdown.phases
        .filter((phase) => step.phases.length === 0 || step.phases.includes(phase.id))
        .map((phase) => ({
          step,
          trigger: `phase:${countdown.kind}:${phase.id}`,
          round: phaseRound(document, countdown, phase),
          at: phase.at,
          phase: { countdown, phase }
        }))
    )
}

/* ---- whom a step reaches ---- */

function tell(
  input: EscalationInput,
  occasion: Occasion,
  due: readonly Occasion[],
  newest: ReadonlyMap<string, Occasion>
): { notices: Notice[]; escalated: Escalation } {
  const { document, channels } = input
  const { step } = occasion
  const { contacts, missing } = reachedBy(input, occasion)
  const telling = tellingOf(input, occasion, due)
  const notices: Notice[] = []
  const reached: string[] = []
  const unreachable = [...missing]
  for (const contact of contacts) {
    const over: string[] = []
    const why: string[] = []
    for (const channel of step.channels) {
      const way = channels[channel]?.(contact) ?? { unreachable: '渠道未启用' }
      if ('unreachable' in way) why.push(`${channel}：${way.unreachable}`)
      else {
        over.push(channel)
        const about = isOwnNews(step) ? occasion : (newest.get(concernOf(occasion, contact, channel)) ?? occasion)
        notices.push(noticeOf(input, { occasion, about, telling }, contact, channel, way.address))
      }
    }
    if (over.length > 0) reached.push(`${contact.name}（${over.join('、')}）`)
    else unreachable.push(`${contact.name}（${why.join('；')}）`)
  }
  const words = reached.length > 0 ? step.words : `${step.words}（无人可通知，已跳过此级）`
  return {
    notices,
    escalated: {
      cause: `escalated:${document.id}:${keyOf(occasion)}`,
      body: { type: 'escalated', step: keyOf(occasion), words, reached, unreachable },
      phase: occasion.phase === null ? null : { kind: occasion.phase.countdown.kind, dueAt: occasion.phase.countdown.dueAt }
    }
  }
}

function reachedBy({ document, contacts, now, duty = noDuty }: EscalationInput, { step, phase }: Occasion): ReturnType<typeof recipients> {
  const clockDepartment = phase?.countdown.department ?? null
  const taskOwner = phase?.countdown.owner ?? null
  return recipients(step.to, { departments: document.state.departments, clockDepartment, taskOwner, contacts, duty, now })
}

/**
 * For each person, channel and clock the newest of the due phases that a step tells him of. His notice is about that one, however far
 * the clock has run: asked for again after a crash it is the same notice, also when a phase passed meanwhile that concerns others.
 */
function newestConcerns(input: EscalationInput, due: readonly Occasion[]): ReadonlyMap<string, Occasion> {
  const newest = new Map<string, Occasion>()
  for (const occasion of due
    .filter(({ step, phase }) => phase !== null && !isOwnNews(step))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    for (const contact of reachedBy(input, occasion).contacts) {
      for (const channel of occasion.step.channels) newest.set(concernOf(occasion, contact, channel), occasion)
    }
  }
  return newest
}

function concernOf({ phase }: Occasion, { id }: Contact, channel: string): string {
  return `${phase?.countdown.kind} ${channel} ${id}`
}

function tellingOf({ document, now }: EscalationInput, occasion: Occasion, due: readonly Occasion[]): Telling {
  const base = { state: document.state, step: occasion.step, now, returned: returnNews(document) }
  if (occasion.phase === null) return { ...base, phase: null }
  const { countdown, phase } = occasion.phase
  const newest = (isOwnNews(occasion.step) ? null : newestPassed(countdown, now)) ?? phase
  const untold = due.flatMap((other) => (other.phase?.countdown.kind === countdown.kind ? [other.phase.phase] : []))
  const missed = countdown.phases.filter((other) => other.id !== newest.id && untold.some(({ id }) => id === other.id))
  return { ...base, phase: { countdown, newest, missed } }
}

/** What people did to a clock is told in its own words and in a notice of its own, whatever phase the clock has reached. */
function isOwnNews({ on }: EscalationStep): boolean {
  return on === 'extension-requested' || on === 'answer-sent-back'
}

function noticeOf(
  { document, now, sha256, fetchedElapsedMs }: EscalationInput,
  { occasion, about: newest, telling }: { readonly occasion: Occasion; readonly about: Occasion; readonly telling: Telling },
  contact: Contact,
  channel: string,
  address: string | null
): Notice {
  const { state } = document
  const { step } = occasion
  const trigger = telling.phase === null ? occasion.trigger : `phase:${telling.phase.countdown.kind}:${telling.phase.newest.id}`
  /*
   * Steps that fall due together for one countdown share one notice a person, so its id leaves the step out. It names the deadline:
   * told for one that was moved meanwhile, the phase is news again when it comes.
   */
  const { round } = newest
  const about = newest.phase === null ? `${step.id}:${trigger}` : `${newest.trigger}:${newest.phase.countdown.dueAt}`
  const subject = { kind: 'incident' as const, id: document.id }
  return {
    id: noticeId(sha256, subject, about, round, contact.id, channel),
    subject,
    reason: `${step.id}:${trigger}`,
    round,
    recipient: { contactId: contact.id, name: contact.name, role: contact.role, departmentId: contact.departmentId, address },
    channel,
    grade: state.grade,
    title: titleOf(telling),
    body: bodyOf(telling),
    link: `/incidents/${encodeURIComponent(document.id)}`,
    requestedAt: now,
    fetchedElapsedMs: step.on === 'opened' || step.on === 'raised' ? fetchedElapsedMs : null,
    drill: state.drill,
    ...stepUpFor(state.policy, state.grade, contact, now)
  }
}

function keyOf({ step, trigger, round }: Occasion): string {
  return numbered(`${step.id}:${trigger}`, round)
}
