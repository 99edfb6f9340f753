import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { findChromium, quietSwitches } from '../adapters/web/chromium.ts'

/** Switches that let a system Chromium run quietly, as root too. */
export const chromiumSwitches = ['--no-sandbox', ...quietSwitches]

export type ProvidedChromium = { readonly path: string } | { readonly path: null; readonly reason: string }

/** Finds Chromium, or installs it by the system's package manager where this process may; null and the reason otherwise. */
export async function provideChromium(): Promise<ProvidedChromium> {
  const found = findChromium()
  if (found !== null) return { path: found }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return { path: null, reason: '没有找到 Chromium:请安装 chromium,或以 WANGLOU_CHROMIUM 指明路径' }
  }
  const failure = (await aptGet(['update'])) ?? (await installed())
  if (failure !== null) return { path: null, reason: `安装 Chromium 失败：apt-get ${failure}` }
  const path = findChromium()
  return path === null ? { path: null, reason: '安装后仍找不到 Chromium' } : { path }
}

/** The one without windows, or where a system has none of that name the whole one. */
async function installed(): Promise<string | null> {
  const install = (name: string): Promise<string | null> => aptGet(['install', '-y', name, 'fonts-noto-cjk'])
  return (await install('chromium-headless-shell')) === null ? null : await install('chromium')
}

/** Null when it went well. */
async function aptGet(args: readonly string[]): Promise<string | null> {
  const child = spawn('apt-get', ['-qq', ...args], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return status === 0 ? null : `${args[0]}: exit ${status ?? signal}`
}
