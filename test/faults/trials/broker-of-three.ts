import { setTimeout as pause } from 'node:timers/promises'
import { underLoad, type LoadTrialContext } from '../../support/fault-under-load.ts'

/** One broker of three is killed and brought back, each in turn: there are copies, so that work goes on without it. */
export const brokerOfThree = underLoad('broker-of-three', disturb)

const downMs = 20_000
/* The controller misses a broker after its session, members of a group are missed after theirs. */
const noticedWithinMs = 25_000

async function disturb({ engines, begin, random, say, defer }: LoadTrialContext): Promise<void> {
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(3), engines.elasticsearch()])
  defer(() => engines.stopKafka(3))
  const stage = await begin({ kafka, elasticsearch, perSecond: 20, lastsMs: 120_000 })
  for (const node of kafka.nodes) {
    await pause(3000 + random() * 5000)
    const killedAt = performance.now()
    await node.kill()
    say(`${node.files.name} 已 kill -9，${await stage.goesOn(killedAt, { after: 'death', limitMs: noticedWithinMs })} 毫秒后由其余节点继续`)
    await pause(downMs)
    await node.start()
    await kafka.waitReady()
    say(`${node.files.name} 就绪 ${await stage.goesOn(performance.now())} 毫秒后继续`)
  }
  await pause(5000)
}
