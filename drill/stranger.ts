import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import type { IncidentDocument } from '../core/incident/state.ts'
import type { DeskClient } from './desk-client.ts'
import { bytesOfEachKind, contentOf } from './changed-bytes.ts'
import type { Expectation } from './expectations.ts'

interface Ran {
  /** Null: there is no such program on this machine. */
  readonly code: number | null
  readonly output: string
}

/** The two scripts that lie in the package, with what runs them. */
const verifiers = [
  { words: 'Node', script: 'verify.mjs', program: process.execPath, changer: ['--input-type=module', '-e'] },
  { words: 'Python', script: 'verify.py', program: 'python3', changer: ['-c'] }
] as const
type Verifier = (typeof verifiers)[number]

/**
 * Whether the matter got to the archive, and what a stranger says of its package: downloaded as a person does, in a folder outside the
 * project, by the scripts that lie in it.
 * @param document the carried matter as the store has it; null where there is none
 */
export async function strangerExpectations(document: IncidentDocument | null, desk: DeskClient | undefined): Promise<Expectation[]> {
  const made = document?.state.after?.filed?.package
  if (document === null || made === undefined || desk === undefined) return [{ name: '重大事件办结、评估、归档', held: false, detail: '没有归档' }]
  const { grade, title, after } = document.state
  const folder = await mkdtemp(path.join(tmpdir(), 'stranger-'))
  try {
    const bytes = await desk.download(document.id)
    await writeFile(path.join(folder, 'package.tar'), bytes)
    for (const { script } of verifiers) await writeFile(path.join(folder, script), contentOf(bytes, script))
    return [
      { name: '重大事件办结、评估、归档', held: after?.review != null && grade === 'II', detail: `${title}；根哈希 ${made.root}` },
      await soundExpectation(folder, made.root, made.missing),
      await changedExpectation(folder, bytes)
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function soundExpectation(folder: string, root: string, missing: number): Promise<Expectation> {
  const ran = await Promise.all(verifiers.map(({ script, program }) => run(folder, program, [script, 'package.tar', '--root', root])))
  return {
    name: '归档包在项目之外核验通过（Node、Python）',
    held: missing === 0 && ran[0]?.code === 0 && ran.every(({ code }) => code === 0 || code === null),
    detail: ran.map(({ code, output }, index) => `${verifiers[index]?.words}：${code === null ? '本机没有，未运行' : output}`).join('\n')
  }
}

const Verdicts = z.record(z.string(), z.number())

/** Each bit is turned for itself and turned back; what is longer or shorter by a byte is refused too. */
async function changedExpectation(folder: string, bytes: Buffer): Promise<Expectation> {
  const places = bytesOfEachKind(bytes)
  await writeFile(path.join(folder, 'places.json'), JSON.stringify(places))
  await writeFile(path.join(folder, 'longer.tar'), Buffer.concat([bytes, Buffer.alloc(1)]))
  await writeFile(path.join(folder, 'shorter.tar'), bytes.subarray(0, -1))
  const told: string[] = []
  let held = true
  for (const verifier of verifiers) {
    const { code, output } = await changedBy(folder, verifier)
    const verdicts = code === 0 ? Verdicts.parse(JSON.parse(output)) : null
    const passed = Object.entries(verdicts ?? {}).flatMap(([kind, verdict]) => (verdict === 1 ? [] : [kind]))
    const isWhole = verdicts !== null && Object.keys(verdicts).length === Object.keys(places).length + 2
    held &&= (isWhole && passed.length === 0) || (code === null && verifier.script !== 'verify.mjs')
    told.push(`${verifier.words}：${code === null ? '本机没有，未运行' : isWhole ? `放过 ${passed.join('、') || '无'}` : output}`)
  }
  return { name: '归档包改动任何一类字节即核验不通过', held, detail: `${Object.keys(places).join('、')}、多一个字节、少一个字节。${told.join('；')}` }
}

function changedBy(folder: string, { program, changer, script }: Verifier): Promise<Ran> {
  return run(folder, program, [...changer, script === 'verify.mjs' ? changeByNode : changeByPython])
}

const changeByNode = `
import { openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { verdict } from './verify.mjs'
const verdicts = { longer: verdict('longer.tar', null).code, shorter: verdict('shorter.tar', null).code }
const file = openSync('package.tar', 'r+')
for (const [kind, at] of Object.entries(JSON.parse(readFileSync('places.json', 'utf8')))) {
  const byte = Buffer.alloc(1)
  readSync(file, byte, 0, 1, at)
  writeSync(file, Buffer.from([byte[0] ^ 1]), 0, 1, at)
  verdicts[kind] = verdict('package.tar', null).code
  writeSync(file, byte, 0, 1, at)
}
console.log(JSON.stringify(verdicts))
`

const changeByPython = `
import json, sys
sys.path.insert(0, '.')
from verify import verdict
verdicts = {'longer': verdict('longer.tar', None)[0], 'shorter': verdict('shorter.tar', None)[0]}
with open('package.tar', 'r+b', buffering=0) as package:
    for kind, at in json.load(open('places.json', encoding='utf-8')).items():
        package.seek(at)
        byte = package.read(1)
        package.seek(at)
        package.write(bytes([byte[0] ^ 1]))
        verdicts[kind] = verdict('package.tar', None)[0]
        package.seek(at)
        package.write(byte)
print(json.dumps(verdicts))
`

async function run(folder: string, program: string, args: readonly string[]): Promise<Ran> {
  return await new Promise((resolve, reject) => {
    execFile(program, [...args], { cwd: folder }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') resolve({ code: null, output: '' })
      else if (error !== null && typeof error.code !== 'number') reject(error)
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}`.trim() })
    })
  })
}
