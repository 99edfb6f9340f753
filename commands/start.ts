import { mkdir } from 'node:fs/promises'
import { systemClock } from '../adapters/clock.ts'
import { loadProductConfig, startSystem, systemRoles, type System, type SystemRole } from '../system.ts'
import { say, UsageError } from './exit.ts'
import { createLogger } from './logger.ts'
import { configDirectory, dataDirectory, engineOf, type Place } from './place.ts'
import { untilStopped } from './until-stopped.ts'

export interface StartOptions extends Place {
  readonly roles?: string
  readonly host: string
  readonly port: string
  readonly drillPort: string
  readonly untilIdle?: boolean
}

/** `wanglou start`: the roles asked for, until a signal, or with `--until-idle` until every topic is drained. */
export async function start(options: StartOptions): Promise<void> {
  const engine = engineOf(options.engine)
  const roles = rolesOf(options)
  const config = await loadProductConfig(configDirectory(options))
  const directory = dataDirectory(options)
  await mkdir(directory, { recursive: true })
  const stopped = options.untilIdle === true ? new Promise<void>(() => {}) : untilStopped()
  let isUp = false
  // Told to end before it is up, such as while it waits for a broker: nothing is in hand yet.
  void stopped.then(() => {
    if (!isUp) process.exit(0)
  })
  const system = await startSystem({
    config,
    engine,
    directory,
    waiting: say,
    clock: systemClock,
    drill: false,
    roles,
    host: options.host,
    port: portOf(options.port),
    drillPort: portOf(options.drillPort),
    logger: createLogger()
  })
  isUp = true
  try {
    if (options.untilIdle === true) await untilIdle(system)
    else await serve(system, roles, stopped)
  } finally {
    await system.close()
  }
}

async function untilIdle(system: System): Promise<void> {
  await system.drained()
  say('全部主题已处理完')
}

async function serve(system: System, roles: readonly SystemRole[], stopped: Promise<void>): Promise<void> {
  say(`已启动：${roles.join('、')}`)
  if (system.url !== null) say(`工作台：${system.url}`)
  if (system.firstRunLink !== null) say(`首次使用，请在 24 小时内打开一次性设置链接：${system.firstRunLink}`)
  await Promise.race([stopped, system.failed])
}

function rolesOf(options: StartOptions): readonly SystemRole[] {
  if (options.roles === undefined) return options.untilIdle === true ? ['pipeline', 'alerting'] : systemRoles
  const names = options.roles.split(',').map((name) => name.trim())
  const roles = names.map((name) => {
    const role = systemRoles.find((known) => known === name)
    if (role === undefined) throw new UsageError(`没有角色 ${name}；可用：${systemRoles.join('、')}`)
    return role
  })
  const twice = roles.find((role, place) => roles.indexOf(role) !== place)
  if (twice !== undefined) throw new UsageError(`--roles 中 ${twice} 写了两次；同一角色要多开，就多开进程`)
  return roles
}

export function portOf(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`端口应为 0 到 65535 的整数，现为 ${text}`)
  return port
}
