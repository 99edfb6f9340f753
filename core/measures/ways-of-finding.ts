import type { IncidentDocument } from '../incident/state.ts'

/** By which of the two independent ways a matter was found. */
export interface Found {
  readonly byMachine: boolean
  readonly byPeople: boolean
}

/**
 * The machine found it where it opened it. People did where they opened it by hand, told of it otherwise, or opened one that was merged
 * with it. `documents` are all there are, since what was merged is looked up in them. Null for what is no matter of its own.
 */
export function waysOfFinding(document: IncidentDocument, documents: ReadonlyMap<string, IncidentDocument>): Found | null {
  const { state, events } = document
  if (state.status === 'merged' || state.status === 'dismissed') return null
  if (events.some(({ body }) => body.type === 'split-from')) return null
  const parts = [document, ...state.absorbed.flatMap((id) => documents.get(id) ?? [])]
  const byMachine = parts.some(({ state: { openedBy } }) => openedBy.kind === 'machine')
  const byPeople = parts.some((part) => part.state.openedBy.kind === 'person' || part.events.some(({ body }) => body.type === 'reported-otherwise'))
  return { byMachine, byPeople }
}
