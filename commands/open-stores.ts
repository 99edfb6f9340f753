import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { systemClock } from '../adapters/clock.ts'
import { movingWords, refuseMoved } from '../adapters/embedded/moved-folder.ts'
import { openEmbedded } from '../adapters/embedded/open.ts'
import { clusterOptions } from '../cluster.ts'
import { openCluster, type EngineStores } from '../engine.ts'
import type { Stores } from '../core/ports.ts'
import { loadProductConfig } from '../system.ts'
import { say, UsageError } from './exit.ts'
import { createLogger } from './logger.ts'
import { configDirectory, dataDirectory, engineOf, type Place } from './place.ts'

/**
 * The stores of a data folder or of the cluster, beside a running system if there is one; closed when the work is done or has failed.
 * @throws UsageError when there is no data and the command is not one that begins it; RefusedError to write where the data has moved on;
 * UnreachableError for a cluster that is not there
 */
export async function withStores<T>(
  place: Place,
  work: (stores: Stores) => Promise<T>,
  options: { readonly create?: boolean; readonly writes?: boolean } = {}
): Promise<T> {
  const stores = engineOf(place.engine) === 'cluster' ? await clusterStores(place) : await folderStores(place, options)
  try {
    return await work(stores)
  } finally {
    await stores.close()
  }
}

async function folderStores(
  place: Place,
  { create = false, writes = create }: { readonly create?: boolean; readonly writes?: boolean }
): Promise<EngineStores> {
  const directory = dataDirectory(place)
  if (!existsSync(path.join(directory, 'wanglou.db'))) {
    if (!create) throw new UsageError(`${directory} 中没有望楼的数据；请用 --data 指明数据文件夹`)
    await makeFolder(directory)
  }
  if (writes) {
    refuseMoved(directory)
    const moving = movingWords(directory)
    if (moving !== null) say(`注意：${moving}`)
  }
  return openEmbedded({ directory, clock: systemClock, lock: false, oneReader: true })
}

async function clusterStores(place: Place): Promise<EngineStores> {
  const config = await loadProductConfig(configDirectory(place))
  const options = clusterOptions(config.cluster, process.env, `wanglou-command-${process.pid}`)
  return openCluster(options, { clock: systemClock, logger: createLogger() })
}

async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true })
  } catch (error) {
    throw new UsageError(`无法建立数据文件夹 ${directory}：${(error as Error).message}`)
  }
}
