import { describe, expect, test } from 'vitest'
import type { EventLog, LogRecord, SubscribeOptions } from '../../core/ports.ts'
import { freshPlace, type NewPlace } from './place.ts'

const patience = { timeout: 60_000, interval: 20 }

export function eventLogContract(name: string, newPlace: NewPlace<{ readonly log: EventLog }>): void {
  describe(`${name}: event log`, () => {
    test('hands out every record, those of one key in the order of their appends', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      const records = Array.from({ length: 300 }, (_, index) => ({ key: `key-${index % 23}`, value: String(index) }))
      await log.append('mentions', records.slice(0, 120))
      const seen: LogRecord[] = []
      log.subscribe({ topic: 'mentions', group: 'g', maxBatch: 17, handle: collectInto(seen) })
      for (let start = 120; start < 300; start += 30) await log.append('mentions', records.slice(start, start + 30))

      await expect.poll(() => seen.length, patience).toBe(300)
      for (const key of new Set(records.map((record) => record.key))) {
        expect(valuesOf(seen, key)).toEqual(records.filter((record) => record.key === key).map((record) => record.value))
      }
    })

    test('never hands out more than asked for, and one batch at a time of a partition', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      await log.append('mentions', numbered('same', 40))
      let inHand = 0
      const sizes: number[] = []
      const overlaps: number[] = []
      log.subscribe({
        topic: 'mentions',
        group: 'g',
        maxBatch: 8,
        handle: async (batch) => {
          inHand += 1
          await new Promise((resolve) => setImmediate(resolve))
          overlaps.push(inHand)
          sizes.push(batch.length)
          inHand -= 1
        }
      })

      await expect.poll(() => sizes.reduce((sum, size) => sum + size, 0), patience).toBe(40)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(8)
      expect(overlaps.every((count) => count === 1)).toBe(true)
    })

    test('brings the same batch again after a throw, and nothing behind it before', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      await log.append('mentions', numbered('same', 6))
      const tries: string[][] = []
      log.subscribe({
        topic: 'mentions',
        group: 'g',
        maxBatch: 3,
        handle: async (batch) => {
          tries.push(batch.map((record) => record.value))
          if (tries.length <= 2) throw new Error('not yet')
        }
      })

      await expect.poll(() => tries.length, patience).toBe(4)
      expect(tries).toEqual([
        ['0', '1', '2'],
        ['0', '1', '2'],
        ['0', '1', '2'],
        ['3', '4', '5']
      ])
      await expect.poll(() => log.lag('mentions', 'g'), patience).toBe(0)
    })

    test('does not count a record as done before its handler is', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      const gate = Promise.withResolvers<void>()
      const started = Promise.withResolvers<void>()
      await log.append('mentions', numbered('same', 3))
      const subscription = log.subscribe({
        topic: 'mentions',
        group: 'g',
        maxBatch: 3,
        handle: async () => {
          started.resolve()
          await gate.promise
        }
      })
      await started.promise
      expect(await log.lag('mentions', 'g')).toBe(3)

      const closed = subscription.close()
      gate.resolve()
      await closed
      expect(await log.lag('mentions', 'g')).toBe(0)
    })

    test('hands out nothing more once a subscription is closed', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      const seen: LogRecord[] = []
      await log.append('mentions', numbered('same', 2))
      const subscription = log.subscribe({ topic: 'mentions', group: 'g', maxBatch: 10, handle: collectInto(seen) })
      await expect.poll(() => seen.length, patience).toBe(2)
      await subscription.close()
      await log.append('mentions', numbered('same', 5))

      const witness: LogRecord[] = []
      log.subscribe({ topic: 'mentions', group: 'witness', maxBatch: 10, handle: collectInto(witness) })
      await expect.poll(() => witness.length, patience).toBe(7)
      expect(seen).toHaveLength(2)
      expect(await log.lag('mentions', 'g')).toBe(5)
    })

    test('gives every group all records', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      const first: LogRecord[] = []
      const second: LogRecord[] = []
      log.subscribe({ topic: 'incidents', group: 'alerting', maxBatch: 10, handle: collectInto(first) })
      await log.append('incidents', numbered('i', 12))
      log.subscribe({ topic: 'incidents', group: 'dashboard', maxBatch: 10, handle: collectInto(second) })

      await expect.poll(() => [first.length, second.length], patience).toEqual([12, 12])
    })

    test('goes on after a restart where the group had committed', async () => {
      const place = await freshPlace(newPlace)
      const before = await place.open()
      const early: LogRecord[] = []
      await before.log.append('assessed', numbered('city', 10))
      const subscription = before.log.subscribe({ topic: 'assessed', group: 'group', maxBatch: 4, handle: collectInto(early) })
      await expect.poll(() => before.log.lag('assessed', 'group'), patience).toBe(0)
      await subscription.close()
      await before.log.append('assessed', [{ key: 'city', value: 'late' }])
      await before.close()

      const after = await place.open()
      const late: LogRecord[] = []
      expect(await after.log.lag('assessed', 'group')).toBe(1)
      after.log.subscribe({ topic: 'assessed', group: 'group', maxBatch: 4, handle: collectInto(late) })
      await expect.poll(() => late.length, patience).toBe(1)
      expect(early).toHaveLength(10)
      expect(late[0]?.value).toBe('late')
    })

    test('shares a group between processes without handing a record to both, and hands over on a clean end', async () => {
      const place = await freshPlace(newPlace)
      const [one, other] = [await place.open(), await place.open()]
      const seen: LogRecord[] = []
      let reachedSecond = 0
      const first = one.log.subscribe({ topic: 'assessed', group: 'g', maxBatch: 5, handle: collectInto(seen) })
      await one.log.append('assessed', numbered('city', 20))
      await expect.poll(() => seen.length, patience).toBe(20)
      other.log.subscribe({
        topic: 'assessed',
        group: 'g',
        maxBatch: 5,
        handle: async (batch) => {
          reachedSecond += batch.length
          await collectInto(seen)(batch)
        }
      })
      await one.log.append('assessed', numbered('town', 20))
      await expect.poll(() => seen.length, patience).toBe(40)
      await first.close()
      await one.log.append('assessed', numbered('village', 20))

      await expect.poll(() => seen.length, patience).toBe(60)
      expect(new Set(seen.map((record) => `${record.partition}/${record.offset}`)).size).toBe(60)
      expect(reachedSecond).toBeGreaterThanOrEqual(20)
    })

    test('tells of partitions before their first batch, and not again while they are held', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      const story: string[] = []
      log.subscribe({ topic: 'mentions', group: 'g', maxBatch: 5, ...storyInto(story) })
      await log.append('mentions', spread(40))
      await expect.poll(() => handledIn(story), patience).toBe(40)
      await log.append('mentions', spread(40))
      await expect.poll(() => handledIn(story), patience).toBe(80)

      expect(batchesBeforeGained(story)).toEqual([])
      const gained = story.filter((line) => line.startsWith('gained'))
      expect(new Set(gained).size).toBe(gained.length)
    })

    test('tells the one who takes over, but not the one who had them', async () => {
      const place = await freshPlace(newPlace)
      const [one, other] = [await place.open(), await place.open()]
      const before: string[] = []
      const after: string[] = []
      const first = one.log.subscribe({ topic: 'mentions', group: 'g', maxBatch: 5, ...storyInto(before) })
      await one.log.append('mentions', spread(40))
      await expect.poll(() => handledIn(before), patience).toBe(40)
      other.log.subscribe({ topic: 'mentions', group: 'g', maxBatch: 5, ...storyInto(after) })
      await one.log.append('mentions', spread(40))
      await expect.poll(() => handledIn(before) + handledIn(after), patience).toBe(80)
      await first.close()
      const untilThen = handledIn(after)
      await one.log.append('mentions', spread(40))
      await expect.poll(() => handledIn(after), patience).toBe(untilThen + 40)

      expect(batchesBeforeGained(before)).toEqual([])
      expect(batchesBeforeGained(after)).toEqual([])
      const gained = before.filter((line) => line.startsWith('gained'))
      expect(new Set(gained).size).toBe(gained.length)
    })

    test('lets a group begin at the end, and go on from there later', async () => {
      const place = await freshPlace(newPlace)
      const { log } = await place.open()
      await log.append('incidents', numbered('old', 5))
      const nothing: LogRecord[] = []
      const begun = log.subscribe({ topic: 'incidents', group: 'late', from: 'end', maxBatch: 10, handle: collectInto(nothing) })
      await expect.poll(() => log.lag('incidents', 'late'), patience).toBe(0)
      await begun.close()
      await log.append('incidents', [{ key: 'new', value: 'while away' }])

      const seen: LogRecord[] = []
      const again = log.subscribe({ topic: 'incidents', group: 'late', from: 'end', maxBatch: 10, handle: collectInto(seen) })
      await expect.poll(() => seen.length, patience).toBe(1)
      await log.append('incidents', [{ key: 'new', value: 'while there' }])
      await expect.poll(() => seen.length, patience).toBe(2)
      await again.close()
      await log.append('incidents', [{ key: 'new', value: 'after a commit' }])
      log.subscribe({ topic: 'incidents', group: 'late', from: 'end', maxBatch: 10, handle: collectInto(seen) })
      await expect.poll(() => seen.length, patience).toBe(3)
      expect(nothing).toEqual([])
      expect(seen.map(({ value }) => value)).toEqual(['while away', 'while there', 'after a commit'])
    })

    test('sees what another process appends', async () => {
      const place = await freshPlace(newPlace)
      const [one, other] = [await place.open(), await place.open()]
      const seen: LogRecord[] = []
      one.log.subscribe({ topic: 'mentions', group: 'g', maxBatch: 10, handle: collectInto(seen) })
      await other.log.append('mentions', numbered('k', 4))

      await expect.poll(() => seen.length, patience).toBe(4)
    })

    test('reads page by page without moving any group', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      const records = Array.from({ length: 25 }, (_, index) => ({ key: `k${index}`, value: String(index) }))
      await log.append('mentions', records)
      const seen: LogRecord[] = []
      for (let after: LogRecord | null = null; ;) {
        const page: readonly LogRecord[] = await log.read('mentions', after, 7)
        if (page.length === 0) break
        seen.push(...page)
        after = page.at(-1) ?? null
      }

      expect(seen.map((record) => Number(record.value)).sort((a, b) => a - b)).toEqual(records.map((_, index) => index))
      expect(await log.lag('mentions', 'g')).toBe(25)
    })

    test('skips nothing when records are so large that pages are cut short', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      const keys = Array.from({ length: 8 }, (_, index) => `k${index}`)
      await log.append(
        'mentions',
        keys.map((key) => ({ key, value: 'x'.repeat(4_500_000) }))
      )
      const seen: LogRecord[] = []
      for (;;) {
        const page = await log.read('mentions', seen.at(-1) ?? null, 5)
        if (page.length === 0) break
        seen.push(...page)
      }

      expect(seen.map(({ key }) => key).sort()).toEqual(keys)
    })

    test('keeps any text as it is', async () => {
      const { log } = await (await freshPlace(newPlace)).open()
      const values = ['', '第一行\n第二行', '👨‍👩‍👧 表情', '"引号"\\', '长'.repeat(400_000)]
      await log.append(
        'dead-letters',
        values.map((value) => ({ key: '键', value }))
      )

      const read = await log.read('dead-letters', null, 10)
      expect(read.map((record) => record.value)).toEqual(values)
      expect(new Set(read.map((record) => record.key))).toEqual(new Set(['键']))
    })
  })
}

