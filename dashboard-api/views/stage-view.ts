import { countdownStateWords } from '../../core/countdown.ts'
import { roleWords } from '../../core/actor.ts'
import { stageName, type IncidentStage, type UnstartedStage } from '../../core/incident/incident-stage.ts'
import { msBetween, type Instant } from '../../core/instant.ts'
import { stageAnchorWords } from '../../core/ladder-clock.ts'
import { startedOverdue, stageState } from '../../core/stage-clock.ts'
import { allowanceWords } from '../../core/staged-countdown.ts'
import type { StageView, UnstartedStageView } from '../contract.ts'
import { actorName } from './words.ts'

export function stageView(clock: IncidentStage, now: Instant): StageView {
  const { id, kind, stage, department, anchor, startedAt, dueAt, dueSoonAt, allowance, settled, isExtended, told } = clock
  const state = stageState(clock, now)
  return {
    id,
    kind,
    stage: stage.id,
    words: stageName(clock),
    department,
    allowance: allowanceWords(allowance),
    startedAt,
    startedOverdue: startedOverdue(clock),
    dueAt,
    dueSoonAt,
    state,
    stateWords: countdownStateWords[state],
    remainingMs: msBetween(now, dueAt),
    looks: { half: phaseAt(clock, 'p50'), soon: dueSoonAt, last: phaseAt(clock, 'p90') },
    anchor: { ...anchor, words: stageAnchorWords[anchor.kind] },
    source: stage.source,
    stopsWith: stage.stopsWith,
    settled,
    phases: clock.phases.map((phase) => ({ ...phase, reached: told.some((one) => one.phase === phase.id && one.at >= phase.at) })),
    request: requestView(clock),
    extension: extensionView(clock),
    isExtended
  }
}

export function unstartedStageView({ kind, stageId, words, department, reason }: UnstartedStage): UnstartedStageView {
  return { id: [kind, stageId, department?.id ?? ''].join('/'), words: stageName({ kind, department, stage: { words } }), reason }
}

function phaseAt({ phases }: IncidentStage, wanted: string): Instant | null {
  return phases.find(({ id }) => id === wanted)?.at ?? null
}

function requestView({ request }: IncidentStage): StageView['request'] {
  if (request === null) return null
  const { by, at, reason } = request
  return { by: actorName(by), byId: by.kind === 'person' ? by.id : null, at, reason }
}

function extensionView({ stage: { extension } }: IncidentStage): StageView['extension'] {
  if (extension === undefined) return null
  const { to, approvedBy, source } = extension
  return { to: allowanceWords(to), approvedBy, approvedByWords: approvedBy.map((role) => roleWords[role]), source }
}
