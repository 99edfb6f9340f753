import { setTimeout as pause } from 'node:timers/promises'
import { underLoad } from '../../support/fault-under-load.ts'

const every = 1000
const perSecond = 60
const stretches = 6

/** One record of a thousand is poison: each of its kinds becomes a dead letter, and nothing else does. */
export const poison = underLoad('poison', async ({ engines, begin, random, say }) => {
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  const lastsMs = ((stretches * every) / perSecond) * 1000
  const stage = await begin({ kafka, elasticsearch, perSecond, lastsMs, poison: { every, random } })
  await pause(lastsMs + 5000)
  say(`坏记录：${JSON.stringify(stage.poison?.counts)}`)
})
