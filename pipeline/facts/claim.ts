import type { Bounds } from './bounds.ts'

/** `treated`: in hospital, whether hurt or ill. */
export type ClaimKind = 'deaths' | 'seriousInjuries' | 'lightInjuries' | 'injuries' | 'missing' | 'trapped' | 'evacuated' | 'poisoned' | 'treated'

/** A number that a sentence gives for one kind of harm. Places count from the start of the sentence. */
export interface Claim {
  readonly kind: ClaimKind
  readonly value: number
  readonly start: number
  readonly end: number
  /** Bodies, wounded in a hospital: counts only when nothing better is said. */
  readonly weak: boolean
  readonly bounds: Bounds
}
