import { readFile } from 'node:fs/promises'
import { statSync } from 'node:fs'
import { systemClock } from '../adapters/clock.ts'
import { deadLettersOn } from '../adapters/dead-letters.ts'
import { sha256 } from '../adapters/hash.ts'
import { readArticle } from '../adapters/web/article.ts'
import { decodeText } from '../adapters/web/charset.ts'
import { SourceKind } from '../core/mention.ts'
import { importFile, ImportFormat } from '../crawlers/import/import.ts'
import { isOpml, opmlStanzas } from '../crawlers/import/opml.ts'
import { result, say, UsageError } from './exit.ts'
import { createLogger } from './logger.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'

/**
 * `import FILE…`: into the log. Refused lines are said with their reason and kept as dead letters; they make the exit code 1. A list of
 * subscriptions (OPML) holds no mention: it is printed as stanzas for `sources.yaml`.
 */
export async function importFiles(files: readonly string[], options: Place & { format: string; kind?: string }): Promise<void> {
  const format = ImportFormat.safeParse(options.format)
  if (!format.success) throw new UsageError(`没有格式 ${options.format}；可用：${ImportFormat.options.join('、')}`)
  const kind = SourceKind.safeParse(options.kind)
  if (options.kind !== undefined && !kind.success) throw new UsageError(`没有来源类型 ${options.kind}；可用：${SourceKind.options.join('、')}`)
  for (const file of files) {
    const stats = statSync(file, { throwIfNoEntry: false })
    if (stats === undefined) throw new UsageError(`找不到文件：${file}`)
    if (stats.isDirectory()) throw new UsageError(`这是文件夹，不是文件：${file}`)
  }
  const items: string[] = []
  for (const file of files) {
    if (!(await printSources(file))) items.push(file)
  }
  if (items.length === 0) return
  const logger = createLogger()
  await withStores(
    options,
    async ({ log, evidence }) => {
      const pages = { readArticle, evidence, decode: (bytes: Uint8Array, contentType: string | null) => decodeText(bytes, contentType)?.text ?? null }
      for (const file of items) {
        const deps = { log, deadLetters: deadLettersOn(log, systemClock), clock: systemClock, logger, sha256, drill: false, pages }
        const report = await importFile(file, format.data, { ...deps, kind: kind.success ? kind.data : null })
        for (const reason of report.reasons) say(reason)
        if (report.refused > 0) process.exitCode = 1
        await result(report)
      }
    },
    { create: true }
  )
}

/** Whether the file is a list of subscriptions, which is then printed. */
async function printSources(file: string): Promise<boolean> {
  if (!/\.(?:opml|xml)$/i.test(file)) return false
  const text = decodeText(await readFile(file), 'text/xml')?.text ?? ''
  if (!isOpml(text)) return false
  try {
    const { yaml, count, refused } = opmlStanzas(text)
    for (const reason of refused) say(`${file}: ${reason}`)
    if (refused.length > 0) process.exitCode = 1
    say(`${file}：${count} 个订阅，下面各行可贴进 sources.yaml；没有导入任何信息`)
    if (yaml !== '') await result(yaml.trimEnd())
    return true
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${file}: ${error.message}`)
    throw error
  }
}
