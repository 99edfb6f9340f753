import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { array, assert, asyncProperty } from 'fast-check'
import { expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { MemoryNotices } from '../../support/alerting-stores.ts'
import { RacingIncidentStore } from '../../support/racing-incident-store.ts'
import { faultsOf } from '../../support/schedule-verdict.ts'
import { playSchedule } from '../../support/schedule-world.ts'
import { schedule } from '../../support/schedules.ts'

const schedules = 1000
/** Played beside each other, so that their writes share the disk's commits. */
const together = 50
/** Under a minute on a quiet machine. */
const atMostMs = 240_000

test(
  `${schedules} schedules of crashes, clock jumps and replicas on stores in memory: each phase once, in order, no notice doubled or lost`,
  async () => {
    await assert(
      asyncProperty(schedule(9), async (plan) => {
        const place = { incidents: new RacingIncidentStore(), notices: new MemoryNotices() }
        expect(faultsOf(await playSchedule('model', [place], plan))).toEqual([])
      }),
      { numRuns: schedules }
    )
  },
  atMostMs
)

test(
  `${schedules} of them on the embedded engine, as two processes have it`,
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'wanglou-schedules-'))
    const places = [
      await openEmbedded({ directory, clock: systemClock, lock: false }),
      await openEmbedded({ directory, clock: systemClock, lock: false })
    ]
    let played = 0
    try {
      await assert(
        asyncProperty(array(schedule(3), { minLength: together, maxLength: together }), async (plans) => {
          const ends = await Promise.all(plans.map((plan) => playSchedule(String(played++), places, plan)))
          expect(ends.flatMap(faultsOf)).toEqual([])
        }),
        // Which of so many schedules failed is told by its number; trying smaller ones would take longer than finding it.
        { numRuns: schedules / together, endOnFailure: true }
      )
    } finally {
      for (const place of places) await place.close()
      await rm(directory, { recursive: true })
    }
  },
  atMostMs
)
