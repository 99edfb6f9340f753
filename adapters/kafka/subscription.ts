import type { SubscribeOptions, Subscription } from '../../core/ports.ts'
import { isHopeless } from '../batch-retry.ts'
import type { ClientDeps } from './client.ts'
import type { ClusterAccess } from './cluster-access.ts'
import { fromKafka } from './errors.ts'
import { GroupConsumer } from './group-consumer.ts'
import { commitAtEnd } from './offsets.ts'
import { groupName, topicName, type KafkaOptions } from './options.ts'
import type { PartitionState } from './partition-work.ts'
import { timing } from './timing.ts'
import { within } from './within.ts'

const firstBackOffMs = 250
/** For a member that ended to tell its group, so that its partitions are free at once. */
const partingMs = 2000

export interface SubscriptionDeps extends ClientDeps {
  readonly kafka: KafkaOptions
  readonly access: ClusterAccess
}

export interface SubscriptionFigures {
  readonly topic: string
  readonly group: string
  /** Since a broker last answered a fetch; null before the first. */
  readonly lastFetchAgeMs: number | null
  readonly rebuilds: number
  readonly handled: number
  readonly retries: number
}

/** Keeps one member in its group: when kafkajs's consumer has ended or does not come forward, another takes its place. */
export class KafkaSubscription implements Subscription {
  readonly failed: Promise<never>
  readonly #options: SubscribeOptions
  readonly #deps: SubscriptionDeps
  readonly #failure = Promise.withResolvers<never>()
  readonly #partitions = new Map<number, PartitionState>()
  readonly #closing = Promise.withResolvers<void>()
  readonly #running: Promise<void>
  #member: GroupConsumer | null = null
  #isClosing = false
  #fetchedAt: number | null = null
  #rebuilds = 0
  #handled = 0
  #retries = 0

  constructor(options: SubscribeOptions, deps: SubscriptionDeps) {
    this.#options = options
    this.#deps = deps
    this.failed = this.#failure.promise
    this.failed.catch(() => {})
    this.#running = this.#run()
  }

  async close(): Promise<void> {
    this.#isClosing = true
    this.#closing.resolve()
    const until = performance.now() + timing.leave
    await this.#member?.leave(timing.leave)
    await within<void>(until - performance.now(), this.#running, () => {})
    if (isOfOneProcess(this.#options.group)) await within<void>(until - performance.now(), this.#forget(), () => {})
  }

  figures(): SubscriptionFigures {
    const { topic, group } = this.#options
    const lastFetchAgeMs = this.#fetchedAt === null ? null : Math.round(performance.now() - this.#fetchedAt)
    return { topic, group, lastFetchAgeMs, rebuilds: this.#rebuilds, handled: this.#handled, retries: this.#retries }
  }

  async #run(): Promise<void> {
    let prepared = this.#options.from !== 'end'
    let failures = 0
    while (!this.#isClosing) {
      try {
        if (!prepared) await this.#beginAtEnd()
        prepared = true
        if (this.#isClosing) return
        const startedAt = performance.now()
        const reason = await this.#runMember()
        if (this.#isClosing) return
        if (performance.now() - startedAt > timing.stalled) failures = 0
        failures += 1
        this.#rebuilds += 1
        this.#tell(reason, failures)
      } catch (error) {
        failures += 1
        this.#tell(error, failures)
      }
      await within<void>(Math.min(timing.maxRetry, firstBackOffMs * 2 ** (failures - 1)), this.#closing.promise, () => {})
    }
  }

  async #runMember(): Promise<unknown> {
    const member = new GroupConsumer({
      ...this.#deps,
      options: this.#options,
      partitions: this.#partitions,
      fetched: () => (this.#fetchedAt = performance.now()),
      handled: (records) => (this.#handled += records),
      retried: () => (this.#retries += 1),
      fail: this.#failure.reject,
      probe: () => this.#deps.access.use('look for the cluster', async ({ admin }) => void (await admin.describeCluster()), 1)
    })
    this.#member = member
    try {
      return await member.run()
    } finally {
      if (!this.#isClosing) await member.leave(partingMs)
    }
  }

  #tell(reason: unknown, failures: number): void {
    const { topic, group } = this.#options
    const error = fromKafka(reason, `consume ${topic}`, this.#deps.kafka.brokers)
    this.#deps.logger.warn({ topic, group, reason: error.message, failures }, 'consumer ended, starting another')
    if (isHopeless(error, failures)) this.#failure.reject(error)
  }

  #beginAtEnd(): Promise<void> {
    const { prefix } = this.#deps.kafka
    const { topic, group } = this.#options
    return this.#deps.access.use(`begin ${group}`, (access) => commitAtEnd(access, topicName(prefix, topic), groupName(prefix, group)))
  }

  /** Kafka forgets an empty group after a week anyway. */
  async #forget(): Promise<void> {
    const group = groupName(this.#deps.kafka.prefix, this.#options.group)
    await this.#deps.access.use(`forget ${group}`, ({ admin }) => admin.deleteGroups([group]), 1).catch(() => {})
  }
}

/** A dashboard process reads hints for its own pages under a name that no other process will have. */
function isOfOneProcess(group: string): boolean {
  return group.startsWith('dashboard-')
}
