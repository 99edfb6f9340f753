/** The engine: everything durable, either in a folder of this machine or on Kafka and Elasticsearch. */
import { setTimeout as pause } from 'node:timers/promises'
import { movingWords, refuseMoved } from './adapters/embedded/moved-folder.ts'
import { strongRandom } from './adapters/hash.ts'
import { clusterOptions, type ClusterOptions } from './cluster.ts'
import type { Config } from './config/schema.ts'
import type { Clock } from './core/clock.ts'
import { RetryableError, UnreachableError } from './core/errors.ts'
import type { Logger, Stores } from './core/ports.ts'

export const engineNames = ['embedded', 'cluster'] as const
export type EngineName = (typeof engineNames)[number]

export type EngineStores = Stores & { close(): Promise<void> }

export interface ClusterDeps {
  readonly clock: Clock
  readonly logger: Logger
}

export interface EngineOptions extends ClusterDeps {
  readonly engine: EngineName
  readonly config: Pick<Config, 'cluster'>
  /** Names this process to the brokers. */
  readonly clientId: string
  /** Of the embedded engine. */
  readonly directory: string
  /** Told while the cluster is waited for; null: it is asked once. */
  readonly waiting: ((words: string) => void) | null
}

/**
 * The stores of the chosen engine. A cluster that is not there is asked again with back-off for as long as it takes when
 * `waiting` is given.
 * @throws AlreadyRunningError, ConfigError, UnreachableError, AccessRefusedError; RefusedError for a folder that was moved to a cluster
 */
export async function openEngine({ engine, config, clientId, directory, waiting, ...deps }: EngineOptions): Promise<EngineStores> {
  if (engine === 'embedded') {
    refuseMoved(directory)
    const moving = movingWords(directory)
    if (moving !== null) deps.logger.warn({ directory }, moving)
    const { openEmbedded } = await import('./adapters/embedded/open.ts')
    const { soleLeases } = await import('./adapters/embedded/sole-leases.ts')
    const stores = await openEmbedded({ directory, clock: deps.clock, lock: true })
    return { ...stores, leases: soleLeases(stores.leases) }
  }
  const options = clusterOptions(config.cluster, process.env, clientId)
  return waiting === null ? openCluster(options, deps) : untilThere(() => openCluster(options, deps), waiting)
}

/**
 * Both halves of the cluster, asked at the same time.
 * @throws UnreachableError, AccessRefusedError, ServerVersionError; UnfinishedMoveError for one that a folder is being moved into,
 * MissingIndexError for one whose incidents are gone
 */
export async function openCluster(options: ClusterOptions, { clock, logger }: ClusterDeps): Promise<EngineStores> {
  const [{ openKafkaLog }, { openElasticsearch }, { refuseUnfinishedMove }, { refuseMissingIncidents }] = await Promise.all([
    import('./adapters/kafka/event-log.ts'),
    import('./adapters/elasticsearch/open.ts'),
    import('./adapters/elasticsearch/moves.ts'),
    import('./adapters/elasticsearch/missing-incidents.ts')
  ])
  const [log, stores] = await Promise.allSettled([
    openKafkaLog(options.kafka, { logger }),
    openElasticsearch(options.elasticsearch, { clock, logger, random: strongRandom })
  ])
  if (log.status === 'rejected' || stores.status === 'rejected') {
    if (log.status === 'fulfilled') await log.value.close()
    if (stores.status === 'fulfilled') await stores.value.close()
    throw worst([log, stores])
  }
  const close = async (): Promise<void> => {
    await log.value.close()
    await stores.value.close()
  }
  await Promise.all([refuseUnfinishedMove(options.elasticsearch), refuseMissingIncidents(options.elasticsearch)]).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return { ...stores.value, log: log.value, close }
}

/** What no waiting mends is told first; of two that are away both are named. */
function worst(outcomes: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  const hopeless = reasons.find((reason) => !(reason instanceof RetryableError))
  if (hopeless !== undefined || reasons.length < 2) return hopeless ?? reasons[0]
  return new UnreachableError(reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason))).join('；'), { cause: reasons[0] })
}

const firstWaitMs = 500
const longestWaitMs = 4_000

async function untilThere<T>(open: () => Promise<T>, waiting: (words: string) => void): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      const opened = await open()
      if (tries > 0) waiting('已连上')
      return opened
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error
      const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** tries)
      waiting(`${error.message}；${waitMs / 1000} 秒后再试`)
      await pause(waitMs)
    }
  }
}
