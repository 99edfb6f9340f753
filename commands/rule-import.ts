import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Document, isMap, isSeq } from 'yaml'
import { readTrendRadar, type TrendRadarRule } from '../config/trendradar.ts'
import { decodeUtf8, firstLineNotUtf8, notUtf8 } from '../config/utf8.ts'
import { fileFault } from '../core/file-fault.ts'
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
  say(`导入的 ${rules.length} 条规则都没有 grade：命中只算相关，不定级、不预警；要预警请逐条加上，如 grade: IV`)
  if (faults.length > 0) process.exitCode = 1
}

async function read(file: string): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    throw new UsageError(`读不到文件 ${file}：${fileFault(error)}`)
  }
  const text = decodeUtf8(bytes)
  if (text === null) throw new UsageError(`${file}:${firstLineNotUtf8(bytes) ?? 1}:1 ${notUtf8}`)
  return text
}

const about = ` 由 TrendRadar 的词表导入。那里的词在标题中逐字查找，这里在标题与正文中按词查找；请逐条改写 eventType、source。
 这些规则都没有 grade：命中只算相关，不凭它定级，也就不预警。要预警，请在该条规则中加一行 grade: IV（一般）、III（较大）、II（重大）或 I（特别重大），
 它若归某个部门，再加 owner: 部门名称。`

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
