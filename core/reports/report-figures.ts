import { dayAfter, dayOf, momentOf } from '../china-day.ts'
import { countdownState, countdownWords, CountdownKind, type Countdown } from '../countdown.ts'
import { Grade } from '../grade.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { addMs, dayMs, hourMs, msBetween, type Instant } from '../instant.ts'
import type { IncidentStore, MentionTallies } from '../ports.ts'
import type { MentionTally, TallyRange } from './mention-tally.ts'

/** More than a desk has; beyond it the figures say that they are not whole. */
const mostIncidents = 10_000

/** How the clocks of one kind did whose deadline fell into the range. */
export interface ClockFigures {
  readonly kind: CountdownKind
  readonly words: string
  readonly due: number
  /** Met by evidence, before the deadline and after it. */
  readonly inTime: number
  readonly late: number
  /** Not met, and the deadline has passed. */
  readonly overdue: number
  readonly waived: number
}

/** How many matters one department was given in the range, and how soon it signed. */
export interface UnitFigures {
  readonly id: string
  readonly name: string
  readonly assigned: number
  readonly accepted: number
  readonly returned: number
  /** From being assigned to signing, over those signed; null where none was. */
  readonly meanMinutesToAccept: number | null
}

export interface IncidentFigures {
  readonly opened: number
  readonly openedByGrade: readonly { readonly grade: Grade | null; readonly count: number }[]
  readonly closed: number
  readonly dismissed: number
  /** Open now. */
  readonly open: number
  readonly clocks: readonly ClockFigures[]
  readonly units: readonly UnitFigures[]
}

/** The figures of a range, as the API, the page and every report have them. */
export interface ReportFigures {
  readonly range: TallyRange
  readonly mentions: MentionTally
  /** The volume, an hour a point up to two days, else a day a point; empty ones are there as 0. */
  readonly curve: { readonly unit: 'hour' | 'day'; readonly points: readonly { readonly at: Instant; readonly count: number }[] }
  readonly incidents: IncidentFigures
  /** False where there are more incidents than are read. */
  readonly complete: boolean
}

export interface FigureStores {
  readonly mentions: MentionTallies
  readonly incidents: Pick<IncidentStore, 'list'>
}

/** The figures with the incidents that they were counted from, most urgent first. */
export async function readFigures(
  stores: FigureStores,
  range: TallyRange,
  now: Instant
): Promise<{ readonly figures: ReportFigures; readonly documents: readonly IncidentDocument[] }> {
  const [mentions, documents] = await Promise.all([stores.mentions.tally(range), stores.incidents.list({ limit: mostIncidents })])
  const figures: ReportFigures = {
    range,
    mentions,
    curve: curveOf(mentions, range),
    incidents: incidentFigures(documents, range, now),
    complete: documents.length < mostIncidents
  }
  return { figures, documents }
}

export function isWithin(range: TallyRange, at: Instant): boolean {
  return at >= range.from && at < range.to
}

/** Those that were opened in the range; what was merged into another is told there. */
export function openedIn(documents: readonly IncidentDocument[], range: TallyRange): IncidentDocument[] {
  return documents.filter(({ state }) => state.status !== 'merged' && isWithin(range, state.openedAt))
}

function curveOf({ byHour }: MentionTally, range: TallyRange): ReportFigures['curve'] {
  const byHours = msBetween(range.from, range.to) <= 2 * dayMs
  const counts = new Map<string, number>()
  for (const { at, count } of byHour) {
    const key = byHours ? at : momentOf(dayOf(at), '00:00')
    counts.set(key, (counts.get(key) ?? 0) + count)
  }
  const points: { at: Instant; count: number }[] = []
  const first = byHours ? range.from : momentOf(dayOf(range.from), '00:00')
  for (let at = first; at < range.to; at = byHours ? addMs(at, hourMs) : momentOf(dayAfter(dayOf(at)), '00:00')) {
    points.push({ at, count: counts.get(at) ?? 0 })
  }
  return { unit: byHours ? 'hour' : 'day', points }
}

