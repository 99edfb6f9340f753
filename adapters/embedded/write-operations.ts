import { accountWrites } from './accounts.ts'
import { auditWrites } from './audit.ts'
import { crawlWrites } from './crawl-state.ts'
import { documentNumberWrites } from './document-numbers.ts'
import { incidentWrites } from './incident-operations.ts'
import { leaseWrites } from './leases.ts'
import { logWrites } from './log-operations.ts'
import { mentionWrites } from './mention-writes.ts'
import { noticeWrites } from './notices.ts'
import { waitingNoticeWrites } from './waiting-notices.ts'
import type { Operations } from './worker-protocol.ts'

/** Everything that the writer thread does. Each runs inside a transaction. */
export const writeOperations = {
  ...logWrites,
  ...mentionWrites,
  ...incidentWrites,
  ...noticeWrites,
  ...waitingNoticeWrites,
  ...auditWrites,
  ...leaseWrites,
  ...documentNumberWrites,
  ...crawlWrites,
  ...accountWrites
} satisfies Operations
