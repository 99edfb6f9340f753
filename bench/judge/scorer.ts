import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { floors } from './floors.ts'
import { labelledData } from './labelled-data.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const Figures = z.record(z.string(), z.number().nullable())

/** A line of the scorer: a measure on one labelled set, with the peer's figures. `beats`: better than the peer in all that counts. */
const Measured = z.looseObject({
  measure: z.string(),
  set: z.string(),
  n: z.number(),
  figures: Figures,
  baseline: z.looseObject({ peer: z.string(), figures: Figures }).nullable(),
  beats: z.boolean().nullable(),
  failed: z.string().optional()
})
export type Measured = z.infer<typeof Measured>

/** Why nothing can be scored on this machine; null: it can. */
export function whyNotScored(): string | null {
  if (!existsSync(path.join(labelledData, 'score.py'))) return `没有标注数据 ${labelledData}`
  return spawnSync('python3', ['--version']).status === 0 ? null : '没有 python3'
}

/** The labelled sets or Python are not on this machine. */
export class CannotScoreError extends Error {
  override readonly name = 'CannotScoreError'
}

/**
 * Runs the scorer that lies beside the labelled sets on this working copy, with the example configurations for a city's desk and for a city's
 * government, and hands out each measure as it comes; with `only`, those measures. `WANGLOU_LABELLED_DATA` names another folder.
 * @throws CannotScoreError where there are no labelled sets or no Python
 */
export async function score(take: (measured: Measured) => void, only: readonly string[] = []): Promise<void> {
  const reason = whyNotScored()
  if (reason !== null) throw new CannotScoreError(reason)
  const example = (name: string): string => path.join(root, 'config', 'examples', name)
  const args = [path.join(labelledData, 'score.py'), '--json', '--project', root, '--wanglou', 'node main.ts']
  args.push('--config-city', example('tianjin'), '--config-government', example('a-city'))
  if (only.length > 0) args.push('--only', only.join(','))
  const child = spawn('python3', args, { cwd: root, env: withOwnNode(), stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  for await (const line of createInterface({ input: child.stdout })) take(Measured.parse(JSON.parse(line)))
  const [code] = (await ended) as [number | null]
  if (code !== 0 && code !== 1) throw new Error(`score.py：退出码 ${code}`)
}

/** Which floors of a measure do not hold, in words. */
export function fallen({ measure, set, figures, failed }: Measured): string[] {
  if (failed !== undefined) return [`${measure} ${set}：${failed}`]
  return floors
    .filter((floor) => floor.measure === measure && floor.set === set)
    .flatMap(({ figure, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY }) => {
      const reached = figures[figure] ?? null
      const holds = reached !== null && reached >= atLeast && reached <= atMost
      return holds
        ? []
        : [`${measure} ${set} ${figure}：${reached}，应${atLeast > Number.NEGATIVE_INFINITY ? `不低于 ${atLeast}` : `不高于 ${atMost}`}`]
    })
}

/** The scorer starts `node` by name: it should be the one that runs this. */
function withOwnNode(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter) }
}
