import { setTimeout as pause } from 'node:timers/promises'
import { underLoad } from '../../support/fault-under-load.ts'

const everyMs = 5000
const changes = 16
const most = 3

/** Every five seconds a pipeline joins, or one leaves, in an orderly way or killed. One always stays. */
export const joiningAndLeaving = underLoad('joining-and-leaving', async ({ engines, begin, random, say }) => {
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  const { roles } = await begin({ kafka, elasticsearch, perSecond: 20, lastsMs: changes * everyMs })
  const done = { started: 0, stopped: 0, killed: 0 }
  const leaving: Promise<void>[] = []
  /** Told a second time, a process ends at once, as people expect it to. */
  const told = new Set<string>()
  for (let change = 0; change < changes; change++) {
    await pause(everyMs)
    const there = roles.names.filter((name) => name.startsWith('pipeline-') && name !== 'pipeline-1' && !told.has(name))
    const chosen = there[Math.floor(random() * there.length)]
    if (chosen === undefined || (there.length < most - 1 && random() < 0.5)) {
      roles.start(`pipeline-${3 + change}`, ['pipeline'])
      done.started += 1
    } else if (random() < 0.5) {
      await roles.kill(chosen)
      done.killed += 1
    } else {
      // It takes its time, and the next change does not wait for it.
      told.add(chosen)
      leaving.push(roles.stop(chosen))
      done.stopped += 1
    }
  }
  await Promise.all(leaving)
  say(`加入 ${done.started} 次，退出 ${done.stopped} 次，被杀 ${done.killed} 次`)
  await pause(10_000)
})
