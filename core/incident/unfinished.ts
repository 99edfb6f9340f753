import { gradeWords } from '../grade.ts'
import { isOpen } from './call-list.ts'
import { stageName } from './incident-stage.ts'
import { openConflicts } from './publicity.ts'
import { newestRelease } from './release-moment.ts'
import { runningStages } from './stages.ts'
import { supervisionWords } from '../supervision.ts'
import type { IncidentState } from './state.ts'
import { isTaskRunning, taskName } from './task.ts'
import type { Instant } from '../instant.ts'
import { gradeOf } from './wanted-stages.ts'
import { approvedWording, type Wording } from './wording.ts'
import { workOf } from './work.ts'

/**
 * What is still to be done before 办结, besides the statutory clocks, in words: each can be done, or a leader says why not. The next
 * update is no such matter until it is overdue: there is always a next one.
 */
export function unfinishedMatters(state: IncidentState, now: Instant): string[] {
  return [
    ...runningStages(state)
      .filter(({ kind, dueAt }) => kind !== 'next-update' || dueAt <= now)
      .map((clock) => `${stageName(clock)}未完成`),
    ...leadershipMatters(state),
    ...majorMatters(state),
    ...(state.unconfirmedSince === null ? [] : ['机器判定的等级未经核定']),
    ...(state.proposal === null ? [] : [state.proposal.dismiss ? '驳回为误报的提议待第二人办理' : '降级的提议待第二人办理']),
    ...wordingMatters(state),
    ...openConflicts(state).map(() => '各单位口径不一致未解决'),
    ...(state.releaseProposals ?? []).map(({ evidence }) => `发现的疑似发布未确认：${evidence.outlet}《${evidence.title ?? '无标题'}》`),
    ...workOf(state)
      .tasks.filter((task) => task.source !== 'checklist' && isTaskRunning(task))
      .map((task) => `${taskName(task)}未完成`),
    ...(state.calls ?? []).filter(isOpen).map(({ name }) => `电话通知${name}未完成`)
  ]
}

/** A 分管领导's word is not the one that the rule asks for. */
function leadershipMatters(state: IncidentState): string[] {
  const rule = state.policy.leadership
  const grade = gradeOf(state)
  if (rule === undefined || grade === null || !rule.grades.includes(grade)) return []
  const isLed = workOf(state).tasks.some(
    ({ source, givenBy }) => source === 'instruction' && givenBy.kind === 'person' && givenBy.roles.includes('leader')
  )
  return isLed ? [] : [`${gradeWords[grade]}事件尚无主要领导批示（${rule.source}）`]
}

/** What a major matter has before anybody says that it is done: a department that owns it, words for the public, its plan carried out. */
function majorMatters(state: IncidentState): string[] {
  const grade = gradeOf(state)
  if (grade !== 'I' && grade !== 'II') return []
  const items = workOf(state).tasks.filter((task) => task.source === 'checklist' && isTaskRunning(task)).length
  return [
    ...(state.handling === 'new' || state.handling === 'acknowledged' ? ['尚未交办任何部门'] : []),
    ...(state.wordings === undefined || state.wordings.length === 0 ? ['没有拟定口径'] : []),
    ...(items === 0 ? [] : [`检查单还有 ${items} 项未完成`])
  ]
}

function wordingMatters(state: IncidentState): string[] {
  const newest = state.wordings?.at(-1)
  if (newest === undefined) return []
  if (newest.approvedAt === null) return [`口径第 ${newest.version} 版待核准`]
  const approved = approvedWording(state)
  const isOut = approved !== null && isPublished(state, approved)
  return isOut ? [] : [`口径第 ${newest.version} 版已核准，尚未发布`]
}

/** A page carries it, whatever minute it names; of what was not compared, one that came after the approval. */
function isPublished(state: IncidentState, { version, approvedAt }: Wording): boolean {
  const carried = state.releases.some(({ lost, comparison }) => lost === undefined && comparison?.carries === true && comparison.version >= version)
  const published = newestRelease(state)
  return carried || (approvedAt !== null && published !== null && published.at >= approvedAt)
}

/** 督办 that is under way: it may go on after 办结, and nothing of it can be written once the incident is filed. */
export function openSupervision({ supervision }: Pick<IncidentState, 'supervision'>): string[] {
  return (supervision?.entries ?? []).flatMap(({ kind, unit, status, number, rectification }) => {
    const paper = `${supervisionWords[kind]}（${unit.name}）`
    if (status === 'awaiting-signature') return [`${paper}待签发`]
    if (status === 'issued' && number === null) return [`${paper}待编号`]
    return status === 'issued' && (rectification === 'due' || rectification === 'reported') ? [`${paper}整改未验收`] : []
  })
}
