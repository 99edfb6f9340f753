import { sha256 } from '../../adapters/hash.ts'
import type { FaultEngines } from './fault-engines.ts'
import type { Resume } from './fault-stage.ts'
import type { Verdict } from './fault-verdict.ts'
import type { Witness } from './fault-witness.ts'
import { seededRandom } from './seeded-random.ts'

/** What a trial works with. */
export interface TrialContext {
  readonly engines: FaultEngines
  readonly seed: number
  /** Numbers from 0 to 1 that follow from the seed and the trial's name. */
  readonly random: () => number
  /** The form that CI has time for. */
  readonly short: boolean
  /** Tells the person at the console. */
  readonly say: (words: string) => void
  /** Done when the trial is over, the last first. */
  readonly defer: (work: () => Promise<void>) => void
}

/** What came of a trial; it held when there are no faults. */
export interface TrialEnd extends Verdict {
  /** The longest that consumption took to go on once the server was ready, or else after what interrupted it; null where nothing did. */
  readonly resumeMs: number | null
  readonly resumes: readonly Resume[]
  /** The longest time in which no mention was stored while the load was on. */
  readonly longestPauseMs: number | null
  readonly witness: Witness | null
}

export interface Trial {
  readonly name: string
  /** Whether CI has time for it, too. */
  readonly short: boolean
  readonly run: (context: TrialContext) => Promise<TrialEnd>
}

/** One line of `npm run faults`. */
export interface TrialLine extends TrialEnd {
  readonly trial: string
  readonly seed: number
  readonly held: boolean
}

export interface RunTrial extends Pick<TrialContext, 'engines' | 'seed' | 'short'> {
  readonly say: (words: string) => void
}

const mostMs = 1_500_000

/** What this machine does not let a trial do, in words for the person at the console. */
export class CannotTryError extends Error {
  override readonly name = 'CannotTryError'
}

/** Runs a trial and whatever it asked to be done afterwards. A trial that throws, or does not end, did not hold; null: it cannot be tried here. */
export async function runTrial(trial: Trial, { say, seed, ...options }: RunTrial): Promise<TrialLine | null> {
  const { name } = trial
  const cleanups = new AsyncDisposableStack()
  const context: TrialContext = {
    ...options,
    seed,
    say: (words) => say(`  ${words}`),
    random: seededRandom(seed ^ Number.parseInt(sha256(name).slice(0, 8), 16)),
    defer: (work) => cleanups.defer(work)
  }
  say(`${name}：WANGLOU_SEED=${seed}`)
  const end = await withinTime(trial.run(context)).catch((error: unknown) => {
    if (!(error instanceof CannotTryError)) return failed(error)
    say(`  跳过：${error.message}`)
    return null
  })
  const after = await cleanups.disposeAsync().then(
    () => [],
    (error: unknown) => [`收拾时出错：${String(error)}`]
  )
  if (end === null) return null
  const faults = [...end.faults, ...after]
  for (const fault of faults) say(`  × ${fault}`)
  return { trial: name, seed, ...end, faults, held: faults.length === 0 }
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${mostMs / 1000} 秒内没有结束`)), mostMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function failed(error: unknown): TrialEnd {
  const nothing = { produced: 0, stored: 0, deadLettered: 0, duplicatesByEffect: 0, lost: 0 }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { ...nothing, resumeMs: null, resumes: [], longestPauseMs: null, witness: null, faults: [`试验中断：${reason}`] }
}
