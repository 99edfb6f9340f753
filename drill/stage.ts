import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { scaledClock } from '../adapters/clock.ts'
import { lockDirectory } from '../adapters/embedded/lock.ts'
import { strongRandom } from '../adapters/hash.ts'
import type { Clock, ClockScale } from '../core/clock.ts'
import type { Instant } from '../core/instant.ts'
import { NotADrillError } from './errors.ts'
import { readScale, writeScale, writeWhole } from './scale-file.ts'
import type { Scenario } from './scenario.ts'
import { cityIsAlive, startCity, stopCity, type City } from './start-city.ts'
import { writeConfig, type Watch } from './write-config.ts'

export interface StageOptions {
  readonly directory: string
  readonly scenario: Scenario
  readonly speed: number
  readonly from: Instant
  readonly watch: Watch
  /** Real milliseconds before the clock reaches `from`, while the system starts. */
  readonly warmUpMs: number
  /** What an earlier drill left running is ended, not gone on with. */
  readonly fresh?: boolean
}

/** Where a drill is played: its city, its clock, its configuration. */
export interface Stage {
  readonly city: City
  readonly clock: Clock
  readonly scale: ClockScale
  readonly configDirectory: string
  /** Whether the drill of this folder was already under way, and goes on. */
  readonly resumed: boolean
}

const markFile = 'drill-mark.json'

/**
 * Sets the stage in a folder of its own. While its city still runs, the drill there goes on where it is (the main process was
 * killed); otherwise an earlier drill's data is removed and a new one begins.
 * @throws AlreadyRunningError while another process plays there; NotADrillError when the folder holds anything but a drill; CityUnreachableError
 */
export async function setStage(options: StageOptions): Promise<Stage> {
  const { directory, scenario } = options
  claim(directory)
  // A drill that lives is not touched: neither its data nor its city.
  lockDirectory(directory).release()
  if (options.fresh === true) await stopCity(directory)
  const resumed = readScale(directory) !== null && (await cityIsAlive(directory))
  if (!resumed) {
    clear(directory)
    writeScale(directory, { realStartMs: Date.now() + options.warmUpMs, civilStart: options.from, speed: options.speed })
  }
  const scale = readScale(directory)
  if (scale === null) throw new NotADrillError(`${directory} 中没有演练的时钟`)
  const city = await startCity(directory, scenario.name, strongRandom)
  return { city, scale, clock: scaledClock(scale), configDirectory: writeConfig(directory, city, scenario, options.watch), resumed }
}

/** A folder that is new, empty or marked as a drill's. Anything else is somebody's data. */
function claim(directory: string): void {
  mkdirSync(directory, { recursive: true })
  const mark = path.join(directory, markFile)
  if (existsSync(mark)) return
  if (readdirSync(directory).length > 0) throw new NotADrillError(`${directory} 不是演练的数据文件夹，演练不会改动它；请用 --data 另指一个空文件夹`)
  writeWhole(mark, JSON.stringify({ drill: true }))
}

function clear(directory: string): void {
  for (const name of readdirSync(directory)) if (name !== markFile) rmSync(path.join(directory, name), { recursive: true, force: true })
}
