import { moreSevere, type Grade } from '../grade.ts'
import type { IncidentEvent, IncidentEventBody } from '../incident/events.ts'
import type { IncidentDocument } from '../incident/state.ts'
import type { StoredMention } from '../records.ts'
import type { Label } from './label.ts'

/** What people decided otherwise than the machine, as a label of one mention. */
export interface OverriddenCase {
  readonly stored: StoredMention
  readonly label: Label
  /** In the words of those who decided. */
  readonly because: string
}

/**
 * The labels that people's decisions on an incident give to its mentions: a dismissal says that none of them matters; another
 * grade is that of the mentions whose own grade the machine's came from (a mention that said less need not say more); an
 * assignment that differs from the proposal names the departments. Empty where nobody decided
 * otherwise, for drills, and for what was merged: its mentions are the other incident's.
 */
export function overriddenCases({ state, events }: IncidentDocument, mentions: readonly StoredMention[]): OverriddenCase[] {
  if (state.drill || state.status === 'merged') return []
  const dismissal = lastByPerson(events, 'dismissed')
  if (dismissal !== null) return mentions.map((stored) => ({ stored, label: { relevant: false }, because: `驳回为误报：${dismissal.reason}` }))
  const regrade = regraded(events)
  const assigned = reassigned(events)
  const because = [regrade?.because, assigned?.because].filter((words) => words !== undefined).join('；')
  if (because === '') return []
  return mentions.map((stored) => ({
    stored,
    label: {
      relevant: true,
      ...(regrade !== null && stored.assessment?.grade === regrade.machine ? { grade: regrade.people } : {}),
      ...(assigned === null ? {} : { departments: [...assigned.departments] })
    },
    because
  }))
}

type Body<T extends IncidentEventBody['type']> = Extract<IncidentEventBody, { type: T }>

function lastByPerson<T extends IncidentEventBody['type']>(events: readonly IncidentEvent[], type: T): Body<T> | null {
  const event = events.findLast(({ actor, body }) => actor.kind === 'person' && body.type === type)
  return event === undefined ? null : (event.body as Body<T>)
}

/** The machine's last grade before people's last word on it, where they differ. */
function regraded(events: readonly IncidentEvent[]): { machine: Grade | null; people: Grade | null; because: string } | null {
  const confirmed = lastByPerson(events, 'grade-confirmed')
  if (confirmed === null) return null
  const until = events.findIndex(({ body }) => body === confirmed)
  const graded = events.slice(0, until).findLast(({ body }) => body.type === 'graded')?.body as Body<'graded'> | undefined
  const [machine, people] = [gradeOf(graded), gradeOf(confirmed)]
  return machine === people ? null : { machine, people, because: `等级由 ${machine ?? '不定级'} 改为 ${people ?? '不定级'}：${confirmed.reason}` }
}

function gradeOf(body: { eventGrade: Grade | null; opinionGrade: Grade | null } | undefined): Grade | null {
  return body === undefined ? null : moreSevere(body.eventGrade, body.opinionGrade)
}

/** People's last assignment, lead first, where its lead is not the one that the machine proposed last. */
export function reassigned(
  events: readonly IncidentEvent[]
): { readonly departments: readonly string[]; readonly insteadOf: string | null; readonly because: string } | null {
  const assigned = lastByPerson(events, 'assigned')
  if (assigned === null) return null
  const until = events.findIndex(({ body }) => body === assigned)
  const proposed = events.slice(0, until).findLast(({ body }) => body.type === 'departments-proposed')?.body as
    | Body<'departments-proposed'>
    | undefined
  const leadOf = (shares: readonly { id: string; role: string }[]): string | undefined => shares.find(({ role }) => role === 'lead')?.id
  const insteadOf = leadOf(proposed?.departments ?? [])
  if (leadOf(assigned.departments) === insteadOf) return null
  const leadFirst = assigned.departments.toSorted((a, b) => Number(b.role === 'lead') - Number(a.role === 'lead'))
  return {
    departments: leadFirst.map(({ id }) => id),
    insteadOf: insteadOf ?? null,
    because: `改交 ${leadFirst.map(({ name }) => name).join('、')}`
  }
}
