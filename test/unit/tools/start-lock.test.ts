import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { underLock } from '../../../tools/engines/start-lock.ts'

describe('the lock under which engines are started and stopped', () => {
  test.each([
    ['empty', ''],
    ['half written', '{"pid":12'],
    ['of a process that has ended', '{"pid":1,"started":"long ago"}']
  ])('a file that is %s holds nobody up for long, and what is waited for is said', async (_, text) => {
    const file = lockFile()
    writeFileSync(file, text)
    const told: string[] = []
    expect(
      await underLock(
        file,
        (words) => told.push(words),
        () => Promise.resolve('done')
      )
    ).toBe('done')
    expect(told).toEqual([expect.stringContaining(file)])
    expect(existsSync(file)).toBe(false)
  })

  test('a program that works holds up another, and its end lets that one go on', async () => {
    const file = lockFile()
    const order: string[] = []
    let finish = (): void => {}
    const first = underLock(
      file,
      () => {},
      () => new Promise<void>((resolve) => (finish = resolve))
    ).then(() => order.push('first'))
    await expect.poll(() => existsSync(file)).toBe(true)
    const told: string[] = []
    const second = underLock(
      file,
      (words) => told.push(words),
      () => Promise.resolve()
    ).then(() => order.push('second'))
    await expect.poll(() => told).toEqual([expect.stringContaining(`进程 ${process.pid}`)])
    finish()
    await Promise.all([first, second])
    expect(order).toEqual(['first', 'second'])
  })
})

function lockFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'wanglou-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return path.join(folder, 'start.lock')
}
