import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SystemRole } from '../system.ts'
import { RoleEndedError } from './errors.ts'
import { writeWhole } from './scale-file.ts'

/** Each role a process of its own, the pipeline two: what a cluster does and one machine does not. */
export const clusterProcesses: readonly { readonly name: string; readonly role: SystemRole }[] = [
  { name: 'crawl', role: 'crawl' },
  { name: 'pipeline-1', role: 'pipeline' },
  { name: 'pipeline-2', role: 'pipeline' },
  { name: 'alerting', role: 'alerting' },
  { name: 'dashboard', role: 'dashboard' }
]

/** In the drill's folder: the process of each name, for whoever looks or kills. */
export const roleProcessesFile = 'roles.json'

export interface RoleProcessesOptions {
  readonly directory: string
  readonly configDirectory: string
  readonly port: number
}

export interface RoleProcesses {
  readonly url: string | null
  /** Rejects when a process ended by itself; one that was killed is started again. */
  readonly failed: Promise<never>
  close(): Promise<void>
}

const entry = fileURLToPath(new URL('role-process.ts', import.meta.url))
const startWithinMs = 60_000
const restartAfterMs = 500
const endWithinMs = 15_000

/** Starts all of them and resolves when each is ready. @throws RoleEndedError */
export async function startRoleProcesses(options: RoleProcessesOptions): Promise<RoleProcesses> {
  const failure = Promise.withResolvers<never>()
  failure.promise.catch(() => {})
  const running = new Map<string, ChildProcess>()
  const watched = new Set<Promise<void>>()
  let closing = false
  let port = options.port

  /** One that is killed before it is ready is started again as well. */
  async function launch(one: (typeof clusterProcesses)[number]): Promise<string | null> {
    for (;;) {
      const ready = await launchOnce(one)
      if (ready !== 'killed') return ready.url
      await pause(restartAfterMs)
    }
  }

  async function launchOnce({ name, role }: (typeof clusterProcesses)[number]): Promise<{ readonly url: string | null } | 'killed'> {
    const child = spawnRole(options, name, role, role === 'dashboard' ? port : 0)
    running.set(name, child)
    writeWhole(path.join(options.directory, roleProcessesFile), JSON.stringify(Object.fromEntries([...running].map(([key, { pid }]) => [key, pid]))))
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
    const ready = once(child, 'message').then(([message]) => message as { url: string | null })
    const isKilled = ended.then(([, signal]) => signal !== null && !closing)
    const first = await Promise.race([ready, isKilled, pause(startWithinMs, false, { ref: false })])
    if (first === true) return 'killed'
    if (first === false) throw new RoleEndedError(`${name} 没有启动，见 ${logOf(options, name)}`)
    watched.add(watch(name, role, ended))
    return first
  }

  async function watch(name: string, role: SystemRole, ended: Promise<[number | null, NodeJS.Signals | null]>): Promise<void> {
    const [code, signal] = await ended
    if (closing) return
    if (signal === null) return failure.reject(new RoleEndedError(`${name} 自行退出（${code}），见 ${logOf(options, name)}`))
    await pause(restartAfterMs)
    if (!closing) await launch({ name, role }).catch(failure.reject)
  }

  async function close(): Promise<void> {
    closing = true
    await Promise.all([...running.values()].map(endOne))
  }

  try {
    const urls = await Promise.all(clusterProcesses.map(launch))
    const url = urls.find((one) => one !== null) ?? null
    // Started again it must be found where people have it open.
    if (url !== null) port = Number(new URL(url).port)
    return { url, failed: failure.promise, close }
  } catch (error) {
    await close()
    throw error
  }
}

function spawnRole({ directory, configDirectory }: RoleProcessesOptions, name: string, role: SystemRole, port: number): ChildProcess {
  const log = openSync(logOf({ directory }, name), 'a')
  const args = [entry, '--data', directory, '--config', configDirectory, '--roles', role, '--port', String(port)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', log, log, 'ipc'] })
  closeSync(log)
  return child
}

async function endOne(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), endWithinMs)
  await ended
  clearTimeout(late)
}

function logOf({ directory }: Pick<RoleProcessesOptions, 'directory'>, name: string): string {
  return path.join(directory, `${name}.log`)
}
