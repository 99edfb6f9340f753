import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../../core/errors.ts'
import { loadProductConfig } from '../../../system.ts'

const own = path.resolve('config')
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wanglou-checklists-'))
  const national = await readFile(path.join(own, 'examples/national/wanglou.yaml'), 'utf8')
  await writeFile(path.join(folder, 'wanglou.yaml'), `${national.replaceAll('../../', `${own}/`)}\nchecklists: checklists.yaml\n`)
})
afterEach(() => rm(folder, { recursive: true }))

async function faultOf(text: string): Promise<string> {
  await writeFile(path.join(folder, 'checklists.yaml'), text)
  const error: unknown = await loadProductConfig(folder).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ConfigError)
  return (error as Error).message
}

const item = '{id: a, text: 核实, owner: lead-department, withinMinutes: 60}'
const head = '- id: fire\n  words: 火灾检查单\n  eventTypes: [火灾]\n  grades: [I]\n  source: 预案\n  items:\n'

describe('checklists', { timeout: 120_000 }, () => {
  it('as they are shipped have nothing that never starts', async () => {
    await writeFile(path.join(folder, 'checklists.yaml'), await readFile(path.join(own, 'checklists.yaml')))
    const { checklists, warnings } = await loadProductConfig(folder)
    expect([checklists.length, warnings.filter((line) => line.includes('checklists.yaml'))]).toEqual([10, []])
  })

  it('for a kind of event that no rule names are warned of, at their place', async () => {
    await writeFile(path.join(folder, 'checklists.yaml'), `${head.replace('火灾]', '火宅]')}    - ${item}\n`)
    const { warnings } = await loadProductConfig(folder)
    expect(warnings.find((line) => line.includes('checklists.yaml'))).toMatch(/checklists\.yaml:3:\d+ 0\.eventTypes\.0: 没有规则给出事件类型 火宅/)
  })

  it.each([
    ['an unknown field', `${head}    - ${item.replace('text:', 'txet:')}\n`, /checklists\.yaml:7:\d+ 0\.items\.0\.txet: 没有这个配置项/],
    ['somebody unknown', `${head}    - ${item.replace('lead-department', 'boss')}\n`, /checklists\.yaml:7:\d+ 0\.items\.0\.owner/],
    ['no time', `${head}    - ${item.replace('60', '0')}\n`, /checklists\.yaml:7:\d+ 0\.items\.0\.withinMinutes/],
    ['an id twice', `${head}    - ${item}\n    - ${item}\n`, /checklists\.yaml:8:\d+ 0\.items\.1\.id: 编号 a 重复/],
    ['no items', head.replace('  items:\n', ''), /checklists\.yaml:1:\d+ 0\.items/]
  ])('with %s are refused with file and line', async (_what, text, words) => {
    expect(await faultOf(text)).toMatch(words)
  })
})
