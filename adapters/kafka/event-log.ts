import { UnreachableError } from '../../core/errors.ts'
import type { EventLog, Logger, Running } from '../../core/ports.ts'
import { Topic } from '../../core/records.ts'
import { AppendQueue } from './append-queue.ts'
import type { ClientDeps } from './client.ts'
import { ClusterAccess } from './cluster-access.ts'
import { describeKafka, type KafkaDescription } from './describe.ts'
import { lagOf } from './offsets.ts'
import { groupName, topicName, type KafkaOptions } from './options.ts'
import { Outages } from './outages.ts'
import { readPage } from './page.ts'
import { TopicProducer } from './producer.ts'
import { KafkaSubscription, type SubscriptionFigures } from './subscription.ts'
import { timing } from './timing.ts'
import { deleteTopics, ensureTopics } from './topics.ts'
import { within } from './within.ts'

export interface KafkaMetrics {
  readonly subscriptions: readonly SubscriptionFigures[]
  /** Records stored by this process. */
  readonly appended: number
  /** Appends and batches that had to be tried again. */
  readonly retries: number
  readonly rebuilds: number
  readonly handled: number
  /** `address: reason` of brokers that cannot be reached now. */
  readonly outages: readonly string[]
}

const openWithinMs = 12_000
const closeWithinMs = 9500

/**
 * Connects and makes the topics that are missing. Tries once, for a few seconds.
 * @throws UnreachableError with address and reason; AccessRefusedError for credentials or a certificate
 */
export async function openKafkaLog(options: KafkaOptions, { logger }: { readonly logger: Logger }): Promise<KafkaEventLog> {
  // Whoever opens is told by an error, and says so.
  const nowhere: Logger = { info: () => {}, warn: () => {}, error: () => {} }
  const quiet = { logger: nowhere, outages: new Outages(nowhere) }
  const access = new ClusterAccess(options, quiet)
  try {
    await within(
      openWithinMs,
      access.use('open', ({ admin }) => ensureTopics(admin, options, logger), 1),
      () => Promise.reject(new UnreachableError(`kafka ${options.brokers.join(', ')}: no answer within ${openWithinMs / 1000} s`))
    )
  } finally {
    access.close()
  }
  return new KafkaEventLog(options, { logger, outages: new Outages(logger) })
}

/** Deletes the topics and groups of the prefix, with all records: for drills and tests. */
export async function removeTopics(options: KafkaOptions, { logger }: { readonly logger: Logger }): Promise<void> {
  const access = new ClusterAccess(options, { logger, outages: new Outages(logger) })
  try {
    await access.use('remove topics', ({ admin }) => deleteTopics(admin, options.prefix))
  } finally {
    access.close()
  }
}

/** The log on Kafka, as one process sees it. */
export class KafkaEventLog implements EventLog, Running {
  readonly #options: KafkaOptions
  readonly #deps: ClientDeps
  readonly #access: ClusterAccess
  readonly #producers: Readonly<Record<Topic, TopicProducer>>
  readonly #queues: Readonly<Record<Topic, AppendQueue>>
  readonly #subscriptions = new Set<KafkaSubscription>()
  #appended = 0
  #retries = 0
  #closing: Promise<void> | null = null

  constructor(options: KafkaOptions, deps: ClientDeps) {
    this.#options = options
    this.#deps = deps
    this.#access = new ClusterAccess(options, deps)
    this.#producers = byTopic((topic) => new TopicProducer(options, deps, topicName(options.prefix, topic)))
    this.#queues = byTopic((topic) => {
      const producer = this.#producers[topic]
      return new AppendQueue({
        send: (records, deadline) => producer.send(records, deadline),
        patienceMs: timing.append,
        retried: () => (this.#retries += 1)
      })
    })
  }

  append: EventLog['append'] = async (topic, records) => {
    await this.#queues[topic].append(records.map(({ key, value }) => ({ key, value: Buffer.from(value) })))
    this.#appended += records.length
  }

  /**
   * A group that begins at the end begins where the topic ends a moment after this returns: at most seconds later while the
   * cluster is in good health, else when it is.
   */
  subscribe: EventLog['subscribe'] = (options) => {
    const subscription = new KafkaSubscription(options, { ...this.#deps, kafka: this.#options, access: this.#access })
    this.#subscriptions.add(subscription)
    return {
      failed: subscription.failed,
      close: async () => {
        await subscription.close()
        this.#subscriptions.delete(subscription)
      }
    }
  }

  lag: EventLog['lag'] = (topic, group) => {
    const { prefix } = this.#options
    return this.#access.use(`lag of ${group}`, (access) => lagOf(access, topicName(prefix, topic), groupName(prefix, group)))
  }

  read: EventLog['read'] = (topic, after, limit) => {
    const name = topicName(this.#options.prefix, topic)
    return this.#access.use(`read ${topic}`, (access) => readPage(access, { topic, name, after, limit }))
  }

  /** What the cluster says of itself, for a person. @throws UnreachableError, AccessRefusedError */
  describe(): Promise<KafkaDescription> {
    return this.#access.use('describe', (access) => describeKafka(access, this.#options.prefix))
  }

  metrics(): KafkaMetrics {
    const subscriptions = [...this.#subscriptions].map((subscription) => subscription.figures())
    const sum = (of: (figures: SubscriptionFigures) => number): number => subscriptions.reduce((total, figures) => total + of(figures), 0)
    return {
      subscriptions,
      appended: this.#appended,
      retries: this.#retries + sum(({ retries }) => retries),
      rebuilds: sum(({ rebuilds }) => rebuilds),
      handled: sum(({ handled }) => handled),
      outages: this.#deps.outages.current()
    }
  }

  /** Batches in hand are finished and committed, appends under way stored, as far as that can be done within ten seconds. */
  close(): Promise<void> {
    this.#closing ??= this.#closeNow()
    return this.#closing
  }

  async #closeNow(): Promise<void> {
    const until = performance.now() + closeWithinMs
    // Handlers in hand still append.
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()))
    const queues = Object.values(this.#queues)
    const late = new UnreachableError('kafka: the log is closed, the append was not stored')
    await within<unknown>(until - performance.now(), Promise.all(queues.map((queue) => queue.drained())), () => null)
    for (const queue of queues) queue.giveUp(late)
    for (const producer of Object.values(this.#producers)) producer.end()
    this.#access.close()
  }
}

function byTopic<T>(make: (topic: Topic) => T): Record<Topic, T> {
  return Object.fromEntries(Topic.options.map((topic) => [topic, make(topic)])) as Record<Topic, T>
}
