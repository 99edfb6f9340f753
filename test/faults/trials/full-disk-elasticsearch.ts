import { setTimeout as pause } from 'node:timers/promises'
import { askElasticsearch } from '../../../tools/engines/elasticsearch-http.ts'
import type { ElasticsearchNode } from '../../../tools/engines/elasticsearch-node.ts'
import type { Stage } from '../../support/fault-stage.ts'
import { underLoad } from '../../support/fault-under-load.ts'

/** More than any disk has free: to the server its own is too full at once. */
const unreachable = '1000tb'
const fullMs = 40_000
const blockWithinMs = 60_000
const waitingWords = /cluster_block_exception|flood-stage|read-only|磁盘/

/** The server finds its disk too full and blocks every index by itself (flood stage), and lifts the block when there is room. */
export const fullDiskElasticsearch = underLoad('full-disk-elasticsearch', async ({ engines, begin, random, say, defer }) => {
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  const stage = await begin({ kafka, elasticsearch, perSecond: 20, lastsMs: fullMs + 60_000 })
  await pause(5000 + random() * 5000)
  defer(() => makeRoom(elasticsearch))
  await fill(elasticsearch)
  await until(() => isBlocked(stage), '没有等到 Elasticsearch 封锁索引')
  say(`Elasticsearch 已因磁盘将满而封锁索引，${fullMs / 1000} 秒后腾出空间`)
  await pause(fullMs)
  await makeRoom(elasticsearch)
  await until(async () => !(await isBlocked(stage)), '没有等到 Elasticsearch 解除封锁')
  say(`解除封锁 ${await stage.goesOn(performance.now())} 毫秒后继续`)
  if (!stage.roles.names.some((name) => waitingWords.test(stage.roles.saidBy(name)))) throw new Error('没有一个进程的日志说到磁盘已满')
  await pause(10_000)
})

async function fill({ access }: ElasticsearchNode): Promise<void> {
  const disk = 'cluster.routing.allocation.disk'
  await put(access, {
    'cluster.info.update.interval': '10s',
    [`${disk}.threshold_enabled`]: true,
    [`${disk}.watermark.low`]: unreachable,
    [`${disk}.watermark.high`]: unreachable,
    [`${disk}.watermark.flood_stage`]: unreachable
  })
}

async function makeRoom({ access }: ElasticsearchNode): Promise<void> {
  const disk = 'cluster.routing.allocation.disk'
  const settings = ['threshold_enabled', 'watermark.low', 'watermark.high', 'watermark.flood_stage'].map((name) => [`${disk}.${name}`, null])
  await put(access, { ...Object.fromEntries(settings), 'cluster.info.update.interval': '10s' })
}

async function put(access: ElasticsearchNode['access'], persistent: Readonly<Record<string, unknown>>): Promise<void> {
  const { status, body } = await askElasticsearch(access, 'PUT', '/_cluster/settings', { persistent })
  if (status !== 200) throw new Error(`_cluster/settings: ${status} ${JSON.stringify(body)}`)
}

async function isBlocked({ elasticsearch, cluster }: Stage): Promise<boolean> {
  const { body } = await askElasticsearch(elasticsearch.access, 'GET', `/${cluster.elasticsearch.prefix}-mentions/_settings?flat_settings=true`)
  return JSON.stringify(body).includes('"index.blocks.read_only_allow_delete":"true"')
}

async function until(done: () => Promise<boolean>, otherwise: string): Promise<void> {
  const deadlineMs = performance.now() + blockWithinMs
  while (!(await done())) {
    if (performance.now() > deadlineMs) throw new Error(otherwise)
    await pause(250)
  }
}
