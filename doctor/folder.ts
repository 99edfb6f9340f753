import { describeFolder, freeBytes, type FolderReport } from '../adapters/embedded/describe.ts'
import { movedFile, movingWords } from '../adapters/embedded/moved-folder.ts'
import { systemClock } from '../adapters/clock.ts'
import type { Source } from '../core/source.ts'
import { bad, note, ok, type Finding } from './finding.ts'
import { size } from './sizes.ts'
import { judgeSources } from './sources.ts'
import { judgeSweep } from './sweep.ts'

const littleBytes = 5 * 1024 ** 3
const tooLittleBytes = 512 * 1024 ** 2
/** A write-ahead log of this size is not being emptied: some reader has been holding it. */
const longWriteAheadBytes = 1024 ** 3

/** The data folder of the embedded engine. */
export async function checkFolder(directory: string, sources: readonly Source[]): Promise<Finding[]> {
  const report = await describeFolder(directory)
  const about = '数据文件夹'
  if (report === null)
    return [
      note(about, `${directory} 中还没有数据；首次启动时建立`),
      checkDisk(directory, await freeBytes(directory)),
      ...judgeSources(sources, [], systemClock, false)
    ]
  return [
    ok(about, `${directory}，数据库 ${size(report.databaseBytes)}${report.isInUse ? '，正有进程在用' : ''}`),
    ...checkMoved(directory),
    checkSchema(report),
    report.faults.length === 0 ? ok('数据完整性', '快速检查未见损坏') : bad('数据完整性', `数据库已损坏：${report.faults.join('；')}`),
    ...checkWriteAhead(report),
    checkDisk(directory, await freeBytes(directory)),
    // Where nothing runs, nothing sweeps either.
    ...(report.isInUse ? [judgeSweep(report.sweptElapsedMs, systemClock.elapsedMs())] : []),
    ok('积压', `信息 ${report.mentions} 条；待研判 ${report.unassessed}，待归并 ${report.ungrouped}`),
    report.deadLetters === 0 ? ok('死信', '没有') : note('死信', `${report.deadLetters} 条；用 wanglou dead-letters list 查看`),
    ...judgeSources(sources, report.sources, systemClock, report.isInUse)
  ]
}

function checkMoved(directory: string): Finding[] {
  const file = movedFile(directory)
  const moving = movingWords(directory)
  if (file === null) return moving === null ? [] : [note('搬迁', moving)]
  return [note('搬迁', `数据已迁入集群（${file}）：这里只能读，不能再写入或启动`)]
}

function checkSchema({ schema, newestSchema }: FolderReport): Finding {
  const about = '数据版本'
  if (schema > newestSchema) return bad(about, `${schema}，本程序只认得到 ${newestSchema}；请用较新的程序`)
  return schema < newestSchema ? note(about, `${schema}，下次启动升级到 ${newestSchema}`) : ok(about, String(schema))
}

function checkWriteAhead({ writeAheadBytes }: FolderReport): Finding[] {
  return writeAheadBytes < longWriteAheadBytes ? [] : [note('预写日志', `${size(writeAheadBytes)}，长时间未并入数据库；重启程序可以恢复`)]
}

function checkDisk(directory: string, free: number): Finding {
  const about = '磁盘'
  if (free < tooLittleBytes) return bad(about, `${directory} 所在磁盘只剩 ${size(free)}，写入随时会失败`)
  return free < littleBytes ? note(about, `${directory} 所在磁盘只剩 ${size(free)}`) : ok(about, `${directory} 所在磁盘剩余 ${size(free)}`)
}
