import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import { systemClock } from '../../adapters/clock.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { removeTopics } from '../../adapters/kafka/event-log.ts'
import { clusterOptions, type ClusterOptions } from '../../cluster.ts'
import type { Config } from '../../config/schema.ts'
import type { Logger } from '../../core/ports.ts'
import type { Source } from '../../core/source.ts'
import { openCluster, type EngineStores } from '../../engine.ts'
import { loadProductConfig } from '../../system.ts'

const shipped = fileURLToPath(new URL('../../config/shirongyuanlin', import.meta.url))

/** A system of its own on the engines: the first user's configuration under a name that nobody else has. */
export interface BenchDesk {
  readonly directory: string
  readonly config: Config
  readonly options: ClusterOptions
  open(): Promise<EngineStores>
  /** Its topics, its indices and its folder. */
  remove(): Promise<void>
}

/** `sources`: what its crawlers watch instead of the shipped ones. */
export async function benchDesk(say: (words: string) => void, sources: readonly Partial<Source>[] = []): Promise<BenchDesk> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-desk-'))
  const file = parse(await readFile(path.join(shipped, 'wanglou.yaml'), 'utf8')) as Record<string, unknown>
  const cluster = { name: `bench-${randomBytes(6).toString('hex')}` }
  await writeFile(path.join(directory, 'wanglou.yaml'), stringify({ ...(fromThere(file, directory) as object), sources, cluster }))
  const config = await loadProductConfig(directory)
  const options = clusterOptions(config.cluster, process.env, 'wanglou-bench')
  const logger = loggerOn(say)
  return {
    directory,
    config,
    options,
    open: () => openCluster(options, { clock: systemClock, logger }),
    async remove() {
      await Promise.all([removeTopics(options.kafka, { logger }), removeIndices(options.elasticsearch)])
      await rm(directory, { recursive: true })
    }
  }
}

/** What the file names beside itself, named from another folder. */
function fromThere(value: unknown, directory: string): unknown {
  if (Array.isArray(value)) return value.map((part) => fromThere(part, directory))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fromThere(part, directory)]))
  const isName = typeof value === 'string' && (value.startsWith('../') || value.endsWith('.yaml'))
  return isName ? path.relative(directory, path.join(shipped, value)) : value
}

function loggerOn(say: (words: string) => void): Logger {
  const tell = (fields: Readonly<Record<string, unknown>>, words: string): void => say(`${words} ${JSON.stringify(fields)}`)
  return { info: () => {}, warn: tell, error: tell }
}
