import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { createHostLeases } from '../../../crawlers/host-leases.ts'
import { MemoryLeases } from '../../support/crawlers-memory-log.ts'

/** A store that answers a release late, as one over the network does. */
class SlowLeases extends MemoryLeases {
  override async release(name: string, holder: string): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20))
    await super.release(name, holder)
  }
}

test('a host whose lease is given back and taken at the same moment is not lost to its own process', async () => {
  const warned: string[] = []
  const logger = { info: () => undefined, error: () => undefined, warn: (_: unknown, message: string) => void warned.push(message) }
  const leases = createHostLeases({ leases: new SlowLeases(), holder: 'one', clock: systemClock, logger })
  onTestFinished(() => leases.close())
  let lease = await leases.take('feeds.example')
  for (let turn = 0; turn < 5; turn++) {
    const back = lease?.release()
    lease = await leases.take('feeds.example')
    await back
    // Another of the thirty feeds begins beside it.
    const beside = await leases.take('feeds.example')
    expect(lease?.lost.aborted).toBe(false)
    expect(beside?.fence).toBe(lease?.fence)
    await beside?.release()
  }
  await lease?.release()
  expect(warned).toEqual([])
})
