import { nextMoment } from './escalation.ts'
import type { IncidentDocument } from './incident/state.ts'

/**
 * When a sweep must look at an incident next, as stores keep it beside the document and write it with each version: the moment, or a
 * text that sorts before or behind every moment.
 */
export type LookAt = string

/** Nobody knows, as of what was stored before such moments were: look now. */
export const lookNow: LookAt = ''

/** Only a change can make something due. */
const lookNever: LookAt = '~'

export function lookAtOf(document: IncidentDocument): LookAt {
  return nextMoment(document) ?? lookNever
}
