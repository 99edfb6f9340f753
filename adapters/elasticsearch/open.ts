import type { Client } from '@elastic/elasticsearch'
import type { Clock } from '../../core/clock.ts'
import type { Logger, Random, Stores } from '../../core/ports.ts'
import type { ElasticsearchOptions } from './options.ts'

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
