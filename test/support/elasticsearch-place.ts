import { randomBytes } from 'node:crypto'
import { systemClock } from '../../adapters/clock.ts'
import { openElasticsearch } from '../../adapters/elasticsearch/open.ts'
import type { ElasticsearchOptions } from '../../adapters/elasticsearch/options.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { strongRandom } from '../../adapters/hash.ts'
import type { Logger } from '../../core/ports.ts'
import type { Place } from '../contract/place.ts'

type Opened = Awaited<ReturnType<typeof openElasticsearch>>

/** Addresses of the servers to test on, from the environment; empty: there is none. */
export const elasticsearchNodes: readonly string[] = (process.env['WANGLOU_ELASTICSEARCH_NODES'] ?? '').split(',').filter((node) => node !== '')

export const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Indices of a prefix of their own on a real server. */
export async function elasticsearchPlace(
  more: Partial<ElasticsearchOptions> & { readonly logger?: Logger } = {}
): Promise<Place<Opened> & { readonly options: ElasticsearchOptions }> {
  const { logger = silent, ...others } = more
  const options: ElasticsearchOptions = {
    nodes: elasticsearchNodes,
    prefix: `test-${randomBytes(5).toString('hex')}`,
    auth: null,
    ca: null,
    shards: 1,
    replicas: 0,
    period: 'month',
    maxEvidenceBytes: 1_000_000,
    ...others
  }
  return {
    options,
    open: () => openElasticsearch(options, { clock: systemClock, logger, random: strongRandom }),
    remove: () => removeIndices(options)
  }
}
