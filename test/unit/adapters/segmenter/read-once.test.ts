import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readOnce } from '../../../../adapters/segmenter/read-once.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-read-once-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

// Larger than a pipe holds, so that reading and writing take turns.
const long = '桥面塌陷\n'.repeat(100_000)

function files(): { first: string; later: string } {
  const [first, later] = [path.join(folder, 'first'), path.join(folder, 'later')]
  writeFileSync(first, long)
  writeFileSync(later, '短\n')
  return { first, later }
}

/** As a library in C would: a reader that blocks this thread meanwhile. */
const readBy = (file: string): string => execFileSync('cat', [file], { encoding: 'utf8', maxBuffer: 100_000_000 })

it('given a file that is read twice, then the first reader gets all of one and the second the other', () => {
  const read: string[] = []
  const done = readOnce(folder, files(), (file) => {
    read.push(readBy(file), readBy(file))
  })
  expect(done).toBe(true)
  expect(read[0] === long).toBe(true)
  expect(read[1]).toBe('短\n')
})

it('given nobody can make a pipe there, then it says so and loads nothing', () => {
  const read: string[] = []
  expect(readOnce(path.join(folder, 'absent'), files(), (file) => read.push(file))).toBe(false)
  expect(read).toEqual([])
})
