import type { Consumer, EachBatchPayload, OffsetsByTopicPartition } from 'kafkajs'
import { KafkaClient, type ClientDeps } from './client.ts'
import { Committer } from './committer.ts'
import { watchCoordinator } from './coordinator.ts'
import { isLostMembership, isPassing, RejoinError } from './errors.ts'
import { Holds } from './holds.ts'
import { groupName, topicName, type KafkaOptions } from './options.ts'
import { workThrough, type PartitionState, type WorkDeps } from './partition-work.ts'
import { Room } from './room.ts'
import { stickyAssigner } from './sticky-assigner.ts'
import { retriesWithoutEnd, timing } from './timing.ts'
import { within } from './within.ts'

/** Of one fetch from one broker, and of one partition in it: the bound on what waits in memory. */
const maxFetchBytes = 2_000_000
const maxPartitionBytes = 1_000_000
const partitionsAtOnce = 8
/** Two batches of the pipeline; each is several copies of its texts on their way from the one server to the other. */
const recordsAtOnce = 400
const commitTries = 3
const commitRetryMs = 250

export interface GroupConsumerDeps extends ClientDeps, Omit<WorkDeps, 'committer' | 'isClosing' | 'room' | 'resumeLater'> {
  readonly kafka: KafkaOptions
  readonly partitions: Map<number, PartitionState>
  readonly fetched: () => void
  /** Rejects while the cluster cannot be reached by anybody. */
  readonly probe: () => Promise<void>
}

const groupRequests = new Set(['Heartbeat', 'JoinGroup', 'SyncGroup'])

/** One member of a group, from its start until it is left or ends by itself; then the subscription makes another. */
export class GroupConsumer {
  readonly #deps: GroupConsumerDeps
  readonly #client: KafkaClient
  readonly #consumer: Consumer
  readonly #holds = new Holds()
  readonly #room = new Room(recordsAtOnce)
  readonly #committer: Committer
  readonly #resuming = new Set<NodeJS.Timeout>()
  readonly #ended = Promise.withResolvers<unknown>()
  readonly #started = Promise.withResolvers<void>()
  #commitBy: ((offsets: OffsetsByTopicPartition) => Promise<void>) | null = null
  #generation = 0
  #fetchedAt = performance.now()
  #inGroupAt = performance.now()
  #inHand = 0
  #closing = false

  constructor(deps: GroupConsumerDeps) {
    this.#deps = deps
    const { kafka, options } = deps
    const topic = topicName(kafka.prefix, options.topic)
    this.#client = new KafkaClient(kafka, deps, retriesWithoutEnd)
    this.#committer = new Committer((offsets) => this.#commit(topic, offsets))
    this.#consumer = this.#client.kafka.consumer({
      groupId: groupName(kafka.prefix, options.group),
      allowAutoTopicCreation: false,
      partitionAssigners: [
        stickyAssigner(
          topic,
          () => this.#holds.partitions(),
          (cluster) => watchCoordinator(cluster, { joins: (generation) => (this.#generation = generation), isClosing: () => this.#closing })
        )
      ],
      sessionTimeout: timing.session,
      rebalanceTimeout: timing.rebalance,
      heartbeatInterval: timing.heartbeat,
      maxWaitTimeInMs: timing.fetchWait,
      maxBytesPerPartition: maxPartitionBytes,
      maxBytes: maxFetchBytes,
      // A member that ends is replaced as a whole: kafkajs restarts only after some errors.
      retry: { retries: retriesWithoutEnd, restartOnFailure: async () => false }
    })
  }

  /** Runs until the member ends by itself; resolves with the reason. */
  async run(): Promise<unknown> {
    this.#listen()
    const watch = this.#watch()
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
      // kafkajs does not stop a member that is about to join for the first time: it would stay in the group.
      await Promise.race([this.#started.promise, this.#ended.promise])
      await this.#consumer.disconnect()
    })()
    await within<void>(ms, gone, () => {}).catch(() => {})
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
      partitionsConsumedConcurrently: Math.min(partitionsAtOnce, kafka.partitions[options.topic]),
      eachBatch: (payload) => this.#work(payload)
    })
    this.#started.resolve()
  }

  #listen(): void {
    const { events } = this.#consumer
    const topic = topicName(this.#deps.kafka.prefix, this.#deps.options.topic)
    this.#consumer.on(events.REQUEST_TIMEOUT, this.#client.requestTimedOut)
    this.#consumer.on(events.REQUEST, ({ payload }) => {
      if (payload.apiName === 'Fetch') this.#deps.fetched()
      if (groupRequests.has(payload.apiName)) this.#inGroupAt = performance.now()
    })
    this.#consumer.on(events.FETCH, () => {
      this.#fetchedAt = performance.now()
    })
    this.#consumer.on(events.CRASH, ({ payload }) => this.#ended.resolve(payload.error))
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => {
      this.#gain(this.#holds.joined(payload.memberId, this.#generation, payload.memberAssignment[topic] ?? []))
    })
  }

  /** A member from which nothing comes although the cluster has answered others for a while is given up. */
  #watch(): NodeJS.Timeout {
    let probing = false
    let reachableSince: number | null = null
    let clockAhead = Date.now() - performance.now()
    return setInterval(() => {
      const now = performance.now()
      // kafkajs would send no heartbeat until the clock is where it was.
      if (Date.now() - now < clockAhead - timing.heartbeat) this.#ended.resolve(new Error('the clock was set back'))
      clockAhead = Date.now() - now
      const silentMs = now - Math.min(this.#inGroupAt, this.#inHand > 0 ? Infinity : this.#fetchedAt)
      if (silentMs < timing.stalled) reachableSince = null
      else if (reachableSince !== null && now - reachableSince > timing.comeBack) {
        this.#ended.resolve(new Error(`no word from its group for ${Math.round(silentMs / 1000)} s`))
      } else if (!probing) {
        probing = true
        this.#deps
          .probe()
          .then(
            () => (reachableSince ??= performance.now()),
            () => (reachableSince = null)
          )
          .finally(() => (probing = false))
      }
    }, timing.heartbeat)
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
    const state = this.#deps.partitions.get(partition) ?? { inHand: Promise.resolve(), failures: 0, done: null }
    this.#deps.partitions.set(partition, state)
    this.#inHand += 1
    try {
      await workThrough(payload, hold, state, {
        ...this.#deps,
        committer: this.#committer,
        isClosing: () => this.#closing,
        room: this.#room,
        resumeLater: (resume, ms) => this.#resumeLater(resume, ms)
      })
    } finally {
      this.#inHand -= 1
    }
  }

  #resumeLater(resume: () => void, ms: number): void {
    const timer = setTimeout(() => {
      this.#resuming.delete(timer)
      resume()
    }, ms)
    this.#resuming.add(timer)
  }

  async #commit(topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }))
    for (let failures = 0; ;) {
      try {
        await this.#commitBy?.({ topics: [{ topic, partitions }] })
        this.#inGroupAt = performance.now()
        return
      } catch (error) {
        failures += 1
        if (isLostMembership(error) || !isPassing(error)) throw error
        if (failures >= commitTries || this.#closing) throw new RejoinError(error)
        await new Promise((resolve) => setTimeout(resolve, commitRetryMs))
      }
    }
  }
}
