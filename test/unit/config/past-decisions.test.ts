import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPastDecisions } from '../../../config/past-decisions.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wanglou-past-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function read(lines: readonly string[]) {
  await writeFile(path.join(folder, 'past-decisions.jsonl'), lines.join('\n'))
  return readPastDecisions(folder, ['police', 'environment'])
}

test('a folder without the file has no past decisions', async () => {
  expect(await readPastDecisions(folder, [])).toEqual({ decisions: [], problems: [] })
})

test('one decision a line, with what is absent filled in', async () => {
  const { decisions, problems } = await read(['{"terms":["夜宵"],"departmentId":"police"}', ''])

  expect(problems).toEqual([])
  expect(decisions).toEqual([{ terms: ['夜宵'], eventType: null, places: [], departmentId: 'police', insteadOf: null }])
})

test('every line that cannot be followed is named, with its number and reason', async () => {
  const { problems } = await read([
    '{"terms":["夜宵"],"departmentId":"police"}',
    '{"terms":',
    '{"terms":[],"departmentId":"police"}',
    '{"terms":["夜宵"],"departmentId":"polices"}',
    '{"terms":["夜宵"],"departmentId":"police","insteadOf":"nobody"}'
  ])

  expect(problems.map(({ line, field }) => [line, field])).toEqual([
    [2, ''],
    [3, 'terms'],
    [4, 'departmentId'],
    [5, 'insteadOf']
  ])
  expect(problems[2]?.reason).toBe('没有这个部门：polices，是否应为 police?')
})
