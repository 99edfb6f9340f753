import { setTimeout as pause } from 'node:timers/promises'
import { ElasticsearchProxy, type ElasticsearchMood } from '../../support/fault-elasticsearch-proxy.ts'
import { underLoad, type LoadTrialContext } from '../../support/fault-under-load.ts'

/** Every request is answered with 429 for a minute. */
export const elasticsearchRefuses = underLoad('elasticsearch-429', (context) => disturb(context, 'refuses all'))

/** Half the items of each bulk fail for a minute, by 429 and 503. */
export const elasticsearchHalf = underLoad('elasticsearch-half', (context) => disturb(context, 'refuses half the items'))

const busyMs = 60_000

async function disturb({ engines, begin, random, say, defer }: LoadTrialContext, mood: ElasticsearchMood): Promise<void> {
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  const proxy = await ElasticsearchProxy.open(elasticsearch.url, random)
  defer(() => proxy.close())
  const stage = await begin({ kafka, elasticsearch, elasticsearchUrl: proxy.url, perSecond: 20, lastsMs: busyMs + 30_000 })
  await pause(5000 + random() * 5000)
  proxy.mood = mood
  say(`Elasticsearch ${mood}，${busyMs / 1000} 秒`)
  await pause(busyMs)
  proxy.mood = 'well'
  say(`拒绝了 ${proxy.refused.requests} 个请求、${proxy.refused.items} 个写入；恢复 ${await stage.goesOn(performance.now())} 毫秒后继续`)
  if (proxy.refused.requests + proxy.refused.items === 0) throw new Error('nothing was refused: the trial tried nothing')
  await pause(10_000)
}
