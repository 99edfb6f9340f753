import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { provideArchives } from '../../tools/engines/archives.ts'
import { ElasticsearchNode } from '../../tools/engines/elasticsearch-node.ts'
import { EngineError } from '../../tools/engines/engine-error.ts'
import { KafkaCluster } from '../../tools/engines/kafka-cluster.ts'

const kafkaHeapMb = 1024
const elasticsearchHeapMb = 2048

export interface BenchEngines {
  readonly brokers: readonly string[]
  readonly nodes: readonly string[]
  /** Processes by name; none where the engines are somebody else's. */
  readonly pids: Readonly<Record<string, number>>
  close(): Promise<void>
}

/**
 * Those that the environment names (`WANGLOU_KAFKA_BROKERS`, `WANGLOU_ELASTICSEARCH_NODES`), or one broker and one node of our
 * own in a folder that is removed at the end, with Java's compiler and collector as a user would have them. From then on the
 * environment names them, for this process and those that it starts.
 * @throws EngineError
 */
export async function startEngines(say: (words: string) => void): Promise<BenchEngines> {
  const named = { brokers: listed('WANGLOU_KAFKA_BROKERS'), nodes: listed('WANGLOU_ELASTICSEARCH_NODES') }
  if (named.brokers.length > 0 && named.nodes.length > 0) return { ...named, pids: {}, close: () => Promise.resolve() }
  const provided = await provideArchives(undefined, say)
  if (!provided.ok) throw new EngineError(provided.reason)
  const folder = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-engines-'))
  await using opened = new AsyncDisposableStack()
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const common = { archives: provided.archives, jvm: [] }
  const kafka = await KafkaCluster.open({ ...common, directory: path.join(folder, 'kafka'), nodes: 1, heapMb: kafkaHeapMb })
  opened.defer(() => kafka.remove())
  const elasticsearch = await ElasticsearchNode.open({ ...common, directory: path.join(folder, 'elasticsearch'), heapMb: elasticsearchHeapMb })
  opened.defer(() => elasticsearch.remove())
  say('正在启动 Kafka 与 Elasticsearch …')
  await Promise.all([kafka.start(), elasticsearch.start()])
  await Promise.all([kafka.waitReady(), elasticsearch.waitReady()])
  process.env['WANGLOU_KAFKA_BROKERS'] = kafka.brokers.join(',')
  process.env['WANGLOU_ELASTICSEARCH_NODES'] = elasticsearch.url
  const closing = opened.move()
  return {
    brokers: kafka.brokers,
    nodes: [elasticsearch.url],
    pids: { kafka: kafka.nodes[0]?.identity?.pid ?? 0, elasticsearch: elasticsearch.identity?.pid ?? 0 },
    close: () => closing.disposeAsync()
  }
}

function listed(variable: string): string[] {
  return (process.env[variable] ?? '').split(',').filter((part) => part !== '')
}
