import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Archives } from '../../tools/engines/archives.ts'
import { ElasticsearchNode } from '../../tools/engines/elasticsearch-node.ts'
import { KafkaCluster } from '../../tools/engines/kafka-cluster.ts'

/** Brokers and a server for trials: started when a trial first asks for them, and used again by the next. */
export class FaultEngines {
  readonly archives: Archives
  readonly #directory = mkdtempSync(path.join(tmpdir(), 'wanglou-fault-engines-'))
  readonly #kafka = new Map<1 | 3, Promise<KafkaCluster>>()
  #elasticsearch: Promise<ElasticsearchNode> | null = null

  constructor(archives: Archives) {
    this.archives = archives
  }

  kafka(nodes: 1 | 3): Promise<KafkaCluster> {
    const known = this.#kafka.get(nodes)
    if (known !== undefined) return known
    const started = KafkaCluster.start({ archives: this.archives, nodes, directory: this.folder(`kafka-${nodes}`) })
    this.#kafka.set(nodes, started)
    return started
  }

  elasticsearch(): Promise<ElasticsearchNode> {
    this.#elasticsearch ??= ElasticsearchNode.start({ archives: this.archives, directory: this.folder('elasticsearch') })
    return this.#elasticsearch
  }

  /** Three brokers are of no use to the trials of one, and take memory from them. */
  async stopKafka(nodes: 1 | 3): Promise<void> {
    const known = this.#kafka.get(nodes)
    this.#kafka.delete(nodes)
    await (await known?.catch(() => null))?.remove()
  }

  /** A folder of this name for an engine of a trial's own. */
  folder(name: string): string {
    const folder = path.join(this.#directory, name)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  async close(): Promise<void> {
    await Promise.all([this.stopKafka(1), this.stopKafka(3), this.#elasticsearch?.then((node) => node.remove()).catch(() => {})])
    rmSync(this.#directory, { recursive: true, force: true })
  }
}
