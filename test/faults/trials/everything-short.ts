import { setTimeout as pause } from 'node:timers/promises'
import { ElasticsearchProxy } from '../../support/fault-elasticsearch-proxy.ts'
import { underLoad } from '../../support/fault-under-load.ts'

const perSecond = 20
const lastsMs = 60_000
/* Often enough that each kind of poison comes. */
const poisonEvery = 300
const brokerDownMs = 5000
const busyMs = 8000
const calmMs = 3000

/** One disturbance after the other upon one system: what CI has time for. */
export const everythingShort = underLoad(
  'everything-short',
  async ({ engines, begin, random, say, defer }) => {
    const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
    const proxy = await ElasticsearchProxy.open(elasticsearch.url, random)
    defer(() => proxy.close())
    const poison = { every: poisonEvery, random }
    const stage = await begin({ kafka, elasticsearch, elasticsearchUrl: proxy.url, perSecond, lastsMs, poison })
    const { roles } = stage

    await pause(calmMs * random())
    await kafka.kill()
    await pause(brokerDownMs)
    await kafka.start()
    await kafka.waitReady()
    say(`Kafka 停 ${brokerDownMs / 1000} 秒，就绪 ${await stage.goesOn(performance.now())} 毫秒后继续`)

    await pause(calmMs * random())
    await roles.kill('pipeline-2')
    await roles.kill('alerting')
    roles.start('alerting', ['alerting'])
    roles.start('pipeline-3', ['pipeline'])

    await pause(calmMs * random())
    proxy.mood = 'refuses half the items'
    await pause(busyMs)
    proxy.mood = 'well'
    say(`pipeline、alerting 被杀并重启；Elasticsearch 拒绝了 ${proxy.refused.items} 个写入，${await stage.goesOn(performance.now())} 毫秒后继续`)

    await pause(calmMs * random())
    await elasticsearch.kill()
    await elasticsearch.start()
    await elasticsearch.waitReady()
    say(`Elasticsearch 就绪 ${await stage.goesOn(performance.now())} 毫秒后继续`)
    while (stage.load.begun < 3 * poisonEvery) await pause(100)
  },
  { short: true }
)
