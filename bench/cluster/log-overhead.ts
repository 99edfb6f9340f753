import { randomBytes } from 'node:crypto'
import kafkajs, { type Kafka } from 'kafkajs'
import { topicName } from '../../adapters/kafka/options.ts'
import type { EventLog, LogRecord } from '../../core/ports.ts'
import { alternate, type Compared } from './alternate.ts'
import type { BenchDesk } from './desk.ts'

/** About what a post of 600 characters takes as JSON. */
const valueBytes = 2048
const aRequest = 500
const produced = 20_000
/** Single rounds differ by a fifth. */
const rounds = 11

const settings = { maxWaitTimeInMs: 300, maxBytesPerPartition: 1_000_000, maxBytes: 8_000_000 }
const partitionsAtOnce = 8

/**
 * Records through the log against bare kafkajs on the same topic, with equal settings: all replicas acknowledge, idempotent, the
 * same requests; the same fetches, offsets committed after each batch, keys and values read as text.
 */
export async function measureLog(desk: BenchDesk, say: (words: string) => void): Promise<{ readonly out: Compared; readonly in: Compared }> {
  const stores = await desk.open()
  const kafka = new kafkajs.Kafka({ clientId: 'wanglou-bench-bare', brokers: [...desk.options.kafka.brokers], logLevel: kafkajs.logLevel.NOTHING })
  const topic = topicName(desk.options.kafka.prefix, 'mentions')
  const value = 'x'.repeat(valueBytes)
  const records = Array.from({ length: aRequest }, () => ({ key: randomBytes(8).toString('hex'), value }))
  const producer = kafka.producer({ idempotent: true, allowAutoTopicCreation: false })
  try {
    await producer.connect()
    const out = await alternate(
      rounds,
      () => rate(produced, () => repeat(() => stores.log.append('mentions', records))),
      () => rate(produced, () => repeat(() => producer.send({ topic, messages: records, acks: -1 })))
    )
    say(`产生：${told(out)}`)
    const inward = await alternate(
      rounds,
      () => consumeOurs(stores.log, produced),
      () => consumeBare(kafka, topic, produced)
    )
    say(`消费：${told(inward)}`)
    return { out, in: inward }
  } finally {
    await producer.disconnect()
    await stores.close()
  }
}

export function told({ ours, bare, ratio }: Compared): string {
  return `${Math.round(ours)}/s，裸客户端 ${Math.round(bare)}/s，比 ${ratio.toFixed(3)}`
}

async function repeat(send: () => Promise<unknown>): Promise<void> {
  for (let sent = 0; sent < produced; sent += aRequest) await send()
}

async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await work()
  return (count * 1000) / (performance.now() - from)
}

/** From the first batch on, so that joining the group does not count. */
class Counter {
  readonly done: Promise<number>
  readonly #wanted: number
  readonly #ended = Promise.withResolvers<number>()
  #from: number | null = null
  #count = 0

  constructor(wanted: number) {
    this.#wanted = wanted
    this.done = this.#ended.promise
  }

  take(records: number): void {
    this.#from ??= performance.now()
    this.#count += records
    if (this.#count >= this.#wanted) this.#ended.resolve((this.#count * 1000) / (performance.now() - this.#from))
  }
}

async function consumeOurs(log: EventLog, wanted: number): Promise<number> {
  const counter = new Counter(wanted)
  const subscription = log.subscribe({
    topic: 'mentions',
    group: `bench-${randomBytes(4).toString('hex')}`,
    maxBatch: aRequest,
    handle: (batch) => {
      counter.take(read(batch))
      return Promise.resolve()
    }
  })
  try {
    return await counter.done
  } finally {
    await subscription.close()
  }
}

async function consumeBare(kafka: Kafka, topic: string, wanted: number): Promise<number> {
  const counter = new Counter(wanted)
  const consumer = kafka.consumer({ groupId: `${topic}-${randomBytes(4).toString('hex')}`, allowAutoTopicCreation: false, ...settings })
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: async (payload) => {
        const { batch } = payload
        const records = batch.messages.map(({ key, value }) => ({ key: key?.toString() ?? '', value: value?.toString() ?? '' }))
        counter.take(read(records))
        payload.resolveOffset(batch.lastOffset())
        await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets())
      }
    })
    return await counter.done
  } finally {
    await consumer.disconnect()
  }
}

function read(records: readonly Pick<LogRecord, 'key' | 'value'>[]): number {
  return records.filter(({ key, value }) => key !== '' && value.length === valueBytes).length
}
