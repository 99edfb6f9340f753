import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']

/** Switches that keep a system Chromium quiet on a closed network and let it run as root. */
export const chromiumSwitches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** Path of a Chromium on this machine, or null. `WANGLOU_CHROMIUM` names one that stands elsewhere. */
export function findChromium(): string | null {
  const named = process.env['WANGLOU_CHROMIUM']
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  return known.find((path) => existsSync(path)) ?? null
}

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
