import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../../adapters/clock.ts'
import { openEmbedded } from '../../../../adapters/embedded/open.ts'
import { migrations } from '../../../../adapters/embedded/schema.ts'
import { at } from '../../../support/incidents.ts'
import { noneReached, noticeOf } from '../../../support/notices.ts'

test('given an outbox of before the stages, then what was called delivered was taken over, and no more is claimed', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-stages-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const stores = async () => {
    const opened = await openEmbedded({ directory, clock: systemClock, lock: false })
    onTestFinished(() => opened.close())
    return opened
  }
  // The file that the engine itself would make, as the first version made it.
  const old = new DatabaseSync(path.join(directory, 'wanglou.db'))
  old.exec(migrations[0] ?? '')
  old.exec('PRAGMA user_version = 1')
  const insert = old.prepare('INSERT INTO notices (id, subject_id, channel, state, settled_at, detail, notice) VALUES (?, ?, ?, ?, ?, ?, ?)')
  for (const [id, state, settledAt, detail] of [
    ['sent', 'delivered', at('09:00'), '250 OK'],
    ['waiting', 'queued', null, null],
    ['given-up', 'dead', at('09:01'), '550']
  ] as const) {
    insert.run(id, 'incident-1', 'email', state, settledAt, detail, JSON.stringify(noticeOf(id)))
  }
  old.close()

  const { notices } = await stores()
  expect(await notices.get('sent')).toMatchObject({ state: 'accepted', marks: { accepted: { at: at('09:00'), source: '250 OK' } }, stepUpAt: null })
  expect(await notices.get('waiting')).toMatchObject({ state: 'queued', marks: {} })
  expect(await notices.get('given-up')).toMatchObject({ state: 'dead', marks: {} })
  expect(await notices.counts()).toEqual({ ...noneReached, requested: 3, accepted: 1, dead: 1 })
})
