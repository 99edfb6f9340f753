import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { sha256 } from '../../adapters/hash.ts'
import { topicName } from '../../adapters/kafka/options.ts'
import { readDeadLetters, readIncidents, readMentions, readNotices } from './fault-reading.ts'
import { openStage, type Stage, type StageOptions } from './fault-stage.ts'
import type { Trial, TrialContext, TrialEnd } from './fault-trial.ts'
import { judge, judgeCounts, type Outcome } from './fault-verdict.ts'
import { askWitnesses, disagreements, groups } from './fault-witness.ts'

export interface LoadTrialContext extends TrialContext {
  /** The system under load; once a trial. */
  readonly begin: (options: StageOptions) => Promise<Stage>
}

const settleWithinMs = 240_000
const stillFor = 3
const lookEveryMs = 1000
/** A pipeline writes counts every 15 seconds, when nothing waits to be grouped. */
const countedWithinMs = 20_000

/** A trial that disturbs a whole system under load: afterwards all that was produced is waited for and held against what is there. */
export function underLoad(name: string, disturb: (context: LoadTrialContext) => Promise<void>, { short = false } = {}): Trial {
  return {
    name,
    short,
    async run(context) {
      let stage: Stage | null = null
      await disturb({
        ...context,
        async begin(options) {
          const begun = await openStage(options, context.seed)
          context.defer(() => begun.close())
          stage = begun
          return begun
        }
      })
      return conclude(name, stage, context)
    }
  }
}

async function conclude(name: string, stage: Stage | null, { say }: TrialContext): Promise<TrialEnd> {
  if (stage === null) throw new TypeError(`${name} began no stage`)
  await stage.load.stop()
  const { longestPauseMs } = stage.watch
  say(`产生 ${stage.load.acknowledged.size} 条，等全部处理完`)
  const unsettled = await settle(stage)
  const witness = await askWitnesses(stage)
  const outcome = await readCounted(stage)
  const { faults: broken, ...counts } = judge(outcome)
  await stage.roles.stopAll()
  const faults = [...broken, ...unsettled, ...stage.roles.faults, ...late(stage), ...disagreements(outcome, witness)]
  if (faults.length === 0) rmSync(stage.directory, { recursive: true, force: true, maxRetries: 5 })
  else say(`未通过；各进程的日志在 ${stage.directory}`)
  return { ...counts, resumeMs: longest(stage), resumes: stage.resumes, longestPauseMs, witness, faults }
}

function longest({ resumes }: Stage): number | null {
  const ready = resumes.filter(({ after }) => after === 'ready')
  const counting = ready.length > 0 ? ready : resumes
  return counting.length === 0 ? null : Math.max(...counting.map(({ ms }) => ms))
}

function late({ resumes }: Stage): string[] {
  return resumes.filter(({ ms, limitMs }) => ms > limitMs).map(({ after, ms, limitMs }) => `${after}：${ms} 毫秒后才继续，应在 ${limitMs} 毫秒内`)
}

/** Waits until nothing has anything left to do; what still has when time is up is a fault. */
async function settle(stage: Stage): Promise<string[]> {
  await pause(Math.max(0, stage.lastsUntilMs - performance.now()))
  const deadlineMs = performance.now() + settleWithinMs
  for (let still = 0, before = ''; still < stillFor;) {
    const waiting = await stillWaiting(stage)
    const now = JSON.stringify(waiting)
    still = waiting.left === 0 && now === before ? still + 1 : 0
    before = now
    if (performance.now() > deadlineMs) return [`${settleWithinMs / 1000} 秒后仍未处理完：${now}`]
    await pause(lookEveryMs)
  }
  return []
}

async function stillWaiting({ log, elasticsearch, cluster }: Stage): Promise<{ readonly left: number; readonly [what: string]: unknown }> {
  const lags = await Promise.all(Object.entries(groups).map(async ([group, topic]) => [group, await log.lag(topic, group)] as const))
  const notices = await readNotices(elasticsearch.access, cluster.elasticsearch.prefix)
  const open = notices.filter(({ state }) => state === 'queued' || state === 'sending').length
  return { left: lags.reduce((sum, [, lag]) => sum + lag, open), lags: Object.fromEntries(lags), notices: notices.length, open }
}

/** What there is, once counts had the time that they are given. */
async function readCounted(stage: Stage): Promise<Outcome> {
  const deadlineMs = performance.now() + countedWithinMs
  for (;;) {
    const outcome = await readOutcome(stage)
    if (performance.now() > deadlineMs || judgeCounts(outcome).length === 0) return outcome
    await pause(lookEveryMs)
  }
}

async function readOutcome({ kafka, elasticsearch, cluster, load, mentions, sink }: Stage): Promise<Outcome> {
  const { access } = elasticsearch
  const { prefix } = cluster.elasticsearch
  return {
    produced: [...load.acknowledged.values()],
    happeningOf: (index) => mentions.happeningAt(index),
    mentions: await readMentions(access, prefix),
    incidents: await readIncidents(access, prefix),
    notices: await readNotices(access, prefix),
    deadLetters: await readDeadLetters(kafka, topicName(cluster.kafka.prefix, 'dead-letters')),
    arrivals: sink.arrivals,
    sha256
  }
}
