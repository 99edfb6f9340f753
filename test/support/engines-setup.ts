import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { provideArchives } from '../../tools/engines/archives.ts'
import { ElasticsearchNode } from '../../tools/engines/elasticsearch-node.ts'
import { KafkaCluster } from '../../tools/engines/kafka-cluster.ts'

/**
 * Before the engine suites: one broker and one Elasticsearch in a folder of their own, unless the environment names others.
 * Where they cannot be had the variables stay empty, the suites skip, and the reason stands in `WANGLOU_ENGINES_MISSING`.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['WANGLOU_KAFKA_BROKERS'] !== undefined && process.env['WANGLOU_ELASTICSEARCH_NODES'] !== undefined) return undefined
  const provided = await provideArchives(undefined, (message) => console.log(message))
  if (!provided.ok) {
    process.env['WANGLOU_ENGINES_MISSING'] = provided.reason
    return undefined
  }
  const directory = mkdtempSync(path.join(tmpdir(), 'wanglou-engines-'))
  const { archives } = provided
  const [kafka, elasticsearch] = await Promise.all([
    KafkaCluster.start({ archives, directory: path.join(directory, 'kafka') }),
    ElasticsearchNode.start({ archives, directory: path.join(directory, 'elasticsearch') })
  ])
  process.env['WANGLOU_KAFKA_BROKERS'] = kafka.brokers.join(',')
  process.env['WANGLOU_ELASTICSEARCH_NODES'] = elasticsearch.url
  return async () => {
    await Promise.all([kafka.remove(), elasticsearch.remove()])
    rmSync(directory, { recursive: true, force: true })
  }
}
