import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tarBlock, tarHeader } from '../../../../adapters/archive/tar-header.ts'
import type { Filing } from '../../../../core/incident/after.ts'
import { closedMatter, filed, openArchiveDesk, run, type ArchiveDesk, type Ran } from '../../../support/archive-desk.ts'

let desk: ArchiveDesk
let filing: Filing
/** Outside the project: nothing but the package and the scripts that were in it. */
let elsewhere: string
let bytes: Buffer

const scripts = [
  ['verify.mjs', process.execPath],
  ['verify.py', 'python3']
] as const

beforeAll(async () => {
  desk = await openArchiveDesk()
  await closedMatter(desk)
  const { state } = await filed(desk)
  if (state.after?.filed == null) throw new Error('not filed')
  filing = state.after.filed
  elsewhere = await mkdtemp(path.join(tmpdir(), 'stranger-'))
  await copyFile(desk.file(filing.package.file), path.join(elsewhere, 'package.tar'))
  bytes = await readFile(path.join(elsewhere, 'package.tar'))
  for (const [script] of scripts) await run('tar', ['xf', 'package.tar', script], elsewhere)
  await writeFile(path.join(elsewhere, 'flip.mjs'), flipWithNode)
  await writeFile(path.join(elsewhere, 'flip.py'), flipWithPython)
})
afterAll(async () => {
  await desk.close()
  await rm(elsewhere, { recursive: true, force: true })
})

// Processes are started, and on a busy machine late.
describe.each(scripts)('%s', { timeout: 120_000 }, (script, program) => {
  const verify = (file: string, ...more: string[]): Promise<Ran> => run(program, [script, file, ...more], elsewhere)
  const changed = async (name: string, content: Uint8Array): Promise<Ran> => {
    await writeFile(path.join(elsewhere, name), content)
    return verify(name)
  }

  it('passes in an empty folder without the project, and says what it read', async () => {
    const { code, output } = await verify('package.tar', '--root', filing.package.root)
    expect(output).toContain('核验通过：档号 WS·2031-Y-0001，事件 inc-1')
    expect(output).toContain('信息 2 条，通知 1 条，留存件 2 件')
    expect(output).toContain('（与所给的一致）')
    expect(code).toBe(0)
  })

  it('passes without the root hash, and says that it was not compared', async () => {
    const { code, output } = await verify('package.tar')
    expect([code, output]).toEqual([0, expect.stringContaining('尚未与系统登记的比对')])
  })

  it('fails against another root hash', async () => {
    const { code, output } = await verify('package.tar', '--root', '0'.repeat(64))
    expect([code, output]).toEqual([1, expect.stringContaining('根哈希与所给的不符')])
  })

  it('fails when any single byte is changed', async () => {
    const copy = `flip-${script}.tar`
    await writeFile(path.join(elsewhere, copy), bytes)
    const { code, output } = await run(program, [script === 'verify.py' ? 'flip.py' : 'flip.mjs', copy], elsewhere)
    expect({ code, output }).toMatchObject({ code: 0 })
    const { tried, passed, soundAgain } = JSON.parse(output) as { tried: number; passed: number[]; soundAgain: boolean }
    expect(tried).toBeGreaterThan(2500)
    expect(passed).toEqual([])
    expect(soundAgain).toBe(true)
  })

  it('fails when bytes stand behind the end, or the end is missing', async () => {
    expect(await changed('longer.tar', Buffer.concat([bytes, Buffer.from([0])]))).toMatchObject({
      code: 1,
      output: expect.stringContaining('还有 1 个字节')
    })
    expect(await changed('shorter.tar', bytes.subarray(0, -1))).toMatchObject({ code: 1 })
    expect(await changed('half.tar', bytes.subarray(0, bytes.length / 2))).toMatchObject({ code: 1 })
    expect(await changed('empty.tar', Buffer.alloc(0))).toMatchObject({ code: 1, output: expect.stringContaining('文件不完整') })
  })

  it('fails when a member stands twice, leads out of the folder, or is slipped in', async () => {
    const first = bytes.subarray(0, sizeAt(0))
    expect(await changed('twice.tar', Buffer.concat([first, bytes]))).toMatchObject({
      code: 1,
      output: expect.stringContaining('README.md 出现两次')
    })
    expect(await changed('out.tar', Buffer.concat([rawMember('../x', 'x'), bytes]))).toMatchObject({
      code: 1,
      output: expect.stringContaining('文件名不合规范')
    })
    expect(await changed('more.tar', Buffer.concat([rawMember('more', 'x'), bytes]))).toMatchObject({
      code: 1,
      output: expect.stringContaining('more 不在清单中')
    })
  })

  it('fails when somebody rewrites a decision together with list and root, since the chain holds it', async () => {
    const { code, output } = await changed('rewritten.tar', rewritten('处置完毕', '处置未完'))
    expect([code, output]).toEqual([1, expect.stringContaining('内容与其哈希不符')])
  })

  it('fails when evidence that the timeline names was taken out with its line of the list', async () => {
    const evidence = membersOf(bytes).filter(({ name }) => name !== `evidence/${sha256('<p>情况通报</p>')}`)
    const { code, output } = await changed('withheld.tar', packed(evidence))
    expect([code, output]).toEqual([1, expect.stringMatching(/所指的留存件 \w+ 不在包中/)])
  })

  it('says how it is called, and fails for a file that is none', async () => {
    expect(await run(program, [script], elsewhere)).toMatchObject({ code: 1, output: expect.stringContaining('用法') })
    expect(await verify('nowhere.tar')).toMatchObject({ code: 1, output: expect.stringContaining('读不下去') })
  })
})

