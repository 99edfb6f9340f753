import type { Actor } from '../../core/actor.ts'
import { isOwnTask } from '../../core/incident/demand-task.ts'
import { factStatusWords } from '../../core/incident/fact-check.ts'
import { reportName } from '../../core/incident/filed-report.ts'
import { transferTargetWords } from '../../core/incident/rumour-transfer.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import { factName, statementsOf } from '../../core/incident/statements.ts'
import { isTaskRunning, ownerWords, taskSourceWords, type Task, type TaskOwner, type TaskState } from '../../core/incident/task.ts'
import { workOf, type Work } from '../../core/incident/work.ts'
import { focusKindWords } from '../../core/focus-kind.ts'
import type { Instant } from '../../core/instant.ts'
import { replySortWords } from '../../core/reply-sort.ts'
import { visibilityOf, visibilityWords, type VisibilityPolicy } from '../../core/visibility.ts'
import type { IncidentWork, TaskView } from '../contract-work.ts'
import { actorName, gradeName, handlingWords, publicPhaseWords } from './words.ts'

const stateWords = { open: '进行中', returned: '已退回，待改派', done: '已完成', withdrawn: '已撤回' } as const satisfies Record<TaskState, string>

export function incidentWork(document: IncidentDocument, viewer: Actor, policy: VisibilityPolicy | undefined, now: Instant): IncidentWork {
  const { state, rollup } = document
  const { meetings, transfers, reports, classification } = workOf(state)
  return {
    id: document.id,
    version: document.version,
    seq: document.events.length,
    now,
    axes: {
      handling: handlingWords[state.handling],
      release: publicPhaseWords[state.publicPhase],
      visibility: visibilityWords[visibilityOf(rollup, policy, now)],
      lastPublishedAt: rollup?.lastPublishedAt ?? null
    },
    tasks: taskViews(document, viewer, now),
    classification: classification === undefined ? null : classificationView(classification),
    statements: statementsOf(state).map(({ check, ...one }) => ({
      ...one,
      words: factName(one.fact),
      check: check === null ? null : checkView(check)
    })),
    meetings: meetings.map(({ proposedGrade, by, ...meeting }) => ({
      ...meeting,
      by: actorName(by),
      proposedGradeWords: proposedGrade === null ? null : gradeName(proposedGrade)
    })),
    transfers: transfers.map(({ to, by, receipt, ...transfer }) => ({
      ...transfer,
      to: transferTargetWords[to],
      by: actorName(by),
      receipt: receipt === null ? null : { ...receipt, by: actorName(receipt.by) }
    })),
    reports: reports.map(({ kind, number, by, ...report }) => ({ ...report, words: reportName({ kind, number }), by: actorName(by) }))
  }
}

function classificationView({ sort, focus, reason, at, by }: NonNullable<Work['classification']>): NonNullable<IncidentWork['classification']> {
  return { sort, sortWords: replySortWords[sort], focusWords: focus.map((kind) => focusKindWords[kind]), reason, at, by: actorName(by) }
}

function checkView({ status, source, note, at, by }: Work['factChecks'][number]): NonNullable<IncidentWork['statements'][number]['check']> {
  return { status, statusWords: factStatusWords[status], source, note, at, by: actorName(by) }
}

/** What runs first, by its deadline; then what has ended, the newest first. */
export function taskViews({ id, state }: IncidentDocument, viewer: Actor, now: Instant): TaskView[] {
  return workOf(state)
    .tasks.map((task) => taskView(id, state, task, viewer, now))
    .toSorted(byDeadline)
}

export function byDeadline(a: TaskView, b: TaskView): number {
  const [runs, others] = [isTaskRunning(a), isTaskRunning(b)]
  if (runs !== others) return runs ? -1 : 1
  if (a.dueAt !== b.dueAt) return a.dueAt < b.dueAt === runs ? -1 : 1
  return `${a.incidentId} ${a.id}` < `${b.incidentId} ${b.id}` ? -1 : 1
}

function taskView(incidentId: string, state: IncidentState, task: Task, viewer: Actor, now: Instant): TaskView {
  const { owner, givenBy, word, checklistId: _list, ...rest } = task
  const running = isTaskRunning(task)
  return {
    ...rest,
    incidentId,
    incidentTitle: state.title,
    grade: state.grade,
    gradeWords: gradeName(state.grade),
    drill: state.drill,
    sourceWords: taskSourceWords[task.source],
    owner: ownerName(state, owner),
    departmentId: departmentOf(state, owner)?.id ?? null,
    givenBy: actorName(givenBy),
    stateWords: running && task.dueAt <= now ? `${stateWords[task.state]}，已超时` : stateWords[task.state],
    overdue: running && task.dueAt <= now,
    mine: task.state === 'open' && state.status === 'open' && isOwnTask(state, owner, viewer),
    word: word === null ? null : { ...word, by: actorName(word.by) }
  }
}

function ownerName(state: IncidentState, owner: TaskOwner): string {
  if (owner.kind !== 'lead') return ownerWords(owner)
  return `${ownerWords(owner)}（${departmentOf(state, owner)?.name ?? '尚未确定'}）`
}

function departmentOf({ departments }: IncidentState, owner: TaskOwner): { readonly id: string; readonly name: string } | undefined {
  if (owner.kind === 'department') return owner
  return owner.kind === 'lead' ? departments.find(({ role }) => role === 'lead') : undefined
}
