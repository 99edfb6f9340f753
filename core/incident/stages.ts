import type { Actor, Person } from '../actor.ts'
import { countdownWords } from '../countdown.ts'
import { RefusedError } from '../errors.ts'
import type { StagedKind } from '../staged-countdown.ts'
import { stageName, type IncidentStage } from './incident-stage.ts'
import type { IncidentState } from './state.ts'

/** Every stage that the incident ever had, in the order of their starts; one that was stored twice once. */
export function stagesOf({ stages = [] }: Pick<IncidentState, 'stages'>): readonly IncidentStage[] {
  return stages.filter(({ id }, place) => stages.findIndex((other) => other.id === id) === place)
}

export function runningStages(state: Pick<IncidentState, 'stages'>): IncidentStage[] {
  return stagesOf(state).filter(({ settled }) => settled === null)
}

/** @throws RefusedError when no such clock runs */
export function demandRunningStage(state: IncidentState, stageClockId: string): IncidentStage {
  const clock = stagesOf(state).find(({ id }) => id === stageClockId)
  if (clock === undefined) throw new RefusedError('没有这个分阶段时限', { metadata: { stage: stageClockId } })
  if (clock.settled !== null) throw new RefusedError(`${stageName(clock)}的时限已结束`, { metadata: { stage: stageClockId } })
  return clock
}

/** The clock that a deed fulfils. @throws RefusedError when it was fulfilled before or never ran, with the moment */
export function demandStageToMeet(state: IncidentState, kind: StagedKind, stageId: string, departmentId: string | null = null): IncidentStage {
  const clocks = stagesOf(state).filter(
    (clock) => clock.kind === kind && clock.stage.id === stageId && (clock.department?.id ?? null) === departmentId
  )
  const running = clocks.find(({ settled }) => settled === null)
  if (running !== undefined) return running
  const met = clocks.findLast(({ settled }) => settled?.state === 'met')
  if (met?.settled != null) throw new RefusedError(`${stageName(met)}已记录：${met.settled.reason}`)
  throw new RefusedError(`没有进行中的${countdownWords[kind]}时限，无须记录`)
}

/** An extension is a person's word. @throws RefusedError for a machine */
export function demandPerson(actor: Actor): Person {
  if (actor.kind !== 'person') throw new RefusedError('延期只能由人申请和批准')
  return actor
}
