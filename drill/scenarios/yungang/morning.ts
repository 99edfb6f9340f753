import { addMs, msBetween, type Instant } from '../../../core/instant.ts'
import type { CountdownTruth, IncidentTruth, Scenario, ScriptedAct } from '../../scenario.ts'
import { carried } from './carried.ts'
import { at } from './drafts.ts'
import { elsewhereInTheMorning } from './elsewhere.ts'
import { yungang } from './scenario.ts'

const endsAt = at('12:20')
/** What people do about the blast goes faster than in the day from here on: all of it fits in before the last visit of the sources. */
const hurriesFrom = at('10:06')
/** Far from the phases of its clock, at 10:55 and 12:10, on either side. */
const releasedAt = at('11:20')
const filedBy = at('12:36')

/** How clocks stand at noon that look different in the evening. */
const atNoon: Readonly<Record<string, readonly CountdownTruth[]>> = {
  'chem-explosion': [
    { kind: 'authoritative-release', state: 'met' },
    { kind: 'press-conference', state: 'met' }
  ],
  'wastewater-poisoning': [{ kind: 'reply', state: 'due-soon' }],
  'plane-trees': [{ kind: 'reply', state: 'running' }]
}

const incidents: readonly IncidentTruth[] = yungang.incidents
  .filter(({ key }) => key !== 'bus-crash')
  .map((truth) => ({ ...truth, countdowns: atNoon[truth.key] ?? truth.countdowns }))

/** The acts about the blast in their order, at even distances before and after its first release. */
function hurried(acts: readonly ScriptedAct[]): readonly ScriptedAct[] {
  const later = acts.filter((act) => act.incident === carried.incident && act.at >= hurriesFrom).toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const release = later.findIndex(({ id }) => id === 'blast-release')
  const moments = new Map([...spread(later.slice(0, release), hurriesFrom, releasedAt), ...spread(later.slice(release), releasedAt, filedBy)])
  return acts.flatMap((act) => {
    const moment = moments.get(act.id) ?? (act.at < endsAt ? act.at : null)
    return moment === null ? [] : [{ ...act, at: moment }]
  })
}

function spread(acts: readonly ScriptedAct[], from: Instant, to: Instant): [string, Instant][] {
  const stepMs = msBetween(from, to) / acts.length
  return acts.map(({ id }, index) => [id, addMs(from, Math.round(index * stepMs))])
}

/**
 * The morning of the same day, from just before the blast. It is released in time here, and carried through all of it to the archive by
 * noon: short enough to be played again and again.
 */
export const yungangMorning: Scenario = {
  ...yungang,
  name: 'yungang-morning',
  startsAt: at('08:20'),
  endsAt,
  items: yungang.items.filter((item) => item.at < endsAt),
  elsewhere: elsewhereInTheMorning,
  incidents,
  acts: hurried(yungang.acts),
  carried: { ...carried, measures: carried.measures.filter(({ incident, reason }) => incident !== carried.incident || reason !== 'late') }
}
