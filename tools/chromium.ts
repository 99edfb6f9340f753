import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium, quietSwitches } from '../adapters/web/chromium.ts'

/** Switches that let a system Chromium run quietly, as root too. */
export const chromiumSwitches = ['--no-sandbox', ...quietSwitches]

/** Finds Chromium, or installs it by the system's package manager where this process may; null and the reason otherwise. */
export function provideChromium(): { readonly path: string } | { readonly path: null; readonly reason: string } {
  const found = findChromium()
  if (found !== null) return { path: found }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return { path: null, reason: '没有找到 Chromium:请安装 chromium,或以 WANGLOU_CHROMIUM 指明路径' }
  }
  try {
    const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
    execFileSync('apt-get', ['update', '-qq'], quiet)
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], quiet)
  } catch (error) {
    return { path: null, reason: `安装 Chromium 失败：${(error as Error).message}` }
  }
  const installed = findChromium()
  return installed === null ? { path: null, reason: '安装后仍找不到 Chromium' } : { path: installed }
}
