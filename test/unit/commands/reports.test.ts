import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { wanglou } from '../../support/command-line.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-reports-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a paper for a folder that cannot be made is not made', { timeout: 60_000 }, async () => {
  const file = path.join(folder, 'file')
  writeFileSync(file, '')
  const { code, stderr } = await wanglou('reports', 'make', 'daily', '--out', path.join(file, 'below'), '--data', folder)
  expect(code).not.toBe(0)
  expect(stderr).toContain('没有写出报告')
  expect((await wanglou('reports', 'list', '--data', folder)).stdout.trim()).toBe('')
})

it('a folder that is missing is made for the paper', { timeout: 60_000 }, async () => {
  const data = path.join(folder, 'data')
  await (await openEmbedded({ directory: data, clock: systemClock, lock: false })).close()
  const missing = path.join(folder, 'missing', 'deeper')
  const { code, stderr } = await wanglou('reports', 'make', 'daily', '--out', missing, '--data', data)
  expect([code, stderr]).toEqual([0, expect.any(String)])
  expect(readdirSync(missing).some((name) => name.endsWith('.docx'))).toBe(true)
})

it('what accuses a unit is made of a document of the ledger alone', { timeout: 60_000 }, async () => {
  const { code, stderr } = await wanglou('reports', 'make', 'notice-of-criticism', '--data', folder)
  expect([code, stderr]).toEqual([2, expect.stringContaining('只能由督办台账中已签发的文书生成') as string])
})
