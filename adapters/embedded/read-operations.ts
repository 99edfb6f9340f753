import { accountReads } from './accounts.ts'
import { auditReads } from './audit.ts'
import { crawlReads } from './crawl-state.ts'
import { documentNumberReads } from './document-numbers.ts'
import { incidentReads } from './incident-operations.ts'
import { logReads } from './log-operations.ts'
import { mentionReads } from './mention-reads.ts'
import { rollupReads } from './mention-rollup.ts'
import { tallyReads } from './mention-tally.ts'
import { noticeReads } from './notices.ts'
import type { Operations } from './worker-protocol.ts'

/** Everything that a reader thread does. Each sees one snapshot. */
export const readOperations = {
  ...logReads,
  ...mentionReads,
  ...rollupReads,
  ...tallyReads,
  ...incidentReads,
  ...noticeReads,
  ...auditReads,
  ...documentNumberReads,
  ...crawlReads,
  ...accountReads
} satisfies Operations
