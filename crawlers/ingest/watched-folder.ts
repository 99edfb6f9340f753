import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { WanglouError } from '../../core/errors.ts'
import { chinaWallTime } from '../../core/instant.ts'
import type { Visit } from '../crawler.ts'
import { ingestFile, type FileReport } from './ingest-file.ts'
import type { IngestSettings } from './settings.ts'

/** Names of files that somebody is still writing, or that an office program keeps beside its own. */
const unfinished = /^(\.|~\$)|\.(part|partial|tmp|temp|crdownload|download|filepart|swp)$|~$/i

/**
 * Takes in the finished files of a folder, oldest first, each then moved into `done/`, or into `refused/` where nothing of it could be taken. What
 * was refused is written beside it. A file is known by its content: the same one again is moved and not taken in again. A crash in between repeats
 * a file, whose rows have the same ids.
 */
export async function readFolder(visit: Visit, settings: IngestSettings, folder: string): Promise<{ files: number; accepted: number }> {
  const total = { files: 0, accepted: 0 }
  for (const name of await finishedFiles(folder, settings.settledSeconds, visit.clock.elapsedMs())) {
    if (visit.signal.aborted) break
    total.files += 1
    total.accepted += await takeFile(visit, settings, folder, name)
  }
  return total
}

async function finishedFiles(folder: string, settledSeconds: number, nowMs: number): Promise<readonly string[]> {
  const found: { name: string; writtenMs: number }[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    // No links: what they point at may be anywhere.
    if (!entry.isFile() || unfinished.test(entry.name)) continue
    // Gone since it was listed: somebody else took it.
    const stats = await lstat(join(folder, entry.name)).catch(() => null)
    // A copy keeps the time of its original; when it was copied shows in the other one.
    // The clock counts whole milliseconds, the file system parts of them: a file written this very millisecond is not from the future.
    const isStill = stats !== null && nowMs - Math.floor(Math.max(stats.mtimeMs, stats.ctimeMs)) >= settledSeconds * 1000
    if (isStill) found.push({ name: entry.name, writtenMs: stats.mtimeMs })
  }
  return found.toSorted((a, b) => a.writtenMs - b.writtenMs || (a.name < b.name ? -1 : 1)).map(({ name }) => name)
}

async function takeFile(visit: Visit, settings: IngestSettings, folder: string, name: string): Promise<number> {
  const path = join(folder, name)
  const cursor = `file ${await hashOf(path)}`
  if ((await visit.crawl.cursor(visit.source.id, cursor)) !== null) {
    await moveTo(visit, folder, 'done', name, ['与已导入过的文件内容相同，没有再导入'])
    return 0
  }
  let report: FileReport
  try {
    report = await ingestFile(ingestDepsOf(visit), visit.source, settings, path, name)
  } catch (error) {
    // Whatever is not the file's own fault, such as a store that is away, leaves it where it is.
    if (!(error instanceof WanglouError) || !('retryable' in error) || error.retryable === true) throw error
    visit.logger.warn({ sourceId: visit.source.id, file: name, reason: error.message }, 'file refused')
    await moveTo(visit, folder, 'refused', name, [error.message])
    return 0
  }
  const isTaken = report.accepted > 0
  await visit.crawl.setCursor(visit.source.id, cursor, name)
  const summary = `导入 ${report.accepted} 条，拒收 ${report.refused} 条`
  await moveTo(visit, folder, isTaken ? 'done' : 'refused', name, report.refused === 0 ? [] : [summary, ...report.reasons])
  return report.accepted
}

function ingestDepsOf(visit: Visit): Parameters<typeof ingestFile>[0] {
  return {
    log: {
      append: async (_topic, records) => {
        await visit.emit(records.map(({ value }) => JSON.parse(value) as Parameters<Visit['emit']>[0][number]))
      }
    },
    deadLetters: visit.deadLetters,
    clock: visit.clock,
    sha256: visit.sha256,
    drill: visit.drill
  }
}

/** Never over a file that is there: the moment is added to its name. The reasons first, so that no file is moved without them. */
async function moveTo(visit: Visit, folder: string, under: 'done' | 'refused', name: string, reasons: readonly string[]): Promise<void> {
  const to = join(folder, under)
  await mkdir(to, { recursive: true })
  const taken = new Set(await readdir(to))
  const stamp = chinaWallTime(visit.clock.now()).replaceAll(/[-: ]/g, '')
  let target = name
  for (let count = 1; taken.has(target); count++) target = `${stamp}-${count}-${name}`
  if (reasons.length > 0) await writeFile(join(to, `${target}.原因.txt`), `${reasons.join('\n')}\n`)
  await rename(join(folder, name), join(to, target))
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
