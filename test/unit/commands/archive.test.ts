import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { bytesOfEachKind, contentOf } from '../../../drill/changed-bytes.ts'
import { closedMatter, openArchiveDesk, run, type ArchiveDesk } from '../../support/archive-desk.ts'
import { jsonLines, wanglou, type Ended } from '../../support/command-line.ts'
import { deskConfig } from '../../support/running-system.ts'

let desk: ArchiveDesk
let config: string
/** Where a stranger has nothing but what was handed over. */
let elsewhere: string

function archive(...args: readonly string[]): Promise<Ended> {
  return wanglou('archive', ...args, '--data', desk.directory, '--config', config)
}

/** The root hash that the timeline of the incident has; null while it is not filed. */
async function rootOf(id: string): Promise<string | null> {
  return (await desk.stores.incidents.get(id))?.state.after?.filed?.package.root ?? null
}

async function entriesOf(action: string): Promise<number> {
  return (await desk.stores.audit.read(0, 1000)).filter((entry) => entry.action === action).length
}

/* Each command is a process, late on a busy machine. */
beforeAll(async () => {
  desk = await openArchiveDesk()
  config = await mkdtemp(path.join(tmpdir(), 'wanglou-archive-config-'))
  elsewhere = await mkdtemp(path.join(tmpdir(), 'stranger-'))
  const rules = path.relative(config, path.join(import.meta.dirname, '../../../config/archive.yaml'))
  await writeFile(path.join(config, 'wanglou.yaml'), stringify({ ...deskConfig(config, 'https://outlet.example.invalid/'), archive: rules }))
  // The mentions belong to the one that came last.
  await closedMatter(desk, 'inc-2')
  await closedMatter(desk, 'inc-1')
})
afterAll(async () => {
  await desk.close()
  for (const folder of [config, elsewhere]) await rm(folder, { recursive: true, force: true })
})

describe('archive', { timeout: 120_000 }, () => {
  it('lists nothing, and verifies nothing, while nothing is filed', async () => {
    const [list, verify] = await Promise.all([archive('list'), archive('verify', 'inc-1')])
    expect(list).toMatchObject({ code: 0, stdout: '' })
    expect(verify).toMatchObject({ code: 1, stderr: expect.stringContaining('事件 inc-1 尚未归档') as string })
  })

  it('hands over a copy without filing, enters its root hash, and does not write over a file', async () => {
    const target = path.join(elsewhere, 'copy.tar')
    const { code, stdout } = await archive('make', 'inc-2', '--to', target, '--json')
    const [made] = jsonLines(stdout)
    expect([code, made?.['file']]).toEqual([0, target])
    expect(await rootOf('inc-2')).toBeNull()
    expect(await entriesOf('archive.copied')).toBe(1)
    const [again, verified] = await Promise.all([
      archive('make', 'inc-2', '--to', target),
      archive('verify', target, '--root', String(made?.['root']))
    ])
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('已存在，不覆盖') as string })
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('未编档号') as string })
  })

  it('files, tells number, term and root hash, lists it, and verifies it against the timeline', async () => {
    const made = await archive('make', 'inc-1')
    const root = await rootOf('inc-1')
    expect(made.code).toBe(0)
    expect(made.stdout).toMatch(/已归档：档号 WS·\d{4}-Y-0001，保管期限永久（国家档案局令第8号/)
    expect(made.stdout).toContain(`根哈希 ${root}`)
    const [list, asJson, verified, again] = await Promise.all([
      archive('list'),
      archive('list', '--json'),
      archive('verify', 'inc-1'),
      archive('make', 'inc-1')
    ])
    expect(list.stdout.trim().split('\t')).toEqual(expect.arrayContaining(['永久', root, 'inc-1']))
    expect(jsonLines(asJson.stdout)).toMatchObject([{ incidentId: 'inc-1', package: { root, mentions: 2, evidence: 2, missing: 0 } }])
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/核验通过：档号 [\s\S]*与所给的一致/) as string })
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('已归档') as string })
    expect(await entriesOf('archive.made')).toBe(1)
  })

  it('ends with 4 for another root hash, for a changed byte in the folder of archives, and for a file that is no package', async () => {
    const file = desk.file((await desk.stores.incidents.get('inc-1'))?.state.after?.filed?.package.file ?? '')
    await copyFile(file, path.join(elsewhere, 'package.tar'))
    const bytes = await readFile(file)
    const changed = Buffer.from(bytes)
    const at = changed.indexOf('处置完毕')
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    await writeFile(file, changed)
    await writeFile(path.join(elsewhere, 'none.tar'), 'not a package')
    const [byFile, byId, none] = await Promise.all([
      archive('verify', path.join(elsewhere, 'package.tar'), '--root', '0'.repeat(64)),
      archive('verify', 'inc-1'),
      archive('verify', path.join(elsewhere, 'none.tar'))
    ])
    await writeFile(file, bytes)
    expect(byFile).toMatchObject({ code: 4, stdout: expect.stringContaining('根哈希与所给的不符') as string })
    expect(byId).toMatchObject({ code: 4, stdout: expect.stringContaining('内容与其哈希不符') as string })
    expect(none).toMatchObject({ code: 4, stderr: expect.stringContaining('核验未通过') as string })
  })

  it('ends with 2 for what it does not know and 1 for an incident that is not there', async () => {
    const wrong = [['nothing'], ['make'], ['verify']]
    const ended = await Promise.all(wrong.map((args) => archive(...args)))
    expect(ended.map(({ code }) => code)).toEqual([2, 2, 2])
    const nowhere = await Promise.all([archive('make', 'inc-9'), archive('verify', 'inc-9')])
    expect(nowhere.map(({ code, stderr }) => [code, stderr.includes('没有编号为 inc-9 的事件')])).toEqual([
      [1, true],
      [1, true]
    ])
  })
})

describe.each([
  ['verify.mjs', process.execPath],
  ['verify.py', 'python3']
])('%s that came in the package', { timeout: 120_000 }, (script, program) => {
  it('passes it alone in a folder, and refuses it with one bit turned in each kind of place', async () => {
    const bytes = await readFile(path.join(elsewhere, 'package.tar'))
    await writeFile(path.join(elsewhere, script), contentOf(bytes, script))
    expect((await run(program, [script, 'package.tar', '--root', (await rootOf('inc-1')) ?? ''], elsewhere)).code).toBe(0)
    const places = Object.entries(bytesOfEachKind(bytes))
    expect(places.map(([kind]) => kind)).toEqual(
      expect.arrayContaining(['incidents/events.jsonl', 'mentions.jsonl', 'notices.jsonl', '留存件', 'SHA256SUMS', 'ROOT', '文件之后的填充'])
    )
    const passed: string[] = []
    for (const [kind, at] of places) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      await writeFile(path.join(elsewhere, 'changed.tar'), changed)
      if ((await run(program, [script, 'changed.tar'], elsewhere)).code !== 1) passed.push(kind)
    }
    expect(passed).toEqual([])
  })
})
