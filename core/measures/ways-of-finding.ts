import type { MeasuredIncident } from './measured-incident.ts'

/** By which of the two independent ways a matter was found. */
export interface Found {
  readonly byMachine: boolean
  readonly byPeople: boolean
}

/**
 * The machine found it where it opened it. People did where they opened it by hand, told of it otherwise, or opened one that was merged
 * with it. `all` are all there are, since what was merged is looked up in them. Null for what is no matter of its own.
 */
export function waysOfFinding(incident: MeasuredIncident, all: ReadonlyMap<string, MeasuredIncident>): Found | null {
  const { state, isPart } = incident
  if (state.status === 'merged' || state.status === 'dismissed' || isPart) return null
  const parts = [incident, ...state.absorbed.flatMap((id) => all.get(id) ?? [])]
  const byMachine = parts.some(({ state: { openedBy } }) => openedBy.kind === 'machine')
  const byPeople = parts.some((part) => part.state.openedBy.kind === 'person' || part.toldByPeople)
  return { byMachine, byPeople }
}
