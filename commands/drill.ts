import { availableParallelism, loadavg } from 'node:os'
import path from 'node:path'
import { NotFoundError } from '../core/errors.ts'
import { playLive, playOnce } from '../drill/play.ts'
import type { Scenario } from '../drill/scenario.ts'
import { scenarioNamed } from '../drill/scenarios/catalog.ts'
import { result, say, UsageError } from './exit.ts'
import { createLogger } from './logger.ts'
import { portOf } from './start.ts'
import { engineOf, type Place } from './place.ts'
import { untilStopped } from './until-stopped.ts'

export interface DrillCommand extends Place {
  readonly scenario: string
  readonly speed?: string
  readonly once?: boolean
  readonly port: string
}

/** `drill` for a person, until Ctrl-C; `drill --once` to the end, one JSON line, exit 0 only when every expectation held. */
export async function drill(options: DrillCommand): Promise<void> {
  const play = {
    scenario: scenarioOf(options.scenario),
    directory: path.resolve(options.data ?? 'data/drill'),
    speed: options.speed === undefined ? null : speedOf(options.speed),
    port: portOf(options.port),
    engine: engineOf(options.engine),
    logger: createLogger(),
    say
  }
  if (options.once !== true) return await playLive(play, untilStopped())
  const summary = await playOnce(play)
  await result(summary)
  const failed = summary.expectations.filter(({ held }) => !held)
  for (const { name, detail } of failed) say(`未达到：${name}（${detail}）`)
  if (failed.length === 0 && summary.falseIncidents === 0 && summary.missedIncidents === 0) return
  tellBusy(summary.speed)
  process.exitCode = 1
}

/** The play goes on with its clock: what a busy machine does late counts as not done. */
function tellBusy(speed: number): void {
  const [, load = 0] = loadavg()
  const cores = availableParallelism()
  if (load <= cores) return
  const minutes = Math.round(speed / 6) / 10
  say(
    `这台机器太忙（${cores} 核，五分钟平均负载 ${load.toFixed(1)}）：${speed} 倍速时一秒就是演练中的 ${minutes} 分钟，未达到的可能只是来不及。可等机器空闲，或用 --speed 放慢再演`
  )
}

function scenarioOf(name: string): Scenario {
  try {
    return scenarioNamed(name)
  } catch (error) {
    throw error instanceof NotFoundError ? new UsageError(error.message) : error
  }
}

function speedOf(text: string): number {
  const speed = Number(text)
  if (!Number.isFinite(speed) || speed <= 0 || speed > 5000) throw new UsageError(`倍速应为 0 到 5000 之间的数，现为 ${text}`)
  return speed
}
