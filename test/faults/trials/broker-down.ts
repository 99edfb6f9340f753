import { setTimeout as pause } from 'node:timers/promises'
import type { Trial } from '../../support/fault-trial.ts'
import { underLoad, type LoadTrialContext } from '../../support/fault-under-load.ts'

/** The only broker is killed and comes back after so many seconds. */
export function brokerDown(seconds: number): Trial {
  return underLoad(`broker-down-${seconds}s`, (context) => disturb(context, seconds))
}

async function disturb({ engines, begin, random, say }: LoadTrialContext, seconds: number): Promise<void> {
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  const stage = await begin({ kafka, elasticsearch, perSecond: 20, lastsMs: 30_000 + seconds * 1000 })
  await pause(5000 + random() * 5000)
  await kafka.kill()
  say(`Kafka 已 kill -9，${seconds} 秒后回来`)
  await pause(seconds * 1000)
  await kafka.start()
  await kafka.waitReady()
  say(`Kafka 就绪 ${await stage.goesOn(performance.now())} 毫秒后继续`)
  await pause(10_000)
}
