import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { addressesFile, CityAddresses, Recorded } from './city/addresses.ts'
import { CityUnreachableError } from './errors.ts'
import { writeWhole } from './scale-file.ts'

const entry = fileURLToPath(new URL('city-process.ts', import.meta.url))
const startWithinMs = 20_000

export interface City {
  readonly addresses: CityAddresses
  /** Of this drill only: signs its webhooks and admits its actors to the outlet. */
  readonly secret: string
  /** Whether it was running already, as after a restart of the main process. */
  readonly reused: boolean
}

/**
 * The running city of the folder, or a new one as a detached process. The folder must hold the drill's scale file.
 * @throws CityUnreachableError when it does not answer within 20 s.
 */
export async function startCity(directory: string, scenario: string, random: (bytes: number) => Uint8Array): Promise<City> {
  mkdirSync(directory, { recursive: true })
  const secret = secretOf(directory, random)
  const running = readAddresses(directory)
  if (running !== null && (await isAlive(running))) return { addresses: running, secret, reused: true }
  rmSync(path.join(directory, addressesFile), { force: true })
  const token = Buffer.from(random(12)).toString('hex')
  const log = openSync(path.join(directory, 'city.log'), 'a')
  const child = spawn(process.execPath, [entry, directory, scenario, secret, token], { detached: true, stdio: ['ignore', log, log] })
  child.unref()
  closeSync(log)
  const deadline = performance.now() + startWithinMs
  while (performance.now() < deadline) {
    const addresses = readAddresses(directory)
    if (addresses !== null && addresses.token === token && (await isAlive(addresses))) return { addresses, secret, reused: false }
    if (child.exitCode !== null) break
    await pause(50)
  }
  throw new CityUnreachableError(`演练城市没有启动，见 ${path.join(directory, 'city.log')}`)
}

/** Ends the city of the folder, when it runs. */
export async function stopCity(directory: string): Promise<void> {
  const addresses = readAddresses(directory)
  if (addresses === null || !(await isAlive(addresses))) return
  const secret = readFileSync(secretFile(directory), 'utf8')
  await fetch(`${addresses.control}/stop`, { method: 'POST', headers: { 'x-drill-secret': secret } }).catch(() => undefined)
  rmSync(path.join(directory, addressesFile), { force: true })
}

/** Whether the city of the folder answers. */
export async function cityIsAlive(directory: string): Promise<boolean> {
  const addresses = readAddresses(directory)
  return addresses !== null && isAlive(addresses)
}

export async function recordedBy(addresses: CityAddresses): Promise<Recorded> {
  const response = await fetch(`${addresses.control}/recorded`)
  return Recorded.parse(await response.json())
}

function secretOf(directory: string, random: (bytes: number) => Uint8Array): string {
  const file = secretFile(directory)
  if (!existsSync(file)) writeWhole(file, Buffer.from(random(24)).toString('hex'))
  return readFileSync(file, 'utf8')
}

function secretFile(directory: string): string {
  return path.join(directory, 'drill-secret')
}

function readAddresses(directory: string): CityAddresses | null {
  const file = path.join(directory, addressesFile)
  if (!existsSync(file)) return null
  const parsed = CityAddresses.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data : null
}

const Alive = z.object({ token: z.string() })

async function isAlive(addresses: CityAddresses): Promise<boolean> {
  try {
    const response = await fetch(`${addresses.control}/alive`, { signal: AbortSignal.timeout(2_000) })
    return Alive.parse(await response.json()).token === addresses.token
  } catch {
    return false
  }
}
