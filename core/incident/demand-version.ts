import { RefusedError } from '../errors.ts'
import type { IncidentState } from './state.ts'
import { newestOfUnit, wordingStanding, type Wording, type WordingStanding } from './wording.ts'

/** A version that can still go on. @throws RefusedError where there is none, or a newer one of the same unit stands behind it */
export function demandVersion(state: IncidentState, version: number): { wording: Wording; standing: WordingStanding } {
  const wording = state.wordings?.find((one) => one.version === version)
  if (wording === undefined) throw new RefusedError(`没有第 ${version} 版口径`)
  const standing = wordingStanding(wording, state.policy)
  const newest = newestOfUnit(state, wording)
  if (standing !== 'approved' && newest !== null && newest.version !== version)
    throw new RefusedError(`口径已有第 ${newest.version} 版，请办理新的一版`)
  return { wording, standing }
}
