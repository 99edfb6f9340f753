import { lockDirectory } from '../adapters/embedded/lock.ts'
import { removeIndices } from '../adapters/elasticsearch/remove-indices.ts'
import { removeTopics } from '../adapters/kafka/event-log.ts'
import { clusterOptions } from '../cluster.ts'
import type { Logger, Stores } from '../core/ports.ts'
import { openCluster, type EngineName } from '../engine.ts'
import { loadProductConfig, startSystem, systemRoles } from '../system.ts'
import { startRoleProcesses } from './role-processes.ts'
import type { Stage } from './stage.ts'

export interface DrillSystemOptions {
  readonly directory: string
  readonly engine: EngineName
  readonly port: number
  /** Address that the desk of the drill listens on; this machine alone when not given. */
  readonly host?: string
  readonly logger: Logger
  readonly say: (words: string) => void
}

/** The system under exercise, however many processes it runs in. */
export interface DrillSystem {
  readonly stores: Stores
  readonly url: string | null
  readonly failed: Promise<never>
  close(): Promise<void>
}

/** On the embedded engine all roles run in this process; on the cluster each in one of its own, on topics and indices of this drill alone. */
export async function openDrillSystem(stage: Stage, options: DrillSystemOptions): Promise<DrillSystem> {
  return options.engine === 'cluster' ? openOnCluster(stage, options) : openHere(stage, options)
}

async function openHere(stage: Stage, { directory, port, host = '127.0.0.1', logger, say }: DrillSystemOptions): Promise<DrillSystem> {
  return startSystem({
    config: await loadProductConfig(stage.configDirectory),
    engine: 'embedded',
    directory,
    waiting: say,
    clock: stage.clock,
    drill: true,
    roles: systemRoles,
    host,
    port,
    logger
  })
}

async function openOnCluster(stage: Stage, { directory, port, logger }: DrillSystemOptions): Promise<DrillSystem> {
  await using opened = new AsyncDisposableStack()
  const lock = lockDirectory(directory)
  opened.defer(() => lock.release())
  const { cluster } = await loadProductConfig(stage.configDirectory)
  const options = clusterOptions(cluster, process.env, `wanglou-drill-${process.pid}`)
  if (!stage.resumed) await Promise.all([removeTopics(options.kafka, { logger }), removeIndices(options.elasticsearch)])
  const stores = await openCluster(options, { clock: stage.clock, logger })
  opened.defer(() => stores.close())
  const roles = await startRoleProcesses({ directory, configDirectory: stage.configDirectory, port })
  opened.defer(() => roles.close())
  const closing = opened.move()
  return { stores, url: roles.url, failed: roles.failed, close: () => closing.disposeAsync() }
}
