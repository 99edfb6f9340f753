import { setTimeout as pause } from 'node:timers/promises'
import type { Trial } from '../../support/fault-trial.ts'
import { underLoad, type LoadTrialContext } from '../../support/fault-under-load.ts'

/** The only Elasticsearch is killed and comes back after so many seconds. */
export function elasticsearchDown(seconds: number): Trial {
  return underLoad(`elasticsearch-down-${seconds}s`, (context) => disturb(context, seconds))
}

async function disturb({ engines, begin, random, say }: LoadTrialContext, seconds: number): Promise<void> {
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  const stage = await begin({ kafka, elasticsearch, perSecond: 20, lastsMs: 45_000 + seconds * 1000 })
  await pause(5000 + random() * 5000)
  await elasticsearch.kill()
  say(`Elasticsearch 已 kill -9，${seconds} 秒后回来`)
  await pause(seconds * 1000)
  await elasticsearch.start()
  await elasticsearch.waitReady()
  say(`Elasticsearch 就绪 ${await stage.goesOn(performance.now())} 毫秒后继续`)
  await pause(10_000)
}
