/** `fill.ts FOLDER MENTIONS PAGES`: a closed, reviewed incident; in a process of its own, so that who measures begins clean. */
import { systemClock } from '../../adapters/clock.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { fillArchive } from './fill-archive.ts'

const [, , directory = '', mentions = '0', pages = '0'] = process.argv
const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
await fillArchive(stores, { mentions: Number(mentions), pages: Number(pages) })
await stores.close()
