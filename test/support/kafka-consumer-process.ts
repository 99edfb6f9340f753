/** A consumer to be killed: `node kafka-consumer-process.ts PREFIX GROUP`; a line for every record that it handled. */
import { openKafkaLog } from '../../adapters/kafka/event-log.ts'
import { kafkaTestOptions, silentLogger } from './kafka-place.ts'

const [prefix = '', group = ''] = process.argv.slice(2)
const log = await openKafkaLog(kafkaTestOptions({ prefix }), { logger: silentLogger })
log.subscribe({
  topic: 'mentions',
  group,
  maxBatch: 20,
  handle: async (batch) => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    for (const { value } of batch) process.stdout.write(`${value}\n`)
  }
})
