import type { Consumer, EachBatchPayload, OffsetsByTopicPartition } from 'kafkajs'
import { KafkaClient, type ClientDeps } from './client.ts'
import { Committer } from './committer.ts'
import { isLostMembership } from './errors.ts'
import { Holds } from './holds.ts'
import { groupName, topicName, type KafkaOptions } from './options.ts'
import { workThrough, type PartitionState, type WorkDeps } from './partition-work.ts'
import { stickyAssigner } from './sticky-assigner.ts'
import { patientRetries, timing } from './timing.ts'

/** Of one fetch from one broker, and of one partition in it: the bound on what waits in memory. */
const maxFetchBytes = 8_000_000
const maxPartitionBytes = 1_000_000
const mostAtOnce = 8
const commitRetryMs = 250
const commitPatienceMs = 20_000
const watchMs = 1000

export interface GroupConsumerDeps extends ClientDeps, Omit<WorkDeps, 'committer' | 'isClosing' | 'resumeLater'> {
  readonly kafka: KafkaOptions
  readonly partitions: Map<number, PartitionState>
  readonly fetched: () => void
}

/** One member of a group, from its start until it is left or ends by itself; then the subscription makes another. */
export class GroupConsumer {
  readonly #deps: GroupConsumerDeps
  readonly #client: KafkaClient
  readonly #consumer: Consumer
  readonly #holds = new Holds()
  readonly #committer: Committer
  readonly #resuming = new Set<NodeJS.Timeout>()
  readonly #ended = Promise.withResolvers<unknown>()
  readonly #joined = Promise.withResolvers<void>()
  #commitBy: ((offsets: OffsetsByTopicPartition) => Promise<void>) | null = null
  #answeredAt = performance.now()
  #closing = false

  constructor(deps: GroupConsumerDeps) {
    this.#deps = deps
    const { kafka, options } = deps
    const topic = topicName(kafka.prefix, options.topic)
    this.#client = new KafkaClient(kafka, deps, patientRetries)
    this.#committer = new Committer((offsets) => this.#commit(topic, offsets))
    this.#consumer = this.#client.kafka.consumer({
      groupId: groupName(kafka.prefix, options.group),
      allowAutoTopicCreation: false,
      partitionAssigners: [stickyAssigner(topic, () => this.#holds.joining())],
      sessionTimeout: timing.session,
      rebalanceTimeout: timing.rebalance,
      heartbeatInterval: timing.heartbeat,
      maxWaitTimeInMs: timing.fetchWait,
      maxBytesPerPartition: maxPartitionBytes,
      maxBytes: maxFetchBytes,
      // A member that ends is replaced as a whole: kafkajs restarts only after some errors.
      retry: { restartOnFailure: async () => false }
    })
  }

  /** Whether it ever was a member of its group. */
  get hasJoined(): Promise<void> {
    return this.#joined.promise
  }

  /** Runs until the member ends by itself; resolves with the reason. */
  async run(): Promise<unknown> {
    this.#listen()
    const watch = setInterval(() => {
      const silentMs = performance.now() - this.#answeredAt
      if (silentMs > timing.stalled) this.#ended.resolve(new Error(`no answer from any broker for ${Math.round(silentMs / 1000)} s`))
    }, watchMs)
    try {
      this.#start().catch((error: unknown) => this.#ended.resolve(error))
      return await this.#ended.promise
    } finally {
      clearInterval(watch)
    }
  }

  /** Finishes the chunks in hand, commits them, and tells the group; after `ms` it is cut off. */
  async leave(ms: number): Promise<void> {
    this.#closing = true
    for (const timer of this.#resuming) clearTimeout(timer)
    const gone = (async () => {
      // kafkajs cannot stop a member that is about to join: it would come to the group after it left.
      await Promise.race([this.#joined.promise, this.#ended.promise])
      await this.#consumer.disconnect()
    })()
    gone.catch(() => {})
    let timer: NodeJS.Timeout | undefined
    await Promise.race([gone, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]).catch(() => {})
    clearTimeout(timer)
    this.cutOff()
  }

  /** At once, without a word to the group. */
  cutOff(): void {
    this.#closing = true
    for (const timer of this.#resuming) clearTimeout(timer)
    this.#holds.dropAll()
    this.#client.end()
    this.#ended.resolve(null)
  }

  async #start(): Promise<void> {
    const { kafka, options } = this.#deps
    await this.#consumer.connect()
    await this.#consumer.subscribe({ topics: [topicName(kafka.prefix, options.topic)], fromBeginning: true })
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: Math.min(mostAtOnce, kafka.partitions[options.topic]),
      eachBatch: (payload) => this.#work(payload)
    })
  }

  #listen(): void {
    const { events } = this.#consumer
    const topic = topicName(this.#deps.kafka.prefix, this.#deps.options.topic)
    this.#consumer.on(events.REQUEST_TIMEOUT, this.#client.requestTimedOut)
    this.#consumer.on(events.REQUEST, ({ payload }) => {
      this.#answeredAt = performance.now()
      if (payload.apiName === 'Fetch') this.#deps.fetched()
    })
    this.#consumer.on(events.CRASH, ({ payload }) => this.#ended.resolve(payload.error))
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => {
      this.#gain(this.#holds.joined(payload.memberId, payload.memberAssignment[topic] ?? []))
      this.#joined.resolve()
    })
  }

  #gain(partitions: readonly number[]): void {
    if (partitions.length === 0 || this.#closing) return
    try {
      this.#deps.options.gained?.(partitions)
    } catch (error) {
      this.#deps.fail(error)
    }
  }

  async #work(payload: EachBatchPayload): Promise<void> {
    const { partition } = payload.batch
    const hold = this.#holds.of(partition)
    if (hold === undefined || this.#closing) return
    this.#commitBy = (offsets) => payload.commitOffsetsIfNecessary(offsets)
    const state = this.#deps.partitions.get(partition) ?? { inHand: Promise.resolve(), failures: 0 }
    this.#deps.partitions.set(partition, state)
    await workThrough(payload, hold, state, {
      ...this.#deps,
      committer: this.#committer,
      isClosing: () => this.#closing,
      resumeLater: (resume, ms) => this.#resumeLater(resume, ms)
    })
  }

  #resumeLater(resume: () => void, ms: number): void {
    const timer = setTimeout(() => {
      this.#resuming.delete(timer)
      resume()
    }, ms)
    this.#resuming.add(timer)
  }

  /** Tried again while the coordinator cannot be reached: what is done should not have to be done again. */
  async #commit(topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    const until = performance.now() + commitPatienceMs
    const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }))
    for (;;) {
      try {
        await this.#commitBy?.({ topics: [{ topic, partitions }] })
        return
      } catch (error) {
        if (isLostMembership(error) || this.#closing || performance.now() > until) throw error
        await new Promise((resolve) => setTimeout(resolve, commitRetryMs))
      }
    }
  }
}
