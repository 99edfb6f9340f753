import path from 'node:path'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, describe, expect, it } from 'vitest'
import { listsNamedBy, readPacks, type PackSurroundings } from '../../../config/read-packs.ts'
import { Department } from '../../../core/department.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'wanglou-packs-'))
afterAll(() => rmSync(directory, { recursive: true }))
mkdirSync(path.join(directory, 'words'))
writeFileSync(path.join(directory, 'words', 'known.txt'), '塌陷\n')
writeFileSync(path.join(directory, 'words', 'secret.txt'), '口令\n')

const surroundings: PackSurroundings = {
  directory,
  departments: [Department.parse({ id: 'roads', name: '道路处', coordinator: true })],
  regionCodes: () => Promise.resolve(['120101']),
  lists: new Set([path.join(directory, 'words', 'known.txt')])
}

function text(id: string, ...rules: readonly string[]) {
  return { id, file: path.join(directory, `${id}.yaml`), text: [`id: ${id}`, 'subject: 城管', "version: '1'", 'rules:', ...rules].join('\n') }
}

const rule = (id: string, more = 'any: [塌陷]'): string => `  - {id: ${id}, name: ${id}, eventType: 塌陷, source: 条例, when: {${more}}}`

describe('packs that are read rule by rule', () => {
  it('leave out what is wrong with one rule, with its line, and keep every other', async () => {
    const [read] = await readPacks([text('roads', rule('good'), rule('bad', 'none: [演习]'), rule('typo', 'any: [塌陷], anny: [x]'))], surroundings)
    expect(read?.pack?.rules.map(({ id }) => id)).toEqual(['good'])
    expect(read?.problems.map(({ line, field }) => [line, field])).toEqual([
      [6, 'rules.1.when'],
      [7, 'rules.2.when.anny']
    ])
    expect(read?.lines).toEqual([
      { id: 'good', name: 'good', line: 5, usable: true },
      { id: 'bad', name: 'bad', line: 6, usable: false },
      { id: 'typo', name: 'typo', line: 7, usable: false }
    ])
  })

  it('cannot be used at all where the YAML or the head is broken, or the id is another', async () => {
    const broken = { id: 'roads', file: path.join(directory, 'roads.yaml'), text: 'id: [roads\nsubject: x' }
    const [one, other] = await readPacks([broken, { ...text('lakes', rule('a')), id: 'rivers' }], surroundings)
    expect([one?.pack, one?.problems[0]?.line]).toEqual([null, 2])
    expect([other?.pack, other?.problems[0]?.reason]).toEqual([null, '规则包编号应为 rivers：编号定了不再改'])
  })

  it('refuse an id that stands in an earlier pack, and a region that no place lies in', async () => {
    const elsewhere = '  - {id: b, name: b, eventType: 塌陷, source: 条例, regions: ["99"], when: {any: [塌陷]}}'
    const [first, second] = await readPacks([text('roads', rule('a')), text('lakes', rule('a'), rule('c'), elsewhere)], surroundings)
    expect(first?.problems).toEqual([])
    expect(second?.pack?.rules.map(({ id }) => id)).toEqual(['c'])
    expect(second?.problems.map(({ reason }) => reason)).toEqual(['规则编号 a 重复', '地名库中没有区划代码 99'])
  })

  it('name word lists of the configuration, and are no way to read any other file', async () => {
    const known = text('roads', rule('a', 'any: [{list: words/known.txt}]'))
    expect(listsNamedBy([known])).toEqual(surroundings.lists)
    const [good, bad] = await readPacks([known, text('lakes', rule('b', 'any: [{list: words/secret.txt}]'))], surroundings)
    expect(good?.pack?.rules[0]?.when).toEqual({ any: ['塌陷'] })
    expect([bad?.pack, bad?.problems[0]?.reason]).toEqual([null, expect.stringContaining('不是配置里已有的')])
  })

  it('warn of an owner that is no department, and judge all the same', async () => {
    const [read] = await readPacks([text('roads', rule('a').replace('source:', 'owner: 道路科, source:'))], surroundings)
    expect([read?.pack?.rules.length, read?.problems, read?.warnings[0]?.reason]).toEqual([1, [], expect.stringContaining('没有这个部门：道路科')])
  })
})
