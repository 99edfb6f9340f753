import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { movingWords, noteMoved, noteMoving } from '../../../adapters/embedded/moved-folder.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { openEngine } from '../../../engine.ts'
import { withStores } from '../../../commands/open-stores.ts'
import { RefusedError } from '../../../core/errors.ts'
import { loadProductConfig } from '../../../system.ts'

test('given a folder whose data has moved to a cluster, then commands read it and none writes to it', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-moved-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  await (await openEmbedded({ directory, clock: systemClock, lock: true })).close()
  await noteMoved(directory, { cluster: 'wanglou', at: systemClock.now() })
  const place = { data: directory, engine: 'embedded' }

  expect(await withStores(place, ({ mentions }) => mentions.count())).toBe(0)
  for (const options of [{ create: true }, { writes: true }]) {
    const writing = withStores(place, () => Promise.resolve('written'), options)
    await expect(writing).rejects.toThrow(RefusedError)
    await expect(writing).rejects.toThrow('moved-to-cluster.json')
  }
})

test('given a folder whose move to a cluster is not finished, then a start says so and goes on, until it is finished', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-moving-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const about = { cluster: 'wanglou', at: systemClock.now() }
  await noteMoving(directory, about)

  const warned: string[] = []
  const logger = { info: () => undefined, warn: (_: unknown, words: string) => void warned.push(words), error: () => undefined }
  const config = await loadProductConfig('config/shirongyuanlin')
  const stores = await openEngine({ engine: 'embedded', config, clientId: 'test', directory, waiting: null, clock: systemClock, logger })
  await stores.close()
  expect(warned).toEqual([expect.stringContaining('--restart')])

  await noteMoved(directory, about)
  expect(movingWords(directory)).toBeNull()
})
