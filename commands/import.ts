import { statSync } from 'node:fs'
import { systemClock } from '../adapters/clock.ts'
import { deadLettersOn } from '../adapters/dead-letters.ts'
import { sha256 } from '../adapters/hash.ts'
import { importFile, ImportFormat } from '../crawlers/import/import.ts'
import { result, say, UsageError } from './exit.ts'
import { createLogger } from './logger.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'

/** `import FILE…`: into the log. Refused lines are said with their reason and kept as dead letters; they make the exit code 1. */
export async function importFiles(files: readonly string[], options: Place & { format: string }): Promise<void> {
  const format = ImportFormat.safeParse(options.format)
  if (!format.success) throw new UsageError(`没有格式 ${options.format}；可用：${ImportFormat.options.join('、')}`)
  for (const file of files) {
    const stats = statSync(file, { throwIfNoEntry: false })
    if (stats === undefined) throw new UsageError(`找不到文件：${file}`)
    if (stats.isDirectory()) throw new UsageError(`这是文件夹，不是文件：${file}`)
  }
  const logger = createLogger()
  await withStores(
    options,
    async ({ log }) => {
      for (const file of files) {
        const deps = { log, deadLetters: deadLettersOn(log, systemClock), clock: systemClock, logger, sha256, drill: false }
        const report = await importFile(file, format.data, deps)
        for (const reason of report.reasons) say(reason)
        if (report.refused > 0) process.exitCode = 1
        await result(report)
      }
    },
    { create: true }
  )
}
