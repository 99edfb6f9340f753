/** `npm install` ends with the page built. An install without development packages has no Vite: it says so and goes on. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const vite = 'node_modules/.bin/vite'
if (existsSync(vite)) {
  const { status } = spawnSync(vite, ['build', 'dashboard', '--logLevel', 'warn'], { stdio: 'inherit' })
  process.exitCode = status ?? 1
  if (status === 0) spawnSync(process.execPath, ['tools/licences.ts'], { stdio: ['ignore', 'ignore', 'inherit'] })
} else {
  console.error('未安装 Vite,跳过页面构建；工作台页面需另行以 npm run build 构建')
}
