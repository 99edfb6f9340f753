import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { memberOf } from '../../../core/incident/digest.ts'
import { rollupOf } from '../../../core/incident/rollup-of.ts'
import type { AssessedMention } from '../../../core/ports.ts'
import { observation, wall } from '../../support/contract-mentions.ts'
import { seededRandom } from '../../support/seeded-random.ts'

test('given the mentions of an incident, then their counts are those that a store adds up', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-rollup-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
  const updatedAt = wall('2031-03-12 12:00')
  try {
    const random = seededRandom(3)
    for (let round = 0; round < 20; round++) {
      const mentions = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, number) => made(`${round}-${number}`, random))
      await stores.mentions.putMany(mentions)
      await stores.mentions.assign(mentions.map(({ mention: { id } }) => ({ id, incidentId: `i-${round}` })))
      const members = mentions.map(({ mention, assessment }) => memberOf(mention, assessment, null))
      const [stored] = await stores.mentions.rollups([[`i-${round}`]])
      expect(rollupOf(members, updatedAt)).toEqual({ ...stored, updatedAt })
    }
  } finally {
    await stores.close()
  }
})

/** Counts that are often unknown, few sources and kinds, publication sometimes unknown. */
function made(id: string, random: () => number): AssessedMention {
  const pick = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  return observation({
    id,
    source: pick('临江论坛', '北岸网', '江城日报'),
    kind: pick('forum', 'portal', 'newspaper'),
    published: pick(null, '2031-03-12 09:00', '2031-03-11 23:59', '2031-03-12 09:01'),
    polarity: pick(-1, 0, 1),
    engagement: { views: pick(null, 0, 120), likes: pick(null, 7), comments: null, reposts: pick(null, null, 1) }
  })
}
