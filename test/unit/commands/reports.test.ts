import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { wanglou } from '../../support/command-line.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wanglou-reports-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a paper for a folder that is not there is not made', { timeout: 60_000 }, async () => {
  const missing = path.join(folder, 'missing')
  const { code, stderr } = await wanglou('reports', 'make', 'daily', '--out', missing, '--data', folder)
  expect(code).not.toBe(0)
  expect(stderr).toContain('没有生成报告')
  expect((await wanglou('reports', 'list', '--data', folder)).stdout.trim()).toBe('')
})

it('what accuses a unit is made of a document of the ledger alone', { timeout: 60_000 }, async () => {
  const { code, stderr } = await wanglou('reports', 'make', 'notice-of-criticism', '--data', folder)
  expect([code, stderr]).toEqual([2, expect.stringContaining('只能由督办台账中已签发的文书生成') as string])
})
