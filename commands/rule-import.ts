import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Document, isMap, isSeq } from 'yaml'
import { readTrendRadar, type TrendRadarRule } from '../config/trendradar.ts'
import { result, say, UsageError } from './exit.ts'

/**
 * `rule import-trendradar FILE`: a rule pack on stdout, what could not be carried over on stderr as `file:line:column reason`
 * (exit 1).
 * @throws UsageError when the file cannot be read or holds no group
 */
export async function importTrendRadar(file: string): Promise<void> {
  const { rules, faults } = readTrendRadar(await read(file))
  for (const { line, column, reason } of faults) say(`${file}:${line}:${column} ${reason}`)
  if (rules.length === 0) throw new UsageError(`${file} 中没有可导入的词组`)
  await result(packOf(rules, path.basename(file)))
  if (faults.length > 0) process.exitCode = 1
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`读不到文件 ${file}：${(error as Error).message}`)
  }
}

const about = ` 由 TrendRadar 的词表导入。那里的词在标题中逐字查找，这里在标题与正文中按词查找；请逐条改写 eventType、source。`

function packOf(rules: readonly TrendRadarRule[], file: string): string {
  const document = new Document({
    id: 'trendradar',
    subject: '关注词',
    version: '1',
    rules: rules.map(({ name, line, all, any, none }, index) => ({
      id: `trendradar-${index + 1}`,
      name,
      eventType: name,
      when: { ...(all.length > 0 ? { all } : {}), ...(any.length > 0 ? { any } : {}), ...(none.length > 0 ? { none } : {}) },
      source: `${file} 第 ${line} 行`
    }))
  })
  document.commentBefore = about
  const written = document.get('rules')
  if (isSeq(written)) {
    for (const [index, item] of written.items.entries()) {
      const { mostShown } = rules[index] ?? { mostShown: null }
      if (mostShown !== null && isMap(item)) item.commentBefore = ` 原有 @${mostShown}(最多显示几条)：这里不按条数截断`
      const when = isMap(item) ? item.get('when') : null
      if (isMap(when)) for (const { value } of when.items) if (isSeq(value)) value.flow = true
    }
  }
  return document.toString({ lineWidth: 0 }).trimEnd()
}
