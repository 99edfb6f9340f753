import type { IncidentState } from '../../core/incident/state.ts'
import { msOf } from '../../core/instant.ts'
import { MentionId } from '../../core/mention.ts'
import { figuresOf, placeFeatures, type Features } from './features.ts'
import { noSigns } from './signs.ts'
import { sketchOf } from './sketch.ts'

/** An incident opened by hand as something that mentions can resemble: its own words stand for the first of them. */
export function handFeatures(state: IncidentState): Features {
  const occurred = state.anchors.find((anchor) => anchor.kind === 'occurred')
  return {
    id: MentionId.parse(`hand:${state.id}`),
    parentId: null,
    at: msOf(state.openedAt),
    seenAt: msOf(state.openedAt),
    sketch: sketchOf(state.title, state.summary),
    relevant: true,
    eventType: state.eventType,
    subject: null,
    terms: new Set(),
    ...placeFeatures(state.places),
    organisations: new Set(),
    figures: figuresOf(state.facts),
    occurredAt: occurred === undefined ? null : msOf(occurred.at),
    signs: noSigns
  }
}
