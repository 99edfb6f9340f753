import { addMs, msBetween } from '../../../core/instant.ts'
import type { CountdownTruth, IncidentTruth, Scenario, ScriptedAct } from '../../scenario.ts'
import { carried } from './carried.ts'
import { at } from './drafts.ts'
import { yungang } from './scenario.ts'

const endsAt = at('12:20')
/** What people do about the blast from here on goes faster than in the day: all of it fits in before noon. */
const hurriesFrom = at('10:06')
const filedBy = at('12:16')

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

/** The acts about the blast in their order, at even distances. */
function hurried(acts: readonly ScriptedAct[]): readonly ScriptedAct[] {
  const later = acts.filter((act) => act.incident === carried.incident && act.at >= hurriesFrom).toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const stepMs = msBetween(hurriesFrom, filedBy) / later.length
  const moments = new Map(later.map(({ id }, index) => [id, addMs(hurriesFrom, Math.round(index * stepMs))]))
  return acts.map((act) => ({ ...act, at: moments.get(act.id) ?? act.at }))
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
  incidents,
  acts: hurried(yungang.acts).filter((act) => act.at < endsAt),
  carried: { ...carried, measures: carried.measures.filter(({ incident, reason }) => incident !== carried.incident || reason !== 'late') }
}
