import type { SupervisionKind } from '../supervision.ts'
import type { SupervisionPaperKind } from './report-kind.ts'

/** The step of the ladder whose document a paper is. */
export const ledgerKinds = {
  'supervision-order': 'order',
  'notice-of-criticism': 'criticism',
  'regulatory-talk': 'summons'
} as const satisfies Record<SupervisionPaperKind, SupervisionKind>
