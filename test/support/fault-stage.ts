import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '../../adapters/clock.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { openKafkaLog, removeTopics, type KafkaEventLog } from '../../adapters/kafka/event-log.ts'
import { groupName, topicName } from '../../adapters/kafka/options.ts'
import { clusterOptions, type ClusterOptions } from '../../cluster.ts'
import type { Logger } from '../../core/ports.ts'
import { loadProductConfig, type SystemRole } from '../../system.ts'
import type { ElasticsearchNode } from '../../tools/engines/elasticsearch-node.ts'
import type { KafkaCluster } from '../../tools/engines/kafka-cluster.ts'
import { secretVariable, writeFaultConfig } from './fault-config.ts'
import { Load, type LoadOptions } from './fault-load.ts'
import { FaultMentions } from './fault-mentions.ts'
import { OffsetWatch } from './fault-offsets.ts'
import { FaultRoles } from './fault-roles.ts'
import { openSink, type Sink } from './fault-sink.ts'

const resumeWithinMs = 10_000

export interface StageOptions {
  readonly kafka: KafkaCluster
  readonly elasticsearch: ElasticsearchNode
  /** Where the roles reach the server, when not at its own address. */
  readonly elasticsearchUrl?: string
  /** Processes to begin with; two pipelines and one alerting when not given. */
  readonly processes?: Readonly<Record<string, readonly SystemRole[]>>
  readonly perSecond: number
  /** About how long the trial lasts: deadlines fall into this time. */
  readonly lastsMs: number
  readonly poison?: LoadOptions['poison']
}

export interface Resume {
  readonly ms: number
  readonly limitMs: number
}

const usualProcesses: Readonly<Record<string, readonly SystemRole[]>> = {
  'pipeline-1': ['pipeline'],
  'pipeline-2': ['pipeline'],
  alerting: ['alerting']
}
const silent: Logger = { info: () => {}, warn: () => {}, error: () => {} }

/** A whole system of processes under load, on topics and indices of its own; a trial disturbs it. */
export class Stage {
  readonly kafka: KafkaCluster
  readonly elasticsearch: ElasticsearchNode
  readonly cluster: ClusterOptions
  readonly roles: FaultRoles
  readonly load: Load
  readonly log: KafkaEventLog
  readonly sink: Sink
  readonly watch: OffsetWatch
  readonly mentions: FaultMentions
  readonly directory: string
  readonly lastsUntilMs: number
  /** How long it took to go on after each disturbance. */
  readonly resumes: Resume[] = []

  private constructor(
    parts: Pick<
      Stage,
      'kafka' | 'elasticsearch' | 'cluster' | 'roles' | 'load' | 'log' | 'sink' | 'watch' | 'mentions' | 'directory' | 'lastsUntilMs'
    >
  ) {
    this.kafka = parts.kafka
    this.elasticsearch = parts.elasticsearch
    this.cluster = parts.cluster
    this.roles = parts.roles
    this.load = parts.load
    this.log = parts.log
    this.sink = parts.sink
    this.watch = parts.watch
    this.mentions = parts.mentions
    this.directory = parts.directory
    this.lastsUntilMs = parts.lastsUntilMs
  }

  /** Processes started, the load on, the first mentions stored. */
  static async open(options: StageOptions, seed: number): Promise<Stage> {
    await using opened = new AsyncDisposableStack()
    const { kafka, elasticsearch, perSecond, lastsMs, poison } = options
    const directory = mkdtempSync(path.join(tmpdir(), 'wanglou-fault-'))
    const clusterName = `faults-${randomBytes(5).toString('hex')}`
    const sink = await openSink()
    opened.defer(() => sink.close())
    const configDirectory = path.join(directory, 'config')
    await writeFaultConfig({ directory: configDirectory, clusterName, webhook: sink.url, replication: kafka.nodes.length })
    const env = {
      WANGLOU_KAFKA_BROKERS: kafka.brokers.join(','),
      WANGLOU_ELASTICSEARCH_NODES: options.elasticsearchUrl ?? elasticsearch.url,
      [secretVariable]: clusterName
    }
    const { cluster: settings } = await loadProductConfig(configDirectory)
    // The load and whoever looks go straight to the server.
    const cluster = clusterOptions(settings, { ...env, WANGLOU_ELASTICSEARCH_NODES: elasticsearch.url }, 'wanglou-faults')
    opened.defer(() => removeEverything(cluster))
    const log = await openKafkaLog(cluster.kafka, { logger: silent })
    opened.defer(() => log.close())
    const roles = new FaultRoles({ directory, configDirectory, env })
    opened.defer(() => roles.killAll())
    for (const [name, wanted] of Object.entries(options.processes ?? usualProcesses)) roles.start(name, wanted)
    const watch = new OffsetWatch(kafka.brokers, topicName(clusterName, 'mentions'), groupName(clusterName, 'assess'))
    opened.defer(() => watch.close())
    const mentions = new FaultMentions(`s${seed}`, systemClock.now(), lastsMs)
    const lastsUntilMs = performance.now() + lastsMs
    const load = new Load({ log, mentions, perSecond, ...(poison === undefined ? {} : { poison }) })
    opened.defer(() => load.abandon())
    const stage = new Stage({ kafka, elasticsearch, cluster, roles, load, log, sink, watch, mentions, directory, lastsUntilMs })
    await watch.firstCommitAfter(performance.now())
    stage.#opened = opened.move()
    return stage
  }

  #opened: AsyncDisposableStack | null = null

  /** Waits for consumption to go on after the moment (of performance.now()) from which it could. */
  async goesOn(sinceMs: number, limitMs: number = resumeWithinMs): Promise<void> {
    this.resumes.push({ ms: await this.watch.firstCommitAfter(sinceMs), limitMs })
  }

  async close(): Promise<void> {
    await this.#opened?.disposeAsync()
  }

  removeFolder(): void {
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function removeEverything(cluster: ClusterOptions): Promise<void> {
  await Promise.all([removeTopics(cluster.kafka, { logger: silent }), removeIndices(cluster.elasticsearch)])
}
