import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const script = fileURLToPath(new URL('jieba_snownlp.py', import.meta.url))
const installWithinMs = 300_000

/**
 * Python's jieba and SnowNLP on the same texts, installed into an environment of their own that is removed at the end. What is
 * missing, Python or the package index, is said instead of a figure.
 */
export async function measurePythonPeer(texts: readonly string[], say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-python-'))
  try {
    const file = path.join(folder, 'texts.jsonl')
    await writeFile(file, texts.map((text) => `${JSON.stringify(text)}\n`).join(''))
    const venv = path.join(folder, 'venv')
    say('正在安装 Python 的 jieba 与 SnowNLP …')
    await run('python3', ['-m', 'venv', venv], { timeout: installWithinMs })
    const python = path.join(venv, 'bin', 'python')
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'jieba', 'snownlp'], { timeout: installWithinMs })
    const { stdout } = await run(python, [script, file])
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n')
    say(`跳过 Python 对照：${reason}`)
    return { skipped: reason }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
