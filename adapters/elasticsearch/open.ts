import type { Client } from '@elastic/elasticsearch'
import type { Clock } from '../../core/clock.ts'
import type { Logger, Random, Stores } from '../../core/ports.ts'
import { createAccounts } from './accounts.ts'
import { createAuditLog } from './audit.ts'
import { checkServer } from './check-server.ts'
import { createClient } from './client.ts'
import { createCrawlState } from './crawl-state.ts'
import { createDocumentNumbers } from './document-numbers.ts'
import { createEvidenceStore } from './evidence.ts'
import { createIncidentStore } from './incidents.ts'
import { kinds } from './kinds.ts'
import { createLeases } from './leases.ts'
import { createMentionStore } from './mention-store.ts'
import { createNoticeStore } from './notices.ts'
import type { ElasticsearchOptions } from './options.ts'
import { refuseForeignTemplates } from './foreign-templates.ts'
import { refuseUnsoundIndices } from './sound-indices.ts'
import { putTemplates } from './templates.ts'
import { upgradeIndices } from './upgrade-index.ts'

/** What every store of this engine is made from. */
export interface StoreDeps {
  readonly client: Client
  readonly options: ElasticsearchOptions
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** Every store but the log. */
export type ElasticsearchStores = Omit<Stores, 'log'> & { close(): Promise<void> }

/**
 * Every store but the log, on one cluster. Tries once, for a few seconds; whoever wants to wait calls again.
 * @throws UnreachableError, AccessRefusedError, ServerVersionError, NewerIndexError; ForeignTemplateError and UnsoundIndexError where
 * indices are, or would be made, otherwise than we need them
 */
export async function openElasticsearch(
  options: ElasticsearchOptions,
  { clock, logger, random }: Pick<StoreDeps, 'clock' | 'logger' | 'random'>
): Promise<ElasticsearchStores> {
  await using opened = new AsyncDisposableStack()
  const client = createClient(options)
  opened.defer(() => client.close())
  const deps: StoreDeps = { client, options, clock, random, logger }
  await checkServer(client, logger)
  await Promise.all([refuseForeignTemplates(deps, kinds), refuseUnsoundIndices(deps, kinds)])
  // Indices first: the template of a newer version would put an index of its own beside an older one.
  await upgradeIndices(deps, kinds)
  await putTemplates(deps, kinds)
  const closing = opened.move()
  return {
    mentions: createMentionStore(deps),
    incidents: createIncidentStore(deps),
    notices: createNoticeStore(deps),
    audit: createAuditLog(deps),
    evidence: createEvidenceStore(deps),
    leases: createLeases(deps),
    documentNumbers: createDocumentNumbers(deps),
    crawl: createCrawlState(deps),
    accounts: createAccounts(deps),
    close: () => closing.disposeAsync()
  }
}
