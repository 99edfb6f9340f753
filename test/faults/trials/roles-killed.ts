import { setTimeout as pause } from 'node:timers/promises'
import { underLoad } from '../../support/fault-under-load.ts'
import type { SystemRole } from '../../../system.ts'

const processes: Readonly<Record<string, readonly SystemRole[]>> = {
  'pipeline-1': ['pipeline'],
  'pipeline-2': ['pipeline'],
  'alerting-1': ['alerting'],
  'alerting-2': ['alerting'],
  dashboard: ['dashboard']
}
const rounds = 2
const restartAfterMs = 1000
/* Nobody tells the group of a death: it is missed after its session of ten seconds. Both pipelines have to start, too. */
const withoutPipelineMs = 40_000

/** `kill -9` of every process in turn under load, each started again; at the end both pipelines at once. */
export const rolesKilled = underLoad('roles-killed', async ({ engines, begin, random, say }) => {
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  const stage = await begin({ kafka, elasticsearch, processes, perSecond: 20, lastsMs: 120_000 })
  const { roles } = stage
  for (let round = 0; round < rounds; round++) {
    for (const [name, wanted] of Object.entries(processes)) {
      await pause(2000 + random() * 6000)
      await roles.kill(name)
      say(`${name} 已 kill -9`)
      await pause(restartAfterMs)
      roles.start(name, wanted)
    }
  }
  await pause(5000 + random() * 5000)
  await Promise.all([roles.kill('pipeline-1'), roles.kill('pipeline-2')])
  const since = performance.now()
  for (const name of ['pipeline-1', 'pipeline-2']) roles.start(name, ['pipeline'])
  say(`两个 pipeline 同时被杀，${await stage.goesOn(since, { after: 'death', limitMs: withoutPipelineMs })} 毫秒后继续`)
  await pause(10_000)
})
