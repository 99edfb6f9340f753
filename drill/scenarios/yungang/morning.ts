import type { CountdownTruth, IncidentTruth, Scenario } from '../../scenario.ts'
import { at } from './drafts.ts'
import { yungang } from './scenario.ts'

const endsAt = at('12:20')
/** On this day it comes in time, so that a clock is settled in the morning. */
const inTime = at('11:40')

/** How clocks stand at noon that look different in the evening. */
const atNoon: Readonly<Record<string, readonly CountdownTruth[]>> = {
  'chem-explosion': [
    { kind: 'authoritative-release', state: 'met' },
    { kind: 'press-conference', state: 'running' }
  ],
  'wastewater-poisoning': [{ kind: 'reply', state: 'due-soon' }],
  'plane-trees': [{ kind: 'reply', state: 'running' }]
}

const incidents: readonly IncidentTruth[] = yungang.incidents
  .filter(({ key }) => key !== 'bus-crash')
  .map((truth) => ({ ...truth, countdowns: atNoon[truth.key] ?? truth.countdowns }))

/** The morning of the same day: from just before the blast until the first release. Short enough to be played again and again. */
export const yungangMorning: Scenario = {
  ...yungang,
  name: 'yungang-morning',
  startsAt: at('08:20'),
  endsAt,
  items: yungang.items.filter((item) => item.at < endsAt),
  incidents,
  acts: yungang.acts.map((act) => (act.id === 'blast-release' ? { ...act, at: inTime } : act)).filter((act) => act.at < endsAt)
}
