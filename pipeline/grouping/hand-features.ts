import type { IncidentState } from '../../core/incident/state.ts'
import { msOf } from '../../core/instant.ts'
import { MentionId } from '../../core/mention.ts'
import type { Features } from './features.ts'
import { placeFeatures } from './features.ts'
import { sketchOf } from './sketch.ts'

/** An incident opened by hand as something that mentions can resemble: its own words stand for the first of them. */
export function handFeatures(state: IncidentState): Features {
  const occurred = state.anchors.find((anchor) => anchor.kind === 'occurred')
  return {
    id: MentionId.parse(`hand:${state.id}`),
    parentId: null,
    at: msOf(state.openedAt),
    sketch: sketchOf(state.title, state.summary),
    relevant: true,
    eventType: state.eventType,
    subject: null,
    terms: new Set(),
    ...placeFeatures(state.places),
    organisations: new Set(),
    figures: new Set(Object.entries(state.facts).flatMap(([name, fact]) => (fact !== null && fact.value > 0 ? `${name}:${fact.value}` : []))),
    occurredAt: occurred === undefined ? null : msOf(occurred.at)
  }
}
