/** `file.ts FOLDER`: files the filled incident and prints how long it took and the largest memory of this process. */
import path from 'node:path'
import { keepCompiled } from '../../commands/compile-cache.ts'
import { keepHeapSmall } from '../../commands/thrifty-heap.ts'

// As `wanglou archive make` does.
keepCompiled()
keepHeapSmall()
const { createArchiveFolder } = await import('../../adapters/archive/folder.ts')
const { systemClock } = await import('../../adapters/clock.ts')
const { openEmbedded } = await import('../../adapters/embedded/open.ts')
const { sha256 } = await import('../../adapters/hash.ts')
const { machine } = await import('../../core/actor.ts')
const { fileIncident } = await import('../../core/archive/file-incident.ts')
const { filedId } = await import('./filed-id.ts')

const [, , directory = ''] = process.argv
const stores = await openEmbedded({ directory, clock: systemClock, lock: true, oneReader: true })
const begunMs = performance.now()
const document = await fileIncident(
  {
    stores,
    writer: { store: stores.incidents, sha256, announce: () => Promise.resolve() },
    archives: createArchiveFolder(path.join(directory, 'archives'), stores),
    rules: {
      numberPrefix: 'WS',
      numberSource: '测量',
      retention: [{ grades: ['I', 'II', 'III', 'IV'], years: 10, source: '测量' }],
      reviewedFirst: []
    },
    unit: '测量'
  },
  filedId,
  { at: systemClock.now(), actor: machine('cli'), cause: 'bench' }
)
const ms = Math.round(performance.now() - begunMs)
// maxRSS is in kibibytes.
const rssMb = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6)
process.stdout.write(JSON.stringify({ ms, rssMb, ...document.state.after?.filed?.package }))
await stores.close()
