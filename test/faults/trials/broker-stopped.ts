import { setTimeout as pause } from 'node:timers/promises'
import { underLoad, type LoadTrialContext } from '../../support/fault-under-load.ts'

/** The only broker is stopped as by SIGSTOP: its connections live and it says nothing. */
export const brokerStopped = underLoad('broker-stopped-45s', disturb)

const stoppedMs = 45_000

async function disturb({ engines, begin, random, say }: LoadTrialContext): Promise<void> {
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  const stage = await begin({ kafka, elasticsearch, perSecond: 20, lastsMs: 90_000 })
  await pause(5000 + random() * 5000)
  for (const node of kafka.nodes) node.freeze()
  say(`Kafka 已 SIGSTOP，${stoppedMs / 1000} 秒后 SIGCONT`)
  await pause(stoppedMs)
  for (const node of kafka.nodes) node.thaw()
  await kafka.waitReady()
  say(`Kafka 就绪 ${await stage.goesOn(performance.now())} 毫秒后继续`)
  await pause(10_000)
}
