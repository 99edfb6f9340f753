import { anchorWords, countdownWords, phasesOf, type Countdown, type Phase } from './countdown.ts'
import type { IncidentEventBody } from './incident/events.ts'
import { stageName, type IncidentStage } from './incident/incident-stage.ts'
import { runningStages } from './incident/stages.ts'
import type { IncidentState } from './incident/state.ts'
import type { TaskOwner } from './incident/task.ts'
import { isTaskRunning } from './incident/task.ts'
import { workOf } from './incident/work.ts'
import type { Instant } from './instant.ts'
import { startedOverdue } from './stage-clock.ts'
import { taskClocks } from './task-clock.ts'
import type { StageAnchorKind } from './staged-countdown.ts'

/** A running clock as the ladder of escalation sees it, be it statutory or one that goes by stages. */
export interface LadderClock {
  /** Names it in causes and notices: the kind, or the id of a stage. */
  readonly kind: string
  /** What a step of the ladder may call it. */
  readonly names: readonly string[]
  readonly title: string
  readonly dueAt: Instant
  /** Earliest first. */
  readonly phases: readonly Phase[]
  readonly anchor: { readonly words: string; readonly at: Instant; readonly doubt: string }
  readonly stopsWith: string
  readonly source: string
  /** What else a notice has to say of it. */
  readonly notes: readonly string[]
  /** The department that owes what it counts; null: the unit itself. */
  readonly department: IncidentStage['department']
  /** Who owes the task that it counts; absent of what is no task. */
  readonly owner?: TaskOwner
  /** The event that says that a phase was reached. */
  readonly reached: (phase: Phase) => PhaseReached
}

export type PhaseReached = Extract<IncidentEventBody, { type: 'countdown-phase-reached' | 'stage-phase-reached' | 'task-phase-reached' }>

/** The statutory ones. */
export function statutoryClocks({ countdowns }: Pick<IncidentState, 'countdowns'>): LadderClock[] {
  return countdowns.filter(({ settled }) => settled === null).map(statutoryClock)
}

export function stagedClocks(state: Pick<IncidentState, 'stages'>): LadderClock[] {
  return runningStages(state).map(stagedClock)
}

export function ladderClocks(state: Pick<IncidentState, 'countdowns' | 'stages' | 'work'>): LadderClock[] {
  return [...statutoryClocks(state), ...stagedClocks(state), ...taskClocks(state)]
}

/** Whether the clock still runs towards this deadline: it may have been met, ended or moved since it was read. */
export function runsUntil(state: Pick<IncidentState, 'countdowns' | 'stages' | 'work'>, kind: string, dueAt: Instant): boolean {
  return (
    state.countdowns.some((countdown) => countdown.kind === kind && countdown.settled === null && countdown.dueAt === dueAt) ||
    runningStages(state).some((clock) => clock.id === kind && clock.dueAt === dueAt) ||
    workOf(state).tasks.some((task) => task.id === kind && isTaskRunning(task) && task.dueAt === dueAt)
  )
}

function statutoryClock(countdown: Countdown): LadderClock {
  const { kind, rule, anchor, dueAt } = countdown
  return {
    kind,
    names: [kind],
    title: countdownWords[kind],
    dueAt,
    phases: phasesOf(countdown),
    anchor: {
      words: anchorWords[anchor.kind],
      at: anchor.at,
      doubt: anchor.setBy === 'machine' && anchor.kind === 'occurred' ? '（机器读出，待核）' : ''
    },
    stopsWith: rule.stopsWith,
    source: rule.source,
    notes: [],
    department: null,
    reached: ({ id, at }) => ({ type: 'countdown-phase-reached', kind, phase: id, dueAt, phaseAt: at })
  }
}

export const stageAnchorWords = {
  detected: '发现时间',
  released: '最近一次发布',
  assigned: '交办时间',
  accepted: '部门签收时间'
} as const satisfies Record<StageAnchorKind, string>

/** Names of a staged clock in the policy: `report-up`, or one stage of it, `report-up/phone`. */
export function stepNames({ kind, stage }: { readonly kind: string; readonly stage: { readonly id: string } }): string[] {
  return [kind, `${kind}/${stage.id}`]
}

function stagedClock(clock: IncidentStage): LadderClock {
  const { id, stage, anchor, dueAt, phases, department, request } = clock
  return {
    kind: id,
    names: stepNames(clock),
    title: stageName(clock),
    dueAt,
    phases,
    anchor: { words: stageAnchorWords[anchor.kind], at: anchor.at, doubt: '' },
    stopsWith: stage.stopsWith,
    source: clock.isExtended ? (stage.extension?.source ?? stage.source) : stage.source,
    notes: [
      ...(startedOverdue(clock) ? ['开始计时的那一刻已经超过时限：发现或登记已晚'] : []),
      ...(clock.isExtended ? ['已批准延期一次'] : []),
      ...(request === null ? [] : [`延期申请待批准：${request.reason}（批准前照常计时）`])
    ],
    department,
    reached: (phase) => ({ type: 'stage-phase-reached', id, words: stageName(clock), phase: phase.id, dueAt, phaseAt: phase.at })
  }
}
