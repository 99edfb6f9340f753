import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const mentions = Number(process.env['WANGLOU_BENCH_ARCHIVED'] ?? 50_000)
/** One in five is a page whose bytes are kept, 16 KiB each. */
const pages = Math.floor(mentions / 5)

/** Filing one incident of so many mentions on the embedded engine, in a process of its own; then both verify scripts over the package. */
export async function measureArchive(say: (words: string) => void): Promise<Readonly<Record<string, number>>> {
  const directory = mkdtempSync(path.join(tmpdir(), 'wanglou-bench-'))
  try {
    run(process.execPath, [own('fill.ts'), directory, String(mentions), String(pages)])
    say(`已建一个有 ${mentions} 条信息、${pages} 份留存页面的事件`)
    const filed = JSON.parse(run(process.execPath, [own('file.ts'), directory])) as {
      ms: number
      rssMb: number
      bytes: number
      file: string
      root: string
    }
    say(`归档 ${filed.ms} 毫秒（目标 10,000 以内），进程内存最多 ${filed.rssMb} MB（目标 300 以内），归档包 ${Math.round(filed.bytes / 1e6)} MB`)
    const file = path.join(directory, 'archives', filed.file)
    const verifyNodeMs = timed(() => run(process.execPath, [script('verify.mjs'), file, '--root', filed.root]))
    const verifyPythonMs = timed(() => run('python3', [script('verify.py'), file, '--root', filed.root]))
    say(`核验：verify.mjs ${verifyNodeMs} 毫秒，verify.py ${verifyPythonMs} 毫秒`)
    return {
      archiveMentions: mentions,
      archivePages: pages,
      archiveMs: filed.ms,
      archiveRssMb: filed.rssMb,
      archiveMb: Math.round(filed.bytes / 1e6),
      verifyNodeMs,
      verifyPythonMs
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${stdout}${stderr}`)
  return stdout
}

function timed(work: () => unknown): number {
  const begunMs = performance.now()
  work()
  return Math.round(performance.now() - begunMs)
}

function own(name: string): string {
  return new URL(name, import.meta.url).pathname
}

function script(name: string): string {
  return new URL(`../../adapters/archive/${name}`, import.meta.url).pathname
}
