import { auditKind } from './audit.ts'
import { cursorKind, frontierKind, healthKind } from './crawl-state.ts'
import { documentNumberKind } from './document-numbers.ts'
import { evidenceKind } from './evidence.ts'
import { incidentKind } from './incidents.ts'
import type { IndexKind } from './index-kind.ts'
import { leaseKind, upgradeLeaseKind } from './leases.ts'
import { earlyAssignmentKind, mentionKind } from './mention-kind.ts'
import { moveKind } from './moves.ts'
import { noticeKind } from './notice-source.ts'
import { oneTimeLinkKind } from './one-time-links.ts'
import { accountKind, loginKind } from './people.ts'
import { sessionKind } from './sessions.ts'

/** Every kind of document of this engine. */
export const kinds: readonly IndexKind[] = [
  mentionKind,
  earlyAssignmentKind,
  incidentKind,
  noticeKind,
  auditKind,
  evidenceKind,
  leaseKind,
  upgradeLeaseKind,
  documentNumberKind,
  frontierKind,
  cursorKind,
  healthKind,
  accountKind,
  loginKind,
  sessionKind,
  oneTimeLinkKind,
  moveKind
]
