import { systemClock } from '../adapters/clock.ts'
import { serverMajor } from '../adapters/elasticsearch/check-server.ts'
import { readClockSkews, type ClockSkew } from '../adapters/elasticsearch/clock-skew.ts'
import { describeElasticsearch, type AliasReport, type ElasticsearchReport, type NodeReport } from '../adapters/elasticsearch/describe.ts'
import { MissingIndexError, StoreOverloadedError } from '../adapters/elasticsearch/errors.ts'
import { refuseMissingIncidents } from '../adapters/elasticsearch/missing-incidents.ts'
import { readHealthOn, readSweepOn } from '../adapters/elasticsearch/crawl-state.ts'
import { refuseUnfinishedMove, UnfinishedMoveError } from '../adapters/elasticsearch/moves.ts'
import type { ElasticsearchOptions } from '../adapters/elasticsearch/options.ts'
import type { Source } from '../core/source.ts'
import { bad, note, ok, type Finding } from './finding.ts'
import { size } from './sizes.ts'
import { judgeSources } from './sources.ts'
import { judgeSweep } from './sweep.ts'

const noticeableSkewMs = 2_000
/** Leases last up to 30 s: clocks that differ so much break them. */
const harmfulSkewMs = 10_000

/** The cluster, its servers, our indices. @throws UnreachableError, AccessRefusedError, ServerVersionError */
export async function checkElasticsearch(options: ElasticsearchOptions, sources: readonly Source[]): Promise<Finding[]> {
  const report = await describeElasticsearch(options)
  const none = report.aliases.length === 0 ? [note('索引', `还没有 ${options.prefix} 的索引；首次启动时建立`)] : []
  const checkSources = async (): Promise<Finding[]> => judgeSources(sources, await readHealthOn(options), systemClock, true)
  const more = [checkMove, checkIncidents, checkSweep, checkSources].map((check) => unlessClosed(check(options)))
  return [...judgeElasticsearch(report), ...none, ...(await Promise.all(more)).flat(), ...(await readClockSkews(options)).map(judgeClock)]
}

/** A closed index has its finding already. */
async function unlessClosed(check: Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check
  } catch (error) {
    if (error instanceof StoreOverloadedError) return []
    throw error
  }
}

export function judgeElasticsearch(report: ElasticsearchReport): Finding[] {
  const servers = report.nodes.flatMap((node) => [checkVersion(node, report), ...checkDisk(node, report)])
  return [checkStatus(report), ...servers, ...report.foreignTemplates.map((words) => bad('索引模板', words)), ...report.aliases.map(checkAlias)]
}

function checkStatus({ cluster, status, nodes }: ElasticsearchReport): Finding {
  const words = `集群 ${cluster}，${nodes.length} 个节点，状态 ${status}`
  if (status === 'green') return ok('Elasticsearch', words)
  return status === 'red' ? bad('Elasticsearch', `${words}：有分片不在，数据不全`) : note('Elasticsearch', `${words}：有副本没有去处`)
}

function checkVersion({ name, version, fits }: NodeReport, { clientVersion }: ElasticsearchReport): Finding {
  const about = `节点 ${name}`
  if (fits) return ok(about, `服务器 ${version}，客户端 ${clientVersion}：相配`)
  return bad(about, `服务器 ${version}，客户端 ${clientVersion}：不相配，本程序只能连接 ${serverMajor}.x 的服务器`)
}

function checkDisk({ name, diskTotalBytes: total, diskFreeBytes: free }: NodeReport, { watermarks }: ElasticsearchReport): Finding[] {
  if (total === null || free === null || total === 0) return []
  const about = `节点 ${name} 的磁盘`
  const words = `剩余 ${size(free)}，共 ${size(total)}`
  if (isBelow(watermarks.floodStage, total, free)) return [bad(about, `${words}：低于最后水位 ${watermarks.floodStage}，索引已只读`)]
  if (isBelow(watermarks.high, total, free)) return [note(about, `${words}：低于高水位 ${watermarks.high}，再少就会停止写入`)]
  return [ok(about, words)]
}

const unitBytes: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 }

/** A watermark is a use (`90%`, `0.9`) that is passed, or a rest (`50gb`) that is fallen below. */
function isBelow(watermark: string | null, total: number, free: number): boolean {
  const [, figure = '', unit = ''] = /^([\d.]+)(%|[a-z]*)$/.exec(watermark ?? '') ?? []
  if (figure === '') return false
  const bytes = unitBytes[unit]
  if (bytes !== undefined) return free < Number(figure) * bytes
  return (total - free) / total > (unit === '%' ? Number(figure) / 100 : Number(figure))
}

function checkAlias({ alias, version, indices }: AliasReport): Finding {
  const about = `索引 ${alias}`
  const read = indices.filter(({ isRead }) => isRead)
  const documents = read.reduce((sum, index) => sum + index.documents, 0)
  const bytes = read.reduce((sum, index) => sum + index.storeBytes, 0)
  const words = `${read.length} 个，${documents} 份文档，${size(bytes)}`
  const faults = indices.flatMap(({ name, fault }) => (fault === null ? [] : [`${name} ${fault}`]))
  if (faults.length > 0) return bad(about, `${words}；${faults.join('；')}`)
  const blocked = read.filter(({ block }) => block !== null)
  if (blocked.length > 0) return bad(about, `${words}；写不进去：${blocked.map(({ name, block }) => `${name}（${block}）`).join('、')}`)
  const unread = indices.filter((index) => !index.isRead && index.version < version).map(({ name }) => name)
  return unread.length === 0 ? ok(about, words) : note(about, `${words}；升级后留下、可以删除：${unread.join('、')}`)
}

async function checkIncidents(options: ElasticsearchOptions): Promise<Finding[]> {
  try {
    await refuseMissingIncidents(options)
    return []
  } catch (error) {
    if (error instanceof MissingIndexError) return [bad('事件', error.message)]
    throw error
  }
}

async function checkSweep(options: ElasticsearchOptions): Promise<Finding[]> {
  return [judgeSweep(await readSweepOn(options), systemClock.elapsedMs())]
}

async function checkMove(options: ElasticsearchOptions): Promise<Finding[]> {
  try {
    await refuseUnfinishedMove(options)
    return []
  } catch (error) {
    if (error instanceof UnfinishedMoveError) return [bad('迁移', error.message)]
    throw error
  }
}

export function judgeClock({ node, aheadMs, uncertainMs }: ClockSkew): Finding {
  const about = `节点 ${node} 的时钟`
  const words = `比本机${aheadMs < 0 ? '慢' : '快'} ${(Math.abs(aheadMs) / 1000).toFixed(2)} 秒（±${(uncertainMs / 1000).toFixed(2)}）`
  const least = Math.abs(aheadMs) - uncertainMs
  if (least > harmfulSkewMs) return bad(about, `${words}：租约会出错，请校时`)
  return least > noticeableSkewMs ? note(about, `${words}：请校时`) : ok(about, words)
}
