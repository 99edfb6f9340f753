import path from 'node:path'
import { UsageError } from '../../commands/exit.ts'
import { provideArchives, type Archives } from './archives.ts'
import { ElasticsearchNode } from './elasticsearch-node.ts'
import { EngineProcess } from './engine-process.ts'
import { KafkaCluster } from './kafka-cluster.ts'
import { underLock } from './start-lock.ts'
import { readState, runFolder, writeState, type EnginesState } from './state.ts'

export interface StartEngines {
  readonly cache: string
  /** As many as already run, or else 1, when not given. */
  readonly brokers: 1 | 3 | null
  readonly progress: (message: string) => void
}

export type Started = { readonly ok: true; readonly state: EnginesState } | { readonly ok: false; readonly reason: string }

/** Starts what does not run, to live on after this program; resolves when all is ready. @throws EngineError, PortTakenError, UsageError */
export function startEngines(options: StartEngines): Promise<Started> {
  return underLock(path.join(options.cache, 'start.lock'), options.progress, async () => {
    const brokers = brokersToRun(options, readState(options.cache))
    const provided = await provideArchives(options.cache, options.progress)
    if (!provided.ok) return provided
    return { ok: true, state: await start(options, provided.archives, brokers) }
  })
}

async function start({ cache, progress }: StartEngines, archives: Archives, brokers: 1 | 3): Promise<EnginesState> {
  const common = { archives, detached: true }
  const kafka = await KafkaCluster.open({ ...common, directory: path.join(runFolder(cache), `kafka-${brokers}`), nodes: brokers })
  const elasticsearch = await ElasticsearchNode.open({ ...common, directory: path.join(runFolder(cache), 'elasticsearch') })
  const state: EnginesState = {
    kafka: kafka.nodes.map(({ files, address }) => ({ ...files, address })),
    elasticsearch: { ...elasticsearch.files, address: elasticsearch.url }
  }
  // Before anything runs, so that whatever does can be stopped.
  await writeState(cache, state)
  const running = [...kafka.nodes, elasticsearch].every(({ identity }) => identity !== null)
  if (!running) progress(`正在启动 Kafka(${brokers} 个节点)与 Elasticsearch …`)
  await Promise.all([kafka.start(), elasticsearch.start()])
  await Promise.all([kafka.waitReady(), elasticsearch.waitReady()])
  return state
}

/** @throws UsageError when a cluster of another size runs */
function brokersToRun({ brokers }: StartEngines, state: EnginesState | null): 1 | 3 {
  const runs = state !== null && state.kafka.some((entry) => EngineProcess.running(entry) !== null)
  if (!runs) return brokers ?? 1
  const found = state.kafka.length === 3 ? 3 : 1
  if (brokers !== null && brokers !== found) throw new UsageError(`正在运行的 Kafka 是 ${found} 个节点；要换成 ${brokers} 个，先 stop`)
  return found
}
