import { systemClock } from '../../adapters/clock.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'

/**
 * A process to be killed: takes the lock, consumes `assessed`, and appends to `mentions` for ever, telling on stdout the
 * number up to which its appends were acknowledged.
 */
const directory = process.argv[2]
if (directory === undefined) throw new Error('usage: embedded-appender.ts DIRECTORY')
const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
stores.log.subscribe({ topic: 'assessed', group: 'g', maxBatch: 10, handle: async () => {} })
for (let next = 0; ; next += 7) {
  const records = Array.from({ length: 7 }, (_, index) => ({ key: `key-${(next + index) % 50}`, value: String(next + index) }))
  await stores.log.append('mentions', records)
  process.stdout.write(`${next + 7}\n`)
}