function incidentFigures(documents: readonly IncidentDocument[], range: TallyRange, now: Instant): IncidentFigures {
  const opened = openedIn(documents, range)
  const ended = (type: 'closed' | 'dismissed'): number =>
    documents.filter(({ events }) => events.some(({ at, body }) => body.type === type && isWithin(range, at))).length
  const grades = [...Grade.options, null]
  return {
    opened: opened.length,
    openedByGrade: grades.map((grade) => ({ grade, count: opened.filter(({ state }) => state.grade === grade).length })),
    closed: ended('closed'),
    dismissed: ended('dismissed'),
    open: documents.filter(({ state }) => state.status === 'open').length,
    clocks: clockFigures(documents, range, now),
    units: unitFigures(documents, range)
  }
}

function clockFigures(documents: readonly IncidentDocument[], range: TallyRange, now: Instant): ClockFigures[] {
  const due = documents
    .flatMap(({ state }) => state.countdowns)
    .filter((clock) => isWithin(range, clock.dueAt) && clock.settled?.state !== 'withdrawn')
  return CountdownKind.options.flatMap((kind): ClockFigures[] => {
    const own = due.filter((clock) => clock.kind === kind)
    if (own.length === 0) return []
    const met = own.filter(({ settled }) => settled?.state === 'met')
    const inTime = met.filter(isInTime).length
    return [
      {
        kind,
        words: countdownWords[kind],
        due: own.length,
        inTime,
        late: met.length - inTime,
        overdue: own.filter((clock) => countdownState(clock, now) === 'overdue').length,
        waived: own.filter(({ settled }) => settled?.state === 'waived').length
      }
    ]
  })
}

function isInTime({ settled, dueAt }: Countdown): boolean {
  return settled !== null && settled.at <= dueAt
}

/** How one department did in one matter that it was given in the range. */
interface Given {
  readonly name: string
  accepted: boolean
  returned: boolean
  minutes: number | null
}

/**
 * By the timelines: an assignment within the range, and the first signature or return of that department after it. A matter counts once
 * for a department however often it was assigned, and so does what was merged into it.
 */
function unitFigures(documents: readonly IncidentDocument[], range: TallyRange): UnitFigures[] {
  const units = new Map<string, Map<string, Given>>()
  for (const { id: own, state, events } of documents) {
    const matter = state.mergedInto ?? own
    for (const [index, { at, body }] of events.entries()) {
      if (body.type !== 'assigned' || !isWithin(range, at)) continue
      for (const { id, name } of body.departments) {
        const matters = units.get(id) ?? new Map<string, Given>()
        units.set(id, matters)
        const given = matters.get(matter) ?? { name, accepted: false, returned: false, minutes: null }
        matters.set(matter, given)
        const answer = events
          .slice(index + 1)
          .find((event) => (event.body.type === 'accepted' || event.body.type === 'returned') && event.body.departmentId === id)
        if (answer?.body.type === 'returned') given.returned = true
        if (answer?.body.type !== 'accepted') continue
        given.accepted = true
        given.minutes ??= msBetween(at, answer.at) / 60_000
      }
    }
  }
  return [...units.entries()]
    .map(([id, matters]): UnitFigures => {
      const given = [...matters.values()]
      return {
        id,
        name: given[0]?.name ?? id,
        assigned: given.length,
        accepted: given.filter(({ accepted }) => accepted).length,
        returned: given.filter(({ returned }) => returned).length,
        meanMinutesToAccept: meanOf(given.flatMap(({ minutes }) => minutes ?? []))
      }
    })
    .sort((a, b) => b.assigned - a.assigned || (a.id < b.id ? -1 : 1))
}

function meanOf(minutes: readonly number[]): number | null {
  return minutes.length === 0 ? null : Math.round(minutes.reduce((sum, one) => sum + one, 0) / minutes.length)
}
