import { existsSync } from 'node:fs'
import path from 'node:path'
import { systemClock } from '../adapters/clock.ts'
import { clusterOptions } from '../cluster.ts'
import { DamagedDataError, RetryableError } from '../core/errors.ts'
import { migrate, type Moved } from '../migrate/migrate.ts'
import { holds, type Check } from '../migrate/part.ts'
import { MoveRefusedError } from '../migrate/refused.ts'
import { loadProductConfig } from '../system.ts'
import { result, say, UsageError } from './exit.ts'
import { createLogger } from './logger.ts'
import { configDirectory, dataDirectory, type Place } from './place.ts'
import { padded } from './table.ts'

export interface MigrateOptions extends Place {
  readonly from: string
  readonly to: string
  readonly restart?: boolean
  readonly json?: boolean
}

/** `migrate --from embedded --to cluster`: exit 2 with the reason where it must not be, 4 when the two sides do not match. */
export async function migrateData(options: MigrateOptions): Promise<void> {
  if (options.from !== 'embedded' || options.to !== 'cluster') throw new UsageError('目前只能 --from embedded --to cluster')
  const directory = dataDirectory(options)
  if (!existsSync(path.join(directory, 'wanglou.db'))) throw new UsageError(`${directory} 中没有望楼的数据；请用 --data 指明数据文件夹`)
  const config = await loadProductConfig(configDirectory(options))
  const moved = await moveOrRefuse({
    directory,
    options: clusterOptions(config.cluster, process.env, `wanglou-migrate-${process.pid}`),
    restart: options.restart === true,
    clock: systemClock,
    logger: createLogger(),
    say
  })
  await result(options.json === true ? jsonOf(moved) : table(moved))
  complain(moved.checks)
}

async function moveOrRefuse(migration: Parameters<typeof migrate>[0]): Promise<Moved> {
  try {
    return await migrate(migration)
  } catch (error) {
    if (error instanceof RetryableError) say('迁移没有做完；已复制的都在，再次运行同一条命令即从断处续做（此前不要在这个文件夹上启动望楼）')
    throw error instanceof MoveRefusedError ? new UsageError(`不能迁移：${error.message}`) : error
  }
}

function complain(checks: readonly Check[]): void {
  const unlike = checks.filter((check) => !holds(check))
  if (unlike.length > 0) {
    throw new DamagedDataError(
      `核验未通过：${unlike.map(({ words }) => words).join('、')}两边不一致。集群暂不可用；再次运行会重新比对，加 --restart 从头迁移`
    )
  }
  const damaged = checks.filter((check) => check.damaged.length > 0)
  if (damaged.length > 0) {
    throw new DamagedDataError(
      `已迁移，但文件夹中早有损坏、无法迁移的：${damaged.map(({ words, damaged }) => `${words} ${damaged.length} 份`).join('、')}`
    )
  }
}

function jsonOf({ isNew, move, checks }: Moved): unknown {
  return {
    isNew,
    directory: move.directory,
    startedAt: move.startedAt,
    finishedAt: move.finishedAt,
    isSame: checks.every(holds),
    checks: checks.map((check) => ({ ...check, holds: holds(check) }))
  }
}

function table({ isNew, move, checks }: Moved): string {
  const rows = checks.flatMap((check) => [
    [check.words, String(check.folder), String(check.cluster), verdict(check)],
    ...check.figures.map(({ words, folder, cluster }) => [`  ${words}`, short(folder), short(cluster), folder === cluster ? '一致' : '不一致'])
  ])
  return [
    isNew ? '逐条比对（证据比对每一份的哈希）：' : `已于 ${move.finishedAt} 迁完，文件夹此后没有改动，这次什么也没做。当时的比对：`,
    ...padded([['', '文件夹', '集群', '结果'], ...rows])
  ].join('\n')
}

/** A hash by its beginning. */
function short(figure: number | string): string {
  return typeof figure === 'number' ? String(figure) : `${figure.slice(0, 12)}…`
}

function verdict(check: Check): string {
  const { differing, examples, damaged } = check
  const words = [holds(check) ? '一致' : '不一致']
  if (differing > 0) words.push(`${differing} 条不同${examples.length > 0 ? `，如 ${examples.join('、')}` : ''}`)
  if (damaged.length > 0) words.push(`文件夹中已损坏 ${damaged.length} 份：${damaged.slice(0, 5).join('、')}`)
  return words.join('；')
}
