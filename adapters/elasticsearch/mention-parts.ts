import type { EarlyAssignments } from './early-assignments.ts'
import type { StoreDeps } from './open.ts'
import type { Refresher } from './refresher.ts'
import type { SoundIndices } from './sound-indices.ts'
import type { Whereabouts } from './whereabouts.ts'

/** What reading and writing mentions share. */
export interface MentionParts extends Pick<StoreDeps, 'client' | 'random' | 'logger' | 'clock'> {
  readonly alias: string
  readonly whereabouts: Whereabouts
  readonly early: EarlyAssignments
  readonly refresher: Refresher
  readonly sound: SoundIndices
}
