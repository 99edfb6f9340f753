import { createClient } from '../adapters/elasticsearch/client.ts'
import { expiringMentions, holdersIn, type ExpiringIndex, type Held } from '../adapters/elasticsearch/expiring-mentions.ts'
import { dropMentionsBefore } from '../adapters/elasticsearch/mention-retention.ts'
import { systemClock } from '../adapters/clock.ts'
import { clusterOptions } from '../cluster.ts'
import { machine } from '../core/actor.ts'
import { RefusedError } from '../core/errors.ts'
import { addMs, chinaWallTime, dayMs, parseInstant, type Instant } from '../core/instant.ts'
import type { Stores } from '../core/ports.ts'
import { openCluster } from '../engine.ts'
import { loadProductConfig } from '../system.ts'
import { result, say, UsageError } from './exit.ts'
import { createLogger } from './logger.ts'
import { configDirectory, engineOf, type Place } from './place.ts'

export interface RetentionOptions extends Place {
  readonly before?: string
  readonly keepDays?: string
  readonly dryRun?: boolean
  readonly force?: boolean
  readonly json?: boolean
}

/**
 * `retention`: deletes mentions of the cluster that were first seen before a day, whole indices at a time. Refuses while an
 * open incident has mentions there, unless forced. Incidents, audit, evidence and notices stay.
 */
export async function retention(options: RetentionOptions): Promise<void> {
  if (engineOf(options.engine ?? 'cluster') !== 'cluster') throw new UsageError('retention 只清理集群；本机数据文件夹中的信息不按期删除')
  const moment = momentOf(options, systemClock.now())
  const config = await loadProductConfig(configDirectory(options))
  const cluster = clusterOptions(config.cluster, process.env, `wanglou-retention-${process.pid}`)
  await using opened = new AsyncDisposableStack()
  const stores = await openCluster(cluster, { clock: systemClock, logger: createLogger() })
  opened.defer(() => stores.close())
  const client = createClient(cluster.elasticsearch)
  opened.defer(() => client.close())
  const deps = { client, options: cluster.elasticsearch }

  const expiring = await expiringMentions(deps, moment)
  const open = expiring.length === 0 ? [] : await openIncidents(stores)
  const held: string[] = []
  for (const index of expiring) {
    const holders = await holdersIn(deps, index.name, open)
    if (holders.length > 0) held.push(`${index.name}：${holders.join('、')}`)
    await result(options.json === true ? { ...index, openIncidents: holders } : line(index, holders))
  }
  if (expiring.length === 0) say(`没有整段都在 ${chinaWallTime(moment)}（北京时间）之前的索引；索引按协调世界时划分`)
  if (options.dryRun === true || expiring.length === 0) return
  if (held.length > 0 && options.force !== true) {
    throw new RefusedError(`未删除：其中还有未办结事件的信息（${held.join('；')}）；办结后再删，或加 --force`)
  }
  await stores.audit.append([auditEntry(expiring, held)])
  const dropped = await dropMentionsBefore(deps, moment)
  say(`已删除 ${dropped.length} 个索引，${dropped.reduce((sum, { mentions }) => sum + mentions, 0)} 条信息`)
}

/** The moment before which an index must have ended; a day begins at midnight in China. @throws UsageError */
export function momentOf({ before, keepDays }: Pick<RetentionOptions, 'before' | 'keepDays'>, now: Instant): Instant {
  if ((before === undefined) === (keepDays === undefined)) throw new UsageError('retention 需要 --before 日期 或 --keep-days 天数，二者取一')
  if (keepDays !== undefined) {
    const days = Number(keepDays)
    if (!Number.isInteger(days) || days < 1) throw new UsageError(`--keep-days 应为正整数，现为 ${keepDays}`)
    return addMs(now, -days * dayMs)
  }
  const moment = /^\d{4}-\d\d-\d\d$/.test(before ?? '') ? parseInstant(`${before}T00:00:00+08:00`) : null
  if (moment === null) throw new UsageError(`--before 应为日期，如 2026-01-01，现为 ${before}`)
  if (moment > now) throw new UsageError(`--before 不能晚于今天，现为 ${before}`)
  return moment
}

/** Mentions keep the incident that they were put to, also when it was merged into another. */
async function openIncidents({ incidents }: Pick<Stores, 'incidents'>): Promise<Held[]> {
  const held: Held[] = []
  for (const id of await incidents.openIds()) {
    const document = await incidents.get(id)
    if (document !== null) held.push({ id, mentionsBear: [id, ...document.state.absorbed] })
  }
  return held
}

function line({ name, period, mentions }: ExpiringIndex, holders: readonly string[]): string {
  const open = holders.length === 0 ? '' : `，其中有未办结事件 ${holders.join('、')} 的信息`
  return `${name}\t${period}\t${mentions} 条${open}`
}

/** Written first: what is deleted must not be silent, also when this process ends in between. */
function auditEntry(expiring: readonly ExpiringIndex[], held: readonly string[]): Parameters<Stores['audit']['append']>[0][number] {
  const lines = expiring.map(({ name, mentions }) => `${name} ${mentions}`)
  return {
    at: systemClock.now(),
    actor: machine('cli'),
    action: 'drop-mentions',
    subject: expiring.map(({ period }) => period).join(' '),
    detail: [...lines, ...(held.length === 0 ? [] : [`forced: ${held.join('; ')}`])].join('\n')
  }
}
