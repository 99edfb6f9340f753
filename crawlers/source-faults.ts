import { statSync } from 'node:fs'
import { z } from 'zod'
import type { Source } from '../core/source.ts'

export interface SourceFault {
  /** Place of the source in its list. */
  readonly index: number
  readonly field: string
  readonly reason: string
}

const Named = z.object({
  cookie: z.object({ file: z.string().optional() }).optional().catch(undefined),
  folder: z.string().optional().catch(undefined)
})

/** Files and folders that sources name and this machine does not have. A source without them would be blind; its neighbours would run, so a start goes on. */
export function sourceFaults(sources: readonly Source[]): readonly SourceFault[] {
  return sources.flatMap(({ enabled, settings }, index): SourceFault[] => {
    const { cookie, folder } = Named.parse(settings)
    if (!enabled) return []
    return [
      ...(cookie?.file === undefined || kindOf(cookie.file) === 'file'
        ? []
        : [{ index, field: 'settings.cookie.file', reason: `没有这个文件：${cookie.file}` }]),
      ...(folder === undefined || kindOf(folder) === 'folder' ? [] : [{ index, field: 'settings.folder', reason: `没有这个文件夹：${folder}` }])
    ]
  })
}

function kindOf(path: string): 'file' | 'folder' | null {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return null
  return found.isDirectory() ? 'folder' : 'file'
}
