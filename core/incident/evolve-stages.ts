import { endStages, meetStage } from '../stage-clock.ts'
import type { IncidentEvent } from './events.ts'
import type { IncidentStage, UnstartedStage } from './incident-stage.ts'
import type { StageEventBody } from './stage-events.ts'
import { proofEvidence, proofWords } from './stage-proof.ts'
import { stagesOf } from './stages.ts'
import type { IncidentState } from './state.ts'

type Of<T extends StageEventBody['type']> = Extract<StageEventBody, { type: T }>

/** The stages one event further. */
export function evolveStages(state: IncidentState, body: StageEventBody, event: Pick<IncidentEvent, 'at' | 'actor'>): IncidentState {
  switch (body.type) {
    case 'stage-started':
      return started(state, body, event)
    case 'stage-not-started':
      return { ...state, unstartedStages: [...(state.unstartedStages ?? []), body.unstarted] }
    case 'stage-moved':
      return change(state, body.id, (clock) => ({ ...clock, ...body.course, anchor: body.anchor }))
    case 'stage-met':
      return met(state, body)
    case 'stages-ended':
      return ended(state, body.state, event, body.reason, ({ id }) => body.ids.includes(id))
    case 'stage-phase-reached':
      return change(state, body.id, (clock) => ({ ...clock, told: [...clock.told, { phase: body.phase, at: event.at }] }))
    case 'extension-requested':
      return change(state, body.id, (clock) => ({ ...clock, request: { by: event.actor, at: event.at, reason: body.reason } }))
    case 'extension-approved':
      return change(state, body.id, (clock) => ({ ...clock, ...body.course, request: null, isExtended: true }))
    case 'extension-declined':
      return change(state, body.id, (clock) => ({ ...clock, request: null }))
    default:
      return body satisfies never
  }
}

/** Every running stage withdrawn, with the matter itself or with a department's part of it. */
export function withdrawStages(state: IncidentState, event: Pick<IncidentEvent, 'at'>, reason: string, departmentId?: string): IncidentState {
  const of = ({ department }: Pick<IncidentStage, 'department'>): boolean => departmentId === undefined || department?.id === departmentId
  return ended(waitingWithout(state, of), 'withdrawn', event, reason, of)
}

/** What a department lost waits for no calendar any more. */
export function forgetUnassigned(state: IncidentState, departments: readonly { readonly id: string }[]): IncidentState {
  return waitingWithout(state, ({ department }) => department !== null && !departments.some(({ id }) => id === department.id))
}

function waitingWithout({ unstartedStages, ...rest }: IncidentState, gone: (one: UnstartedStage) => boolean): IncidentState {
  const waiting = (unstartedStages ?? []).filter((one) => !gone(one))
  return waiting.length === 0 ? rest : { ...rest, unstartedStages: waiting }
}

function started(
  state: IncidentState,
  { id, kind, stage, department, anchor, course }: Of<'stage-started'>,
  { at }: Pick<IncidentEvent, 'at'>
): IncidentState {
  const clock: IncidentStage = {
    id,
    kind,
    stage,
    department,
    anchor,
    startedAt: at,
    ...course,
    settled: null,
    request: null,
    isExtended: false,
    told: []
  }
  const rest = waitingWithout(state, (one) => one.kind === kind && one.stageId === stage.id && one.department?.id === department?.id)
  return {
    ...rest,
    stages: [...stagesOf(state), clock]
  }
}

/** What fulfils one stage may fulfil an earlier one of the same department too. */
function met(state: IncidentState, { id, metAt, proof }: Of<'stage-met'>): IncidentState {
  const target = stagesOf(state).find((clock) => clock.id === id)
  if (target === undefined) return state
  const settlement = { at: metAt, reason: proofWords(proof), evidence: proofEvidence(proof) }
  return mapStages(state, (clock) =>
    clock.id === id ||
    (clock.kind === target.kind && clock.department?.id === target.department?.id && clock.stage.alsoMetBy.includes(target.stage.id))
      ? (meetStage([clock], target.stage.id, settlement)[0] ?? clock)
      : clock
  )
}

function ended(
  state: IncidentState,
  how: 'waived' | 'withdrawn',
  { at }: Pick<IncidentEvent, 'at'>,
  reason: string,
  which: (clock: IncidentStage) => boolean
): IncidentState {
  return mapStages(state, (clock) => (which(clock) ? (endStages([clock], how, at, reason)[0] ?? clock) : clock))
}

function change(state: IncidentState, id: string, to: (clock: IncidentStage) => IncidentStage): IncidentState {
  return mapStages(state, (clock) => (clock.id === id && clock.settled === null ? to(clock) : clock))
}

/** A state without stages stays without, as it was stored before there were any. */
function mapStages(state: IncidentState, to: (clock: IncidentStage) => IncidentStage): IncidentState {
  return state.stages === undefined ? state : { ...state, stages: state.stages.map(to) }
}
