import { stat } from 'node:fs/promises'
import { FatalError } from '../../core/errors.ts'
import type { Crawl } from '../crawler.ts'
import { takeReceived } from './received.ts'
import type { IngestSettings } from './settings.ts'
import { readFolder } from './watched-folder.ts'

/** The folder of a source is not there, or may not be read. */
class NoFolderError extends FatalError {
  readonly code = 'no-folder'
}

/** A look at what came to a source by itself: files in its folder, pushes and typed items since the last look. Silence is judged as of any source. */
export const crawlIngest: Crawl<IngestSettings> = async (visit, settings) => {
  const received = await takeReceived(visit.crawl, visit.source.id)
  const { folder } = settings
  if (folder === undefined) return { fetched: received, parsed: received, fresh: received }
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false
  )
  if (!isFolder) throw new NoFolderError(`${visit.source.id}: 没有文件夹 ${folder}，或不能读它`)
  const { files, accepted } = await readFolder(visit, settings, folder)
  return { fetched: received + files, parsed: received + accepted, fresh: received + accepted }
}
