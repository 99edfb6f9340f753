import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { migrations } from '../../adapters/embedded/schema.ts'
import { anchor, at, document, openingOf } from '../support/incidents.ts'
import { embeddedPlace } from '../support/embedded-place.ts'

test('a folder of the first version: of its incidents nobody knows when to look at them, so a sweep looks now', async () => {
  const place = await embeddedPlace()
  const old = document(openingOf('III', [anchor('occurred', at('08:00'), 'person')]), at('08:00'))
  const database = new DatabaseSync(join(place.directory, 'wanglou.db'))
  database.exec(migrations[0] ?? '')
  database.exec('PRAGMA user_version = 1')
  database
    .prepare(`INSERT INTO incidents (id, version, status, severity, opened_at, document) VALUES (?, 1, 'open', 2, ?, ?)`)
    .run(old.id, old.state.openedAt, JSON.stringify(old))
  database.close()

  const stores = await place.openLocked()
  onTestFinished(async () => {
    await stores.close()
    await place.remove()
  })
  expect(await stores.incidents.get(old.id)).toEqual(old)
  expect(await stores.incidents.dueIds(at('08:01'))).toEqual([old.id])
  await stores.incidents.noteLookAt(old)
  expect(await stores.incidents.dueIds(at('08:01'))).toEqual([])
})
