import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { EventLog, LogRecord, Subscription } from '../../core/ports.ts'
import { freshPlace } from '../contract/place.ts'
import { kafkaBrokers, kafkaPlace } from '../support/kafka-place.ts'

const patience = { timeout: 60_000, interval: 50 }

describe.skipIf(kafkaBrokers.length === 0)('the Kafka log', () => {
  test('holds up only the partition whose batch fails', async () => {
    const { log } = await (await freshPlace(kafkaPlace)).open()
    await appendNumbers(log, 0, 40)
    const blocked = (await log.read('mentions', null, 1))[0]?.partition
    const seen: LogRecord[] = []
    let broken = true
    log.subscribe({
      topic: 'mentions',
      group: 'g',
      maxBatch: 10,
      handle: async (batch) => {
        if (broken && batch[0]?.partition === blocked) throw new Error('not this one')
        seen.push(...batch)
      }
    })
    await appendNumbers(log, 40, 200)
    const all = await readAll(log)
    const others = all.filter(({ partition }) => partition !== blocked)
    await expect.poll(() => seen.length, patience).toBe(others.length)
    expect(seen.every(({ partition }) => partition !== blocked)).toBe(true)

    broken = false
    await expect.poll(() => seen.length, patience).toBe(all.length)
    expect(orderBroken(seen)).toEqual([])
    expect(new Set(seen.map(({ value }) => value)).size).toBe(all.length)
  })

  test('goes on when the clock of the machine is set back an hour', async () => {
    const { log } = await (await freshPlace(kafkaPlace)).open()
    const seen: LogRecord[] = []
    let gained = 0
    log.subscribe({
      topic: 'mentions',
      group: 'g',
      maxBatch: 10,
      gained: (partitions) => void (gained += partitions.length),
      handle: async (batch) => void seen.push(...batch)
    })
    await appendNumbers(log, 0, 20)
    await expect.poll(() => seen.length, patience).toBe(20)
    const trueNow = Date.now.bind(Date)
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => trueNow() - 3_600_000)
    onTestFinished(() => clock.mockRestore())
    // Longer than a group waits for a member without heartbeats.
    for (let from = 20; from < 340; from += 20) {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      await appendNumbers(log, from, from + 20)
    }

    await expect.poll(() => seen.length, patience).toBe(340)
    await expect.poll(() => log.lag('mentions', 'g'), patience).toBe(0)
    expect([gained, log.metrics().rebuilds]).toEqual([8, 1])
  })

  // Side by side: they wait most of the time, each on topics of its own.
  describe.concurrent('of a group whose members change', () => {
    test('hands the partitions of a killed process to others within fifteen seconds, and loses nothing', async ({ expect, onTestFinished }) => {
      const place = await kafkaPlace()
      const { log } = await (await freshPlace(async () => place, onTestFinished)).open()
      const here: LogRecord[] = []
      log.subscribe({ topic: 'mentions', group: 'g', maxBatch: 20, handle: async (batch) => void here.push(...batch) })
      const victim = startConsumer(place.options.prefix, 'g', onTestFinished)
      const flow = startFlow(log)
      await expect.poll(() => Math.min(victim.handled.size, here.length), patience).toBeGreaterThan(50)

      const partitions = new Set(here.slice(-20).map(({ partition }) => partition))
      expect(partitions.size).toBeLessThan(4)
      const before = here.length
      victim.kill()
      const killedAt = performance.now()
      await expect.poll(() => new Set(here.slice(before).map(({ partition }) => partition)).size, patience).toBe(4)
      expect(performance.now() - killedAt).toBeLessThan(15_000)
      const appended = await flow.stop()
      await expect.poll(() => log.lag('mentions', 'g'), patience).toBe(0)
      const handled = new Set([...here.map(({ value }) => value), ...victim.handled])
      expect(appended.filter((value) => !handled.has(value))).toEqual([])
    })

    test('loses nothing and keeps the order of a key while members come and go', async ({ expect, onTestFinished }) => {
      const place = await freshPlace(kafkaPlace, onTestFinished)
      const logs = [(await place.open()).log, (await place.open()).log] as const
      const seen: LogRecord[] = []
      const join = (log: EventLog): Subscription =>
        log.subscribe({
          topic: 'mentions',
          group: 'g',
          maxBatch: 10,
          handle: async (batch) => {
            await new Promise((resolve) => setTimeout(resolve, 5))
            seen.push(...batch)
          }
        })
      const flow = startFlow(logs[0])
      const members: (Subscription | null)[] = [join(logs[0]), null]
      for (let turn = 0; turn < 20; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 1000))
        const which = turn % 4 < 2 ? 1 : 0
        const member = members[which]
        members[which] = null
        if (member) void member.close()
        else members[which] = join(logs[which])
      }
      const appended = await flow.stop()
      members[0] ??= join(logs[0])
      await expect.poll(() => logs[0].lag('mentions', 'g'), patience).toBe(0)

      expect(new Set(seen.map(({ value }) => value))).toEqual(new Set(appended))
      expect(orderBroken(seen)).toEqual([])
    })
  })
})

/** Numbers as values, over twenty keys. */
async function appendNumbers(log: EventLog, from: number, to: number): Promise<string[]> {
  const values = Array.from({ length: to - from }, (_, index) => String(from + index))
  await log.append(
    'mentions',
    values.map((value) => ({ key: `key-${Number(value) % 20}`, value }))
  )
  return values
}

async function readAll(log: EventLog): Promise<LogRecord[]> {
  const all: LogRecord[] = []
  for (;;) {
    const page = await log.read('mentions', all.at(-1) ?? null, 500)
    if (page.length === 0) return all
    all.push(...page)
  }
}

/** Ten records every twenty milliseconds until it is stopped; then tells what was stored. */
function startFlow(log: EventLog): { stop(): Promise<string[]> } {
  const stored: string[] = []
  const stopping = new AbortController()
  const flowing = (async () => {
    while (!stopping.signal.aborted) {
      stored.push(...(await appendNumbers(log, stored.length, stored.length + 10)))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await flowing
      return stored
    }
  }
}

/** Values that came for the first time after a later one of their key. */
function orderBroken(seen: readonly LogRecord[]): string[] {
  const newest = new Map<string, number>()
  const known = new Set<string>()
  return seen.flatMap(({ key, value }) => {
    const late = !known.has(value) && Number(value) < (newest.get(key) ?? -1)
    known.add(value)
    newest.set(key, Math.max(newest.get(key) ?? -1, Number(value)))
    return late ? [value] : []
  })
}

function startConsumer(
  prefix: string,
  group: string,
  finished: (work: () => Promise<void>) => void
): { readonly handled: ReadonlySet<string>; kill(): void } {
  const program = fileURLToPath(new URL('../support/kafka-consumer-process.ts', import.meta.url))
  const child = spawn(process.execPath, [program, prefix, group], { stdio: ['ignore', 'pipe', 'inherit'] })
  finished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  const handled = new Set<string>()
  createInterface({ input: child.stdout }).on('line', (line) => handled.add(line))
  return { handled, kill: () => void child.kill('SIGKILL') }
}
