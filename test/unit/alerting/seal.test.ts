import { expect, test } from 'vitest'
import { createSeals } from '../../../alerting/seal.ts'
import { headHash, type IncidentDocument } from '../../../core/incident/state.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { opened } from '../../support/alerting-ladder.ts'
import { RecordingAudit } from '../../support/alerting-stores.ts'
import { anchor, at, document } from '../../support/incidents.ts'

const noon = at('12:00')
const base = document(opened('I', [anchor('occurred', noon)]), noon)
const version = (id: string, number: number): IncidentDocument => ({ ...base, id, version: number })

function make(): { audit: RecordingAudit; seals: ReturnType<typeof createSeals> } {
  const audit = new RecordingAudit()
  return { audit, seals: createSeals({ audit, clock: new ManualClock(noon) }) }
}

test('changed incidents are sealed many at once, each with its newest head', async () => {
  const { audit, seals } = make()
  for (const changed of [version('a', 1), version('b', 3), version('a', 2)]) seals.note(changed)
  await seals.flush()
  expect(audit.batches.map((batch) => batch.map(({ action, subject, detail }) => [action, subject, detail]))).toEqual([
    [
      ['seal', 'a', `a v2 ${headHash(base)}`],
      ['seal', 'b', `b v3 ${headHash(base)}`]
    ]
  ])
})

test('what was sealed is not sealed again, an older version never', async () => {
  const { audit, seals } = make()
  seals.note(version('a', 2))
  await seals.flush()
  seals.note(version('a', 2))
  seals.note(version('a', 1))
  await seals.flush()
  expect(audit.batches).toHaveLength(1)
  expect(seals.waiting()).toBe(0)
})

test('what could not be written waits for the next time', async () => {
  const { audit, seals } = make()
  audit.failing = true
  seals.note(version('a', 1))
  await expect(seals.flush()).rejects.toThrow('disk full')
  expect(seals.waiting()).toBe(1)
  audit.failing = false
  await seals.flush()
  expect(audit.batches[0]?.map(({ subject }) => subject)).toEqual(['a'])
})
