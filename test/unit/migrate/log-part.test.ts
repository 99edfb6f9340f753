import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openFolder } from '../../../adapters/embedded/export/folder.ts'
import { UnreachableError } from '../../../core/errors.ts'
import type { EventLog, LogRecord } from '../../../core/ports.ts'
import { logPart } from '../../../migrate/log-part.ts'
import { holds, type CopiedSoFar } from '../../../migrate/part.ts'
import { embeddedPlace } from '../../support/embedded-place.ts'

const count = 1_700

test.each([0, 1, 250, 499])('an append that broke off after %i records is completed, nothing twice and in order', async (storedOf) => {
  const folder = await folderWith(count)
  const other = await newFolder()
  const log = breaking(other.stores.log, { atAppend: 2, storedOf })
  const part = logPart({
    name: 'log-mentions',
    words: '待研判',
    topic: 'mentions',
    group: 'assess',
    folder,
    log,
    inspection: { ends: async () => new Map((await endsOf(other.stores.log)).entries()) },
    patiently: (work) => work()
  })
  let progress: CopiedSoFar = { cursor: null, copied: 0 }
  const save = async (saved: CopiedSoFar): Promise<void> => {
    progress = saved
  }
  await expect(part.copy(progress, save)).rejects.toThrow('broke off')
  expect((await recordsOf(other.stores.log)).length).toBeLessThan(count)
  await part.copy(progress, save)

  expect(progress.copied).toBe(count)
  expect(byKey(await recordsOf(other.stores.log))).toEqual(byKey(await recordsOf(folder.stores.log)))
  const check = await part.check()
  expect(check).toMatchObject({ folder: count, cluster: count, figures: [{ words: '未处理', folder: count, cluster: count }] })
  expect(holds(check)).toBe(true)

  await other.stores.log.append('mentions', [{ key: 'k1', value: 'one too many' }])
  expect(holds(await part.check())).toBe(false)
})

async function newFolder() {
  const place = await embeddedPlace()
  const folder = await openFolder(place.directory, systemClock)
  onTestFinished(async () => {
    await folder.close()
    await place.remove()
  })
  return folder
}

/** Some records are the same as others. */
async function folderWith(records: number) {
  const folder = await newFolder()
  await folder.stores.log.append(
    'mentions',
    Array.from({ length: records }, (_, number) => ({ key: `k${number % 9}`, value: `value ${number % 40 === 0 ? 'again' : number}` }))
  )
  return folder
}

/** One append stores only some of its records, and fails. */
function breaking(log: EventLog, { atAppend, storedOf }: { atAppend: number; storedOf: number }): Pick<EventLog, 'append' | 'read' | 'lag'> {
  let appends = 0
  return {
    read: (topic, after, limit) => log.read(topic, after, limit),
    lag: (topic, group) => log.lag(topic, group),
    async append(topic, records) {
      appends += 1
      if (appends !== atAppend) return await log.append(topic, records)
      await log.append(topic, records.slice(0, storedOf))
      throw new UnreachableError('broke off')
    }
  }
}

async function endsOf(log: EventLog): Promise<Map<number, number>> {
  const ends = new Map([0, 1, 2, 3].map((partition) => [partition, 1]))
  for (const { partition, offset } of await recordsOf(log)) ends.set(partition, offset + 1)
  return ends
}

async function recordsOf(log: EventLog): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  for (;;) {
    const page = await log.read('mentions', records.at(-1) ?? null, 500)
    if (page.length === 0) return records
    records.push(...page)
  }
}

function byKey(records: readonly LogRecord[]): Record<string, string[]> {
  const values: Record<string, string[]> = {}
  for (const { key, value } of records) (values[key] ??= []).push(value)
  return values
}
