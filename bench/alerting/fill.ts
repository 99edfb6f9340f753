/** `fill.ts FOLDER COUNT`: open incidents of which nothing is due for a day; in a process of its own, so that who measures begins clean. */
import { systemClock } from '../../adapters/clock.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { hourMs, instantFromMs } from '../../core/instant.ts'
import { runningIncident } from './incidents.ts'

const [, , directory = '', count = '0'] = process.argv
const batch = 500
const total = Number(count)
const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
for (let from = 0; from < total; from += batch) {
  const documents = Array.from({ length: Math.min(batch, total - from) }, (_, offset) => {
    const number = from + offset
    return runningIncident(`open-${number}`, instantFromMs(Date.now() + (24 + (number % 240)) * hourMs))
  })
  await Promise.all(documents.map((document) => stores.incidents.put(document, 0)))
  if ((from + batch) % 20_000 === 0) process.stderr.write(`已建 ${from + batch} 个事件\n`)
}
await stores.close()