describe('the package', () => {
  it('is listed by tar, and sha256sum checks it', async () => {
    const { output } = await run('tar', ['tf', 'package.tar'], elsewhere)
    expect(output.split('\n')).toEqual(
      expect.arrayContaining(['README.md', 'verify.mjs', 'verify.py', 'incidents/1/events.jsonl', 'SHA256SUMS', 'ROOT'])
    )
    await run('mkdir', ['-p', 'open'], elsewhere)
    await run('tar', ['xf', '../package.tar'], path.join(elsewhere, 'open'))
    expect((await run('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], path.join(elsewhere, 'open'))).code).toBe(0)
    expect((await run('sha256sum', ['SHA256SUMS'], path.join(elsewhere, 'open'))).output).toContain(filing.package.root)
  })

  it('names whom each notice was for, and no address', () => {
    const notices =
      membersOf(bytes)
        .find(({ name }) => name === 'notices.jsonl')
        ?.content.toString() ?? ''
    expect(notices).toContain('post-duty-officer')
    expect(notices).not.toContain('secret@linjiang.example')
  })
})

interface Member {
  readonly name: string
  readonly content: Buffer
}

function sizeAt(at: number): number {
  const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8)
  return tarBlock + Math.ceil(size / tarBlock) * tarBlock
}

function membersOf(tar: Buffer): Member[] {
  const members: Member[] = []
  for (let at = 0; tar[at] !== 0; at += sizeAt(at)) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8)
    const name = tar.toString('latin1', at, tar.indexOf(0, at))
    members.push({ name, content: tar.subarray(at + tarBlock, at + tarBlock + size) })
  }
  return members
}

const seconds = (): number => Number.parseInt(bytes.toString('latin1', 136, 147), 8)

function memberBytes({ name, content }: Member): Buffer {
  return Buffer.concat([tarHeader(name, content.length, seconds()), content, Buffer.alloc((tarBlock - (content.length % tarBlock)) % tarBlock)])
}

/** Names that the writer would refuse are put into a header that is right otherwise. */
function rawMember(name: string, text: string): Buffer {
  const member = memberBytes({ name: 'x'.repeat(name.length), content: Buffer.from(text) })
  member.write(name, 0, 'latin1')
  member.write('        ', 148, 'latin1')
  const sum = member.subarray(0, tarBlock).reduce((total, byte) => total + byte, 0)
  member.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return member
}

/** As an attacker packs it anew: list and root fit what is in it. */
function packed(members: readonly Member[]): Buffer {
  const contents = members.filter(({ name }) => name !== 'SHA256SUMS' && name !== 'ROOT')
  const sums = Buffer.from(contents.map(({ name, content }) => `${sha256(content)}  ${name}\n`).join(''))
  const all = [...contents, { name: 'SHA256SUMS', content: sums }, { name: 'ROOT', content: Buffer.from(`${sha256(sums)}\n`) }]
  return Buffer.concat([...all.map(memberBytes), Buffer.alloc(2 * tarBlock)])
}

function rewritten(from: string, to: string): Buffer {
  return packed(
    membersOf(bytes).map(({ name, content }) =>
      name.endsWith('events.jsonl') ? { name, content: Buffer.from(content.toString().replace(from, to)) } : { name, content }
    )
  )
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/* Both take some three thousand of the bytes: everywhere, thicker in headers and at the end. Every single one was tried by hand. */
const flipWithNode = `
import { verdict } from './verify.mjs'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
const file = process.argv[2]
const all = readFileSync(file)
const fd = openSync(file, 'r+')
const passed = []
let tried = 0
for (let at = 0; at < all.length; at++) {
  if (at % 31 !== 0 && !(at % 512 < 160 && at % 19 === 0) && !(at > all.length - 2600 && at % 3 === 0)) continue
  writeSync(fd, Buffer.from([all[at] ^ (1 << at % 8)]), 0, 1, at)
  if (verdict(file, null).code === 0) passed.push(at)
  writeSync(fd, all, at, 1, at)
  tried++
}
closeSync(fd)
console.log(JSON.stringify({ tried, passed, soundAgain: verdict(file, null).code === 0 }))
`

const flipWithPython = `
import json, sys
from verify import verdict
file = sys.argv[1]
data = open(file, 'rb').read()
passed = []
tried = 0
with open(file, 'r+b', buffering=0) as package:
    for at in range(len(data)):
        if at % 31 != 0 and not (at % 512 < 160 and at % 19 == 0) and not (at > len(data) - 2600 and at % 3 == 0):
            continue
        package.seek(at)
        package.write(bytes([data[at] ^ (1 << at % 8)]))
        if verdict(file, None)[0] == 0:
            passed.append(at)
        package.seek(at)
        package.write(data[at:at + 1])
        tried += 1
print(json.dumps({'tried': tried, 'passed': passed, 'soundAgain': verdict(file, None)[0] == 0}))
`
