import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'

export type Unpacked = { readonly ok: true; readonly root: string; readonly versions: Readonly<Record<string, string>> } | Missing
export interface Missing {
  readonly ok: false
  /** For a person: what could not be had, and why. */
  readonly reason: string
}

/** A server of the web that is needed for none of what is tested: PHP has one of its own. */
const notNeeded = /^(apache2|libapr|libaprutil|libapache2)/

/**
 * Debian packages and what they need besides what is installed here, unpacked below a folder. Nothing is installed: no script of a
 * package runs, no service starts, no file is written elsewhere (but the package lists, which `apt-get update` fills where they are empty).
 */
export async function unpackPackages(names: readonly string[], folder: string): Promise<Unpacked> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return { ok: false, reason: '本机没有 apt-get，取不到 Debian 软件包' }
  const downloads = path.join(folder, 'packages')
  const root = path.join(folder, 'root')
  await Promise.all([mkdir(downloads, { recursive: true }), mkdir(root, { recursive: true })])
  const needed = (await neededFor(names)) ?? ((await updateLists()) ? await neededFor(names) : null)
  if (needed === null) return { ok: false, reason: `软件包清单里没有 ${names.join('、')} 中的某一个` }
  const fetched = await run('apt-get', ['download', '-qq', ...needed], downloads)
  if (fetched.status !== 0) return { ok: false, reason: `下载软件包失败：${lastLine(fetched.said)}` }
  const versions: Record<string, string> = {}
  for (const file of await readdir(downloads)) {
    const unpacked = await run('dpkg-deb', ['-x', path.join(downloads, file), root], downloads)
    if (unpacked.status !== 0) return { ok: false, reason: `解开 ${file} 失败：${lastLine(unpacked.said)}` }
    const [name, version] = file.split('_')
    if (name !== undefined && version !== undefined) versions[name] = decodeURIComponent(version)
  }
  return { ok: true, root, versions }
}

/** The named ones even where they are installed, so that all of their files stand in one place; null where one is unknown. */
async function neededFor(names: readonly string[]): Promise<readonly string[] | null> {
  const direct = await Promise.all(names.map(realPackage))
  const { status, stdout } = await run('apt-get', ['install', '--print-uris', '-qq', '-y', '--no-install-recommends', ...names], '/')
  if (status !== 0) return null
  const absent = [...stdout.matchAll(/^'[^']*' ([^_\s]+)_/gm)].map(([, name]) => name ?? '')
  return [...new Set([...direct, ...absent])].filter((name) => !notNeeded.test(name))
}

/** `php-cli` holds nothing but its dependency on the PHP of this release, `php8.2-cli`. */
async function realPackage(name: string): Promise<string> {
  if (!/^php-\w+$/.test(name)) return name
  const { stdout } = await run('apt-cache', ['depends', name], '/')
  return /Depends: (php\d[\d.]*-\w+)/.exec(stdout)?.[1] ?? name
}

async function updateLists(): Promise<boolean> {
  return process.getuid?.() === 0 && (await run('apt-get', ['update', '-qq'], '/')).status === 0
}

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly said: string
}

async function run(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } })
  let [stdout, said] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, stdout, said }
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('W:'))
  return lines.at(-1) ?? 'apt 没有说明原因'
}
