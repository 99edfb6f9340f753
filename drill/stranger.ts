import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Stores } from '../core/ports.ts'
import type { DeskClient } from './desk-client.ts'
import type { Expectation } from './expectations.ts'
import type { Scenario } from './scenario.ts'

interface Ran {
  readonly code: number
  readonly output: string
}

const mostClosed = 1000

/**
 * Whether the matter that the script files got there, and what a stranger says of its package: downloaded as a person does, in a folder
 * outside the project, by the script that lies in it. Nothing where the script files nothing.
 */
export async function strangerExpectations(
  { acts }: Pick<Scenario, 'acts'>,
  { incidents }: Pick<Stores, 'incidents'>,
  desk: DeskClient | undefined
): Promise<Expectation[]> {
  if (!acts.some(({ act }) => act.do === 'archive')) return []
  const closed = await incidents.list({ status: ['closed'], limit: mostClosed })
  const filed = closed.find(({ state }) => state.after?.filed != null)
  const made = filed?.state.after?.filed?.package
  if (filed === undefined || made === undefined || desk === undefined)
    return [{ name: '重大事件办结、评估、归档', held: false, detail: '没有归档的事件' }]
  const reviewed = filed.state.after?.review != null
  const bytes = await desk.download(filed.id)
  const folder = await mkdtemp(path.join(tmpdir(), 'stranger-'))
  try {
    await writeFile(path.join(folder, 'verify.mjs'), memberOf(bytes, 'verify.mjs'))
    const sound = await verify(folder, bytes, made.root)
    const changed = await verify(folder, withOneBitFlipped(bytes), made.root)
    return [
      { name: '重大事件办结、评估、归档', held: reviewed && filed.state.grade === 'II', detail: `${filed.state.title}；根哈希 ${made.root}` },
      { name: '归档包在项目之外核验通过', held: sound.code === 0 && made.missing === 0, detail: sound.output },
      { name: '归档包改动一个字节即核验不通过', held: changed.code === 1, detail: changed.output }
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function verify(folder: string, bytes: Buffer, root: string): Promise<Ran> {
  await writeFile(path.join(folder, 'package.tar'), bytes)
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, ['verify.mjs', 'package.tar', '--root', root], { cwd: folder }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error)
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}`.trim() })
    })
  })
}

/** In the middle of the timeline's text. */
function withOneBitFlipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  const at = changed.indexOf('"type":"opened"')
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
  return changed
}

const block = 512

/** A file of the tar, read by hand as a stranger's packer would. */
function memberOf(tar: Buffer, name: string): Buffer {
  for (let at = 0; tar[at] !== 0 && at < tar.length;) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8)
    if (tar.toString('latin1', at, tar.indexOf(0, at)) === name) return tar.subarray(at + block, at + block + size)
    at += block + Math.ceil(size / block) * block
  }
  return Buffer.alloc(0)
}
