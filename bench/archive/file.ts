/** `file.ts FOLDER`: files the filled incident and prints how long it took and the largest memory of this process. */
import path from 'node:path'
import { createArchiveFolder } from '../../adapters/archive/folder.ts'
import { systemClock } from '../../adapters/clock.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { sha256 } from '../../adapters/hash.ts'
import { machine } from '../../core/actor.ts'
import { fileIncident } from '../../core/archive/file-incident.ts'
import { filedId } from './fill-archive.ts'

const [, , directory = ''] = process.argv
const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
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
