import kafkajs, { type Message, type Producer } from 'kafkajs'
import { UnreachableError } from '../../core/errors.ts'
import type { OutgoingRecord } from './append-queue.ts'
import { KafkaClient, type ClientDeps } from './client.ts'
import { fromKafka } from './errors.ts'
import type { KafkaOptions } from './options.ts'
import { retriesWithoutEnd, timing } from './timing.ts'
import { within } from './within.ts'

interface Connected {
  readonly client: KafkaClient
  readonly producer: Producer
  /** Partitions that the records of the send under way belong to. */
  readonly chosen: Set<number>
}

/**
 * An idempotent producer of one topic. kafkajs takes back the sequence numbers of a send that failed, and a broker that did
 * store it would take the next send for a repetition and drop it: so a producer is never used again after a failure.
 */
export class TopicProducer {
  readonly #options: KafkaOptions
  readonly #deps: ClientDeps
  readonly #topic: string
  #connected: Connected | null = null

  constructor(options: KafkaOptions, deps: ClientDeps, topic: string) {
    this.#options = options
    this.#deps = deps
    this.#topic = topic
  }

  /** Durable on every replica that is in step when it resolves. One at a time. @throws UnreachableError, RecordTooLargeError, AccessRefusedError */
  async send(records: readonly OutgoingRecord[], deadline: number): Promise<void> {
    try {
      await within(deadline - performance.now(), this.#sendNow(records), () => Promise.reject(this.#gaveUp()))
    } catch (error) {
      this.end()
      throw fromKafka(error, `append to ${this.#topic}`, this.#options.brokers)
    }
  }

  /** Nothing that is under way is stored later, unless a broker has it already. */
  end(): void {
    this.#connected?.client.end()
    this.#connected = null
  }

  async #sendNow(records: readonly OutgoingRecord[]): Promise<void> {
    this.#connected ??= this.#create()
    const { producer, chosen } = this.#connected
    await producer.connect()
    chosen.clear()
    const stored = await producer.send({
      topic: this.#topic,
      messages: records.map(({ key, value }): Message => ({ key, value })),
      acks: -1,
      timeout: timing.produce,
      compression: this.#options.compression === 'gzip' ? kafkajs.CompressionTypes.GZIP : kafkajs.CompressionTypes.None
    })
    // When a partition moves between two tries of a send, kafkajs can forget it and report success.
    for (const { partition } of stored) chosen.delete(partition)
    if (chosen.size > 0) throw new UnreachableError(`kafka: partitions ${[...chosen].join(', ')} of ${this.#topic} moved and were not stored`)
  }

  #create(): Connected {
    const client = new KafkaClient(this.#options, this.#deps, retriesWithoutEnd)
    const chosen = new Set<number>()
    const producer = client.kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      createPartitioner: () => {
        const choose = kafkajs.Partitioners.DefaultPartitioner()
        return (about) => {
          const partition = choose(about)
          chosen.add(partition)
          return partition
        }
      }
    })
    producer.on(producer.events.REQUEST_TIMEOUT, client.requestTimedOut)
    return { client, producer, chosen }
  }

  #gaveUp(): UnreachableError {
    const reasons = this.#deps.outages.current()
    return new UnreachableError(`kafka: append to ${this.#topic}: given up: ${reasons.length > 0 ? reasons.join('; ') : 'no answer in time'}`)
  }
}
