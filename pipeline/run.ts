import type { IncidentHint } from '../core/records.ts'
import type { DeadLetters, EventLog, Running } from '../core/ports.ts'
import { assessBatch, type Assess } from './assess-batch.ts'
import { createGrouper } from './group.ts'
import { groupBatch } from './group-batch.ts'
import type { GrouperDeps } from './grouping/working-set.ts'

export interface PipelineDeps extends Omit<GrouperDeps, 'announce'> {
  readonly log: EventLog
  readonly deadLetters: DeadLetters
  /** One assessment a mention, in order; usually a worker thread. Must throw for a mention that it cannot judge. */
  readonly assess: Assess
  /** Names rules and configuration as they are now; what was assessed with others is assessed again when it is seen again. */
  readonly rulesVersion: () => string
  readonly maxBatch?: number
}

export interface Pipeline extends Running {
  /** True when both topics are drained and every count is written. */
  idle(): Promise<boolean>
  /** Rejects when a consumer stopped in a way that no retry mends. */
  readonly failed: Promise<never>
}

const settleAfterMs = 300
/** Counts are added up by searches, before which the store has to make small segments: not over and over while news comes in. */
const settleEveryMs = 15_000

/**
 * `mentions` → assess → `assessed` → group → `incidents`. Two consumers, so that assessing can run on many machines while
 * each jurisdiction keeps one automatic writer.
 */
export function startPipeline(deps: PipelineDeps): Pipeline {
  const maxBatch = deps.maxBatch ?? 200
  const grouper = createGrouper({
    ...deps,
    announce: async ({ id, version }, fetchedElapsedMs) => {
      const hint: IncidentHint = { schema: 1, incidentId: id, version, fetchedElapsedMs }
      await deps.log.append('incidents', [{ key: id, value: JSON.stringify(hint) }])
    }
  })
  const assess = deps.log.subscribe({ topic: 'mentions', group: 'assess', maxBatch, ...assessBatch({ ...deps, maxBatch }) })
  const group = deps.log.subscribe({ topic: 'assessed', group: 'group', maxBatch, ...groupBatch(deps, grouper) })
  const settling = keepSettled(grouper, deps)
  const drained = async () => (await deps.log.lag('mentions', 'assess')) === 0 && (await deps.log.lag('assessed', 'group')) === 0
  return {
    failed: Promise.race([assess.failed, group.failed]),
    async idle() {
      if (!(await drained())) return false
      await grouper.settle()
      // Settling takes time, and more may have come meanwhile.
      return (await drained()) && !grouper.unsettled
    },
    async close() {
      await Promise.all([assess.close(), group.close()])
      await settling.close()
    }
  }
}

/** Counts that waited for their minute are written once the topic is drained, and at the end. */
function keepSettled(grouper: ReturnType<typeof createGrouper>, deps: Pick<PipelineDeps, 'log' | 'logger' | 'clock'>): Running {
  let closed = false
  let settledAtMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<void> = Promise.resolve()
  const settle = async (): Promise<void> => {
    try {
      if (!grouper.unsettled || (await deps.log.lag('assessed', 'group')) > 0) return
      await grouper.settle()
      settledAtMs = deps.clock.elapsedMs()
    } catch (error) {
      deps.logger.warn({ error: error instanceof Error ? error.message : String(error) }, 'counts not written, trying again')
    }
  }
  const again = (): void => {
    if (closed) return
    timer = setTimeout(() => {
      turn = Math.abs(deps.clock.elapsedMs() - settledAtMs) < settleEveryMs ? Promise.resolve().then(again) : settle().then(again)
    }, settleAfterMs)
    timer.unref()
  }
  again()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await turn
      await settle()
    }
  }
}
