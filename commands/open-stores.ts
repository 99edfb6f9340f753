import { mkdir } from 'node:fs/promises'
import { systemClock } from '../adapters/clock.ts'
import { openEmbedded } from '../adapters/embedded/open.ts'
import type { Stores } from '../core/ports.ts'
import { dataDirectory, type Place } from './place.ts'

/** The stores of a data folder, beside a running system if there is one; closed when the work is done or has failed. */
export async function withStores<T>(place: Place, work: (stores: Stores) => Promise<T>): Promise<T> {
  const directory = dataDirectory(place)
  await mkdir(directory, { recursive: true })
  const stores = await openEmbedded({ directory, clock: systemClock, lock: false })
  try {
    return await work(stores)
  } finally {
    await stores.close()
  }
}
