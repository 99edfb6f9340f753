import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LogRecord } from '../../core/ports.ts'
import { wall } from '../support/contract-mentions.ts'
import { embeddedPlace } from '../support/embedded-place.ts'

const appender = new URL('../support/embedded-appender.ts', import.meta.url).pathname
const patience = { timeout: 60_000, interval: 20 }

describe('embedded: several processes and their ends', () => {
  test.each([[40], [300], [1500]])('kill -9 after %i acknowledged records loses none, and frees lock and partitions', async (enough) => {
    const place = await crashPlace()
    const acknowledged = await killAfter(place.directory, enough)

    const stores = await place.openLocked()
    onTestFinished(() => stores.close())
    const kept: number[] = []
    for (let after: LogRecord | null = null; ;) {
      const page: readonly LogRecord[] = await stores.log.read('mentions', after, 1000)
      if (page.length === 0) break
      kept.push(...page.map((record) => Number(record.value)))
      after = page.at(-1) ?? null
    }
    expect(acknowledged).toBeGreaterThanOrEqual(enough)
    expect(kept.length).toBeGreaterThanOrEqual(acknowledged)
    expect(kept.toSorted((a, b) => a - b)).toEqual(kept.map((_, index) => index))

    const handled: LogRecord[] = []
    stores.log.subscribe({ topic: 'assessed', group: 'g', maxBatch: 10, handle: async (batch) => void handled.push(...batch) })
    await stores.log.append('assessed', [{ key: 'city', value: '接手' }])
    await expect.poll(() => handled.map((record) => record.value), patience).toEqual(['接手'])
  })

  test('a second process that wants the lock is told who has it; one that does not works beside it', async () => {
    const place = await crashPlace()
    const first = await place.openLocked()
    await expect(place.openLocked()).rejects.toMatchObject({
      code: 'already-running',
      message: expect.stringContaining(String(process.pid)) as string
    })
    const beside = await place.open()
    await beside.crawl.setCursor('s', 'c', '1')
    expect(await first.crawl.cursor('s', 'c')).toBe('1')
    await beside.close()
    await first.close()

    const next = await place.openLocked()
    await next.close()
  })

  test('data of a newer program is not touched', async () => {
    const place = await crashPlace()
    const database = new DatabaseSync(join(place.directory, 'wanglou.db'))
    database.exec('PRAGMA user_version = 999')
    database.close()
    await expect(place.openLocked()).rejects.toMatchObject({ code: 'newer-schema' })
    await expect(place.openLocked()).rejects.toMatchObject({ code: 'newer-schema' })
  })

  test('a file that is no database is called damaged', async () => {
    const place = await crashPlace()
    await writeFile(join(place.directory, 'wanglou.db'), 'this is not a database at all'.repeat(100))
    await expect(place.open()).rejects.toMatchObject({ code: 'damaged' })
  })

  test('evidence whose bytes were changed on disk is called damaged', async () => {
    const place = await crashPlace()
    const stores = await place.open()
    onTestFinished(() => stores.close())
    const key = await stores.evidence.put(new TextEncoder().encode('原件'), { url: null, contentType: null, at: wall('2031-03-12 08:00') })
    await appendFile(join(place.directory, 'evidence', key.slice(0, 2), key), '改动')
    await expect(stores.evidence.get(key)).rejects.toMatchObject({ code: 'damaged' })
    expect((await readdir(join(place.directory, 'evidence', key.slice(0, 2)))).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('a clean end leaves one file with everything in it', async () => {
    const place = await crashPlace()
    const stores = await place.openLocked()
    await stores.log.append('mentions', [{ key: 'k', value: 'v' }])
    await stores.close()
    expect((await readdir(place.directory)).filter((name) => name.endsWith('-wal'))).toEqual([])
    await expect(stores.log.append('mentions', [{ key: 'k', value: 'v' }])).rejects.toMatchObject({ code: 'store-gone' })
  })
})

async function crashPlace(): Promise<Awaited<ReturnType<typeof embeddedPlace>>> {
  const place = await embeddedPlace()
  onTestFinished(() => place.remove())
  return place
}

/** Lets the appender run until enough is acknowledged, kills it mid-work, and says how much it had acknowledged. */
async function killAfter(directory: string, enough: number): Promise<number> {
  const child = spawn(process.execPath, [appender, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    output += text
    if (lastNumber(output) >= enough) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return lastNumber(output)
}

/** Of the whole lines only: the last may be cut. */
function lastNumber(output: string): number {
  return Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1) ?? 0)
}