function numbered(key: string, count: number): { key: string; value: string }[] {
  return Array.from({ length: count }, (_, index) => ({ key, value: String(index) }))
}

function collectInto(seen: LogRecord[]): (batch: readonly LogRecord[]) => Promise<void> {
  return async (batch) => {
    seen.push(...batch)
  }
}

function valuesOf(seen: readonly LogRecord[], key: string): string[] {
  return seen.filter((record) => record.key === key).map((record) => record.value)
}

function spread(count: number): { key: string; value: string }[] {
  return Array.from({ length: count }, (_, index) => ({ key: `key-${index}`, value: String(index) }))
}

/** Lines `gained P` and `batch P N` in the order in which they happened. */
function storyInto(story: string[]): Pick<SubscribeOptions, 'gained' | 'handle'> {
  return {
    gained: (partitions) => void story.push(...partitions.map((partition) => `gained ${partition}`)),
    handle: async (batch) => void story.push(`batch ${batch[0]?.partition} ${batch.length}`)
  }
}

function handledIn(story: readonly string[]): number {
  return story.reduce((sum, line) => sum + Number(line.split(' ')[2] ?? 0), 0)
}

/** Batches of partitions that were not told of before. */
function batchesBeforeGained(story: readonly string[]): string[] {
  const gained = new Set<string>()
  return story.filter((line) => {
    const [what, partition = ''] = line.split(' ')
    if (what === 'gained') gained.add(partition)
    return !gained.has(partition)
  })
}
