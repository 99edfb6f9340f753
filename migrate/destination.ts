import { openElasticsearch, type ElasticsearchStores, type StoreDeps } from '../adapters/elasticsearch/open.ts'
import { createClient } from '../adapters/elasticsearch/client.ts'
import { occupiedKinds, removeMoved } from '../adapters/elasticsearch/import/occupied.ts'
import { createMoves, type Moves } from '../adapters/elasticsearch/moves.ts'
import { patiently } from '../adapters/elasticsearch/patience.ts'
import { strongRandom } from '../adapters/hash.ts'
import { openKafkaLog, removeTopics } from '../adapters/kafka/event-log.ts'
import { inspectKafka, type KafkaInspection } from '../adapters/kafka/inspection.ts'
import type { ClusterOptions } from '../cluster.ts'
import type { Clock } from '../core/clock.ts'
import { UnreachableError } from '../core/errors.ts'
import type { EventLog, Logger } from '../core/ports.ts'
import { Topic } from '../core/records.ts'
import type { Patiently } from './paged-part.ts'

/** The cluster that is moved into, with what lies below its ports. */
export interface Destination {
  readonly options: ClusterOptions
  readonly stores: Omit<ElasticsearchStores, 'close'> & { readonly log: EventLog }
  readonly deps: StoreDeps
  readonly moves: Moves
  readonly inspection: KafkaInspection
  /** For what may be done twice: a minute's outage does not end a move. */
  readonly patiently: Patiently
  close(): Promise<void>
}

export interface DestinationDeps {
  readonly clock: Clock
  readonly logger: Logger
}

const mostPatienceMs = 60_000

/** @throws UnreachableError, AccessRefusedError, ServerVersionError */
export async function openDestination(options: ClusterOptions, { clock, logger }: DestinationDeps): Promise<Destination> {
  await using opened = new AsyncDisposableStack()
  const log = await openKafkaLog(options.kafka, { logger })
  opened.defer(() => log.close())
  const stores = await openElasticsearch(options.elasticsearch, { clock, logger, random: strongRandom })
  opened.defer(() => stores.close())
  const client = createClient(options.elasticsearch)
  opened.defer(() => client.close())
  const inspection = inspectKafka(options.kafka, { logger })
  opened.defer(() => inspection.close())
  const deps: StoreDeps = { client, options: options.elasticsearch, clock, logger, random: strongRandom }
  const closing = opened.move()
  return {
    options,
    stores: { ...stores, log },
    deps,
    moves: createMoves(deps),
    inspection,
    patiently: (work) => patiently(deps, mostPatienceMs, work),
    close: () => closing.disposeAsync()
  }
}

/** What the cluster holds already, in words; empty: nothing. */
export async function contentsOf({ deps, stores }: Destination): Promise<readonly string[]> {
  const contents = (await occupiedKinds(deps)).map(({ alias, documents }) => `${alias} 有 ${documents} 份文档`)
  for (const topic of Topic.options) {
    if ((await stores.log.read(topic, null, 1)).length > 0) contents.push(`主题 ${deps.options.prefix}.${topic} 有记录`)
  }
  return contents
}

const goneWithinMs = 30_000

/** Removes everything that was moved so far, but the record of the move. Whoever goes on opens the destination anew. */
export async function emptyDestination(options: ClusterOptions, { clock, logger }: DestinationDeps): Promise<void> {
  await removeTopics(options.kafka, { logger })
  const inspection = inspectKafka(options.kafka, { logger })
  const client = createClient(options.elasticsearch)
  try {
    const until = clock.elapsedMs() + goneWithinMs
    while ((await inspection.describe()).topics.length > 0) {
      if (clock.elapsedMs() > until) throw new UnreachableError(`kafka ${options.kafka.brokers.join(', ')}: 主题 ${goneWithinMs / 1000} 秒后仍未删除`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    await removeMoved({ client, options: options.elasticsearch })
  } finally {
    await inspection.close()
    await client.close()
  }
}
