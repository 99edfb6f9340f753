import { drillModeWords, type DrillResult, type DrillRun } from '../../core/drill-run.ts'
import type { DrillRow } from '../contract-drills.ts'
import { actorName } from './words.ts'

const stateWords = { running: '进行中', ended: '已演完', stopped: '提前结束', failed: '未成', lost: '中断，没有结果' } as const

/** One drill for a list. `runningId`: of the one that tells of itself now. */
export function drillRow({ id, order, at, by, end }: DrillRun, runningId: string | null, scenarioWords: ReadonlyMap<string, string>): DrillRow {
  const state = stateOf(id, end, runningId)
  return {
    id,
    scenarioWords: scenarioWords.get(order.scenario) ?? order.scenario,
    mode: order.mode,
    modeWords: drillModeWords[order.mode],
    speed: order.speed,
    startedAt: at,
    startedBy: actorName(by),
    state,
    stateWords: stateWords[state],
    endedAt: end?.at ?? null,
    failure: end?.failure ?? '',
    ...counted(end?.result ?? null)
  }
}

function stateOf(id: string, end: DrillRun['end'], runningId: string | null): DrillRow['state'] {
  if (end === null) return id === runningId ? 'running' : 'lost'
  if (end.result === null) return 'failed'
  return end.result.playedOut ? 'ended' : 'stopped'
}

function counted(result: DrillResult | null): Pick<DrillRow, 'signed' | 'held'> {
  if (result === null) return { signed: null, held: null }
  const { incidents, judgement } = result
  return {
    signed: { of: incidents.length, count: incidents.filter(({ signed }) => signed !== null).length },
    held: judgement === null ? null : { of: judgement.expectations.length, count: judgement.expectations.filter(({ held }) => held).length }
  }
}
