import { describe } from 'vitest'
import { eventLogContract } from '../contract/event-log.ts'
import { kafkaBrokers, kafkaPlace } from '../support/kafka-place.ts'

describe.skipIf(kafkaBrokers.length === 0)('with brokers', () => {
  eventLogContract('kafka', () => kafkaPlace())
})
