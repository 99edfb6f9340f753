import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../adapters/clock.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import type { Stores } from '../../core/ports.ts'
import type { Closable, Place } from '../contract/place.ts'

/** A folder of real files for the embedded engine. Opened without the lock, as by several processes. */
export async function embeddedPlace(): Promise<Place<Stores> & { readonly directory: string; openLocked(): Promise<Stores & Closable> }> {
  const directory = await mkdtemp(join(tmpdir(), 'wanglou-embedded-'))
  return {
    directory,
    open: () => openEmbedded({ directory, clock: systemClock, lock: false }),
    openLocked: () => openEmbedded({ directory, clock: systemClock, lock: true }),
    remove: () => rm(directory, { recursive: true, force: true })
  }
}
