import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../../adapters/clock.ts'
import { openEmbedded } from '../../../../adapters/embedded/open.ts'
import { soleLeases } from '../../../../adapters/embedded/sole-leases.ts'

test('given a system that died with a lease in hand, then the next one on the folder has it at once', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-leases-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
  onTestFinished(() => stores.close())
  const now = systemClock.elapsedMs()

  expect(await soleLeases(stores.leases).acquire('crawl:a.example', 'dead', now, 12_000)).toMatchObject({ fence: 1 })
  expect(await soleLeases(stores.leases).acquire('crawl:a.example', 'risen', now + 1, 12_000)).not.toBeNull()
  expect(await stores.leases.acquire('crawl:a.example', 'a stranger', now + 2, 12_000)).toBeNull()
  await soleLeases(stores.leases).release('crawl:a.example', 'risen')
  expect(await stores.leases.acquire('crawl:a.example', 'a stranger', now + 3, 12_000)).not.toBeNull()
})
