import type { HealthState } from '../../core/source.ts'

/** A state of a source by its shape, so that no colour is needed to tell it. */
export const stateShapes = {
  ok: '●',
  quiet: '◐',
  degraded: '▲',
  blind: '✕',
  never: '○',
  paused: '‖',
  off: '－'
} as const satisfies Record<HealthState, string>
