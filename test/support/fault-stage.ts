import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '../../adapters/clock.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { openKafkaLog, removeTopics, type KafkaEventLog } from '../../adapters/kafka/event-log.ts'
import { groupName, topicName } from '../../adapters/kafka/options.ts'
import { clusterOptions, type ClusterOptions } from '../../cluster.ts'
import { loadProductConfig, type SystemRole } from '../../system.ts'
import type { ElasticsearchNode } from '../../tools/engines/elasticsearch-node.ts'
import type { KafkaCluster } from '../../tools/engines/kafka-cluster.ts'
import { secretVariable, writeFaultConfig } from './fault-config.ts'
import { Load } from './fault-load.ts'
import { FaultMentions } from './fault-mentions.ts'
import { OffsetWatch } from './fault-offsets.ts'
import { Poison, type PoisonOptions } from './fault-poison.ts'
import { FaultRoles } from './fault-roles.ts'
import { openSink, type Sink } from './fault-sink.ts'
import { silent } from './running-system.ts'

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
  /** One record of so many is poison. */
  readonly poison?: PoisonOptions
}

/** After what consumption has to go on: the server is ready again, or others have to notice first that something died. */
export type Interruption = 'ready' | 'death' | 'half-open'

export interface Resume {
  readonly after: Interruption
  readonly ms: number
  readonly limitMs: number
}

const usualProcesses: Readonly<Record<string, readonly SystemRole[]>> = {
  'pipeline-1': ['pipeline'],
  'pipeline-2': ['pipeline'],
  alerting: ['alerting']
}

/** A whole system of processes under load, on topics and indices of its own; a trial disturbs it. */
export interface Stage {
  readonly kafka: KafkaCluster
  readonly elasticsearch: ElasticsearchNode
  readonly cluster: ClusterOptions
  readonly roles: FaultRoles
  readonly mentions: FaultMentions
  readonly poison: Poison | null
  readonly load: Load
  /** For questions; the load has it too. */
  readonly log: KafkaEventLog
  readonly sink: Sink
  readonly watch: OffsetWatch
  readonly directory: string
  /** Moment (of performance.now()) after which no deadline falls due. */
  readonly lastsUntilMs: number
  /** How long it took to go on after each disturbance. */
  readonly resumes: readonly Resume[]
  /** Waits for consumption to go on after the moment (of performance.now()) from which it could; resolves with the milliseconds. */
  goesOn(sinceMs: number, how?: { readonly after: Interruption; readonly limitMs: number }): Promise<number>
  /** Ends everything and removes what it made on the servers; the folder with its logs stays. */
  close(): Promise<void>
}

/** Starts the processes and the load; resolves when the first mentions are stored. */
export async function openStage(options: StageOptions, seed: number): Promise<Stage> {
  await using opened = new AsyncDisposableStack()
  const { kafka, elasticsearch, perSecond, lastsMs } = options
  const directory = mkdtempSync(path.join(tmpdir(), 'wanglou-fault-'))
  const clusterName = `faults-${randomBytes(5).toString('hex')}`
  const sink = await openSink()
  opened.defer(() => sink.close())
  const { configDirectory, env, cluster } = await configure(options, { directory, clusterName, webhook: sink.url })
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
  const poison = options.poison === undefined ? null : new Poison(options.poison, mentions)
  const load = new Load({ log, mentions, perSecond, poison })
  opened.defer(() => load.abandon())
  await watch.firstCommitAfter(performance.now())
  const resumes: Resume[] = []
  const closing = opened.move()
  return {
    kafka,
    elasticsearch,
    cluster,
    roles,
    mentions,
    poison,
    load,
    log,
    sink,
    watch,
    directory,
    lastsUntilMs,
    resumes,
    async goesOn(sinceMs, how = { after: 'ready', limitMs: resumeWithinMs }) {
      const ms = await watch.firstCommitAfter(sinceMs)
      resumes.push({ ...how, ms })
      return ms
    },
    close: () => closing.disposeAsync()
  }
}

interface Place {
  readonly directory: string
  readonly clusterName: string
  readonly webhook: string
}

/** The configuration on disk, the environment of the roles, and how whoever looks reaches the servers: straight. */
async function configure(
  { kafka, elasticsearch, elasticsearchUrl }: StageOptions,
  { directory, clusterName, webhook }: Place
): Promise<{ configDirectory: string; env: Record<string, string>; cluster: ClusterOptions }> {
  const configDirectory = path.join(directory, 'config')
  await writeFaultConfig({ directory: configDirectory, clusterName, webhook, replication: kafka.nodes.length })
  const { cluster: settings } = await loadProductConfig(configDirectory)
  const addresses = (nodes: string): Record<string, string> => ({
    WANGLOU_KAFKA_BROKERS: kafka.brokers.join(','),
    WANGLOU_ELASTICSEARCH_NODES: nodes
  })
  return {
    configDirectory,
    env: { ...addresses(elasticsearchUrl ?? elasticsearch.url), [secretVariable]: clusterName },
    cluster: clusterOptions(settings, addresses(elasticsearch.url), 'wanglou-faults')
  }
}

async function removeEverything(cluster: ClusterOptions): Promise<void> {
  await Promise.all([removeTopics(cluster.kafka, { logger: silent }), removeIndices(cluster.elasticsearch)])
}
