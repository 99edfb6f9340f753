import { randomBytes } from 'node:crypto'
import { openKafkaLog, removeTopics, type KafkaEventLog } from '../../adapters/kafka/event-log.ts'
import type { KafkaOptions } from '../../adapters/kafka/options.ts'
import type { Logger } from '../../core/ports.ts'
import type { Place } from '../contract/place.ts'

/** Brokers that tests may use, `host:port,…`; without them the tests of the Kafka engine are skipped. */
export const kafkaBrokers: readonly string[] = (process.env['WANGLOU_KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== '')

export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} }

/** A system of its own on the brokers of the tests. */
export function kafkaTestOptions(own: Partial<KafkaOptions> = {}): KafkaOptions {
  return {
    brokers: kafkaBrokers,
    prefix: `wanglou-test-${randomBytes(6).toString('hex')}`,
    clientId: 'wanglou-test',
    tls: null,
    sasl: null,
    partitions: { mentions: 4, assessed: 2, incidents: 1, 'dead-letters': 1 },
    replication: 'auto',
    retentionMs: 3_600_000,
    compression: 'none',
    ...own
  }
}

/** Topics of a fresh prefix; removed with all their groups. */
export async function kafkaPlace(
  own: Partial<KafkaOptions> = {}
): Promise<Place<{ readonly log: KafkaEventLog }> & { readonly options: KafkaOptions }> {
  const options = kafkaTestOptions(own)
  return {
    options,
    async open() {
      const log = await openKafkaLog(options, { logger: silentLogger })
      return { log, close: () => log.close() }
    },
    remove: () => removeTopics(options, { logger: silentLogger })
  }
}
