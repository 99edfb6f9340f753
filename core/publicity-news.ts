import { openConflicts } from './incident/publicity.ts'
import type { IncidentDocument, IncidentState } from './incident/state.ts'
import { awaitedStep, newestOfUnit, type Wording } from './incident/wording.ts'
import type { Instant } from './instant.ts'

type Trigger = 'wording-waits' | 'wording-conflict'

/** The newest event of a wording or a conflict that still stands so, and how many came before it; null once it is decided. */
export function publicityNews({ state, events }: IncidentDocument, on: Trigger): { at: Instant; round: number } | null {
  const open = on === 'wording-conflict' ? openConflicts(state).map(({ id }) => id) : []
  const waiting = on === 'wording-waits' ? waitingWordings(state).map(({ version }) => version) : []
  const news = events.filter(({ body }) =>
    on === 'wording-conflict' ? body.type === 'public-conflict-found' : body.type === 'wording-submitted' || body.type === 'wording-reviewed'
  )
  const round = news.findLastIndex(({ body }) =>
    body.type === 'public-conflict-found'
      ? open.includes(body.conflict.id)
      : (body.type === 'wording-submitted' || body.type === 'wording-reviewed') && waiting.includes(body.version)
  )
  const newest = news[round]
  return newest === undefined ? null : { at: newest.at, round }
}

/** Versions that wait for a step and that no newer one of their unit has overtaken. */
export function waitingWordings(state: IncidentState): Wording[] {
  return (state.wordings ?? []).filter((one) => awaitedStep(one, state.policy) !== null && newestOfUnit(state, one) === one)
}
