import type { ReturnedAssignment } from './assignment-news.ts'
import { differenceWords } from './compare-wording.ts'
import type { Phase } from './countdown.ts'
import type { Grade, gradeWords } from './grade.ts'
import { standingConference } from './incident/lose-conference.ts'
import { answerDecisionsOf } from './incident/answer-decision.ts'
import { awaitsRelease } from './incident/release.ts'
import type { IncidentState } from './incident/state.ts'
import { chinaWallTime, hourMs, minuteMs, msBetween, type Instant } from './instant.ts'
import { stagedClocks, statutoryClocks, type LadderClock } from './ladder-clock.ts'
import type { EscalationStep } from './policy.ts'
import { conflictLines, waitingLines } from './publicity-words.ts'

/** A grade is never a colour alone: numeral, shape and word. */
export const gradeMarks = { I: 'Ⅰ◆特别重大', II: 'Ⅱ▲重大', III: 'Ⅲ●较大', IV: 'Ⅳ■一般' } as const satisfies Record<
  Grade,
  `${string}${(typeof gradeWords)[Grade]}`
>

/** What a drill's notices begin with, wherever they are read. */
export const drillMark = '【演练】'

/** What a notice is about, as far as its words go. */
export interface Telling {
  readonly state: IncidentState
  readonly step: EscalationStep
  readonly now: Instant
  /** The return that waits for the desk; null where none does. */
  readonly returned: ReturnedAssignment | null
  /** Set for a phase: the countdown, the newest phase that it passed, and older ones that were not told in time. */
  readonly phase: { readonly countdown: LadderClock; readonly newest: Phase; readonly missed: readonly Phase[] } | null
}

export function titleOf(telling: Telling): string {
  const { state } = telling
  const grade = state.grade === null ? '未定级' : gradeMarks[state.grade]
  return `${state.drill ? drillMark : ''}${grade}｜${headlineOf(telling)}：${oneLine(state.title)}`
}

function headlineOf({ step, state, phase }: Telling): string {
  if (phase !== null) return `${phase.countdown.title}${phase.newest.words}`
  switch (step.on) {
    case 'opened':
      return '新事件'
    case 'raised':
      return '等级上调'
    case 'unconfirmed':
      return `等级超过${state.policy.confirmWithinMinutes}分钟未核定`
    case 'unacknowledged':
      return `超过${step.afterMinutes}分钟无人签收`
    case 'lapsed':
      return '签收后无人处置，签收已失效'
    case 'phase':
    case 'assignment-returned':
      return '部门退回交办，须重新交办'
    case 'stage-started':
    case 'answer-sent-back':
    case 'extension-requested':
      return '时限提醒'
    case 'release-lost':
      return newestLoss(state)?.what ?? '权威发布已失效'
    case 'release-proposed':
      return '疑似已发布，待确认'
    case 'wording-waits':
      return '口径待审批'
    case 'wording-conflict':
      return '各单位对外口径不一致'
    case 'release-unreadable':
      return unreadablePages(state).length > 0 ? '已记录的页面长时间无法核实' : '已记录的页面又可核实'
    default:
      return step.on satisfies never
  }
}

/** Plain text: what happened, what is due when, what stops it, and the document that says so. */
export function bodyOf(telling: Telling): string {
  const { state, step, now, phase } = telling
  const countdowns = phase === null ? [...statutoryClocks(state), ...stagedClocks(state)] : [phase.countdown]
  return [
    `${state.drill ? drillMark : ''}${step.words}`,
    `事件：${oneLine(state.title)}`,
    state.grade === null
      ? '等级：未定级'
      : `等级：${gradeMarks[state.grade]}${state.gradeStatus === 'machine' ? '（机器判定，待核定）' : '（已核定）'}`,
    ...releaseLines(telling),
    ...sentBackLines(telling),
    ...returnedLines(telling),
    ...countdowns.flatMap((countdown) => countdownLines(countdown, now)),
    ...(phase === null ? [] : latenessLines([...phase.missed, phase.newest], now)),
    `通知依据：${step.source}`
  ].join('\n')
}

/** Which page is meant, and what is wrong with it or left to decide. */
function releaseLines({ step, state }: Telling): string[] {
  if (step.on === 'release-lost') {
    const loss = newestLoss(state)
    if (loss === null) return []
    const clocks = loss.runs ? '时限恢复计算，起算时刻不变' : '没有因此恢复计算的时限'
    return [`发布页面：${loss.url}`, `　${loss.reason}；${clocks}`]
  }
  if (step.on === 'release-unreadable') {
    return unreadablePages(state).map(
      ({ url, unreadable }) => `自 ${chinaWallTime(unreadable.since)} 起无法核实：${url}（打不开不等于已撤下，时限不因此恢复；请人工查看）`
    )
  }
  if (step.on === 'wording-waits') return waitingLines(state)
  if (step.on === 'wording-conflict') return conflictLines(state)
  if (step.on === 'release-proposed') {
    return (state.releaseProposals ?? []).map(({ evidence, comparison }) => `${evidence.outlet}：${evidence.url}（${differenceWords(comparison)}）`)
  }
  return []
}

function returnedLines({ step, returned }: Telling): string[] {
  return step.on !== 'assignment-returned' || returned === null ? [] : [`${returned.department}退回：${oneLine(returned.reason)}`]
}

/** What the department has to mend. */
function sentBackLines({ step, state, phase }: Telling): string[] {
  if (step.on !== 'answer-sent-back') return []
  const department = phase?.countdown.department?.id ?? null
  const newest = answerDecisionsOf(state).findLast(({ decision, departmentId }) => decision === 'sent-back' && departmentId === department)
  if (newest === undefined) return []
  return [`退回理由：${oneLine(newest.reason)}`, ...newest.findings.map(({ words }) => `　问题：${oneLine(words)}`), '　时限不重新起算']
}

function newestLoss(state: IncidentState): { what: string; url: string; reason: string; runs: boolean } | null {
  const release = state.releases.findLast(({ lost }) => lost !== undefined)
  const conference = state.conferences.findLast(({ lost }) => lost !== undefined)
  if (
    conference?.lost !== undefined &&
    standingConference(state) === null &&
    (release?.lost === undefined || release.lost.at <= conference.lost.at)
  ) {
    const runs = state.countdowns.some(({ kind, settled }) => kind === 'press-conference' && settled === null)
    return { what: '新闻发布会的证明已失效', url: conference.url, reason: conference.lost.reason, runs }
  }
  if (release?.lost === undefined) return null
  return { what: '权威发布已失效', url: release.url, reason: release.lost.reason, runs: awaitsRelease(state) }
}

function unreadablePages({ releases, conferences }: IncidentState): { url: string; unreadable: { since: Instant } }[] {
  return [...releases, ...conferences].flatMap(({ url, unreadable, lost }) =>
    unreadable === undefined || lost !== undefined ? [] : [{ url, unreadable }]
  )
}

function countdownLines({ title, dueAt, anchor, stopsWith, source, notes }: LadderClock, now: Instant): string[] {
  const left = msBetween(now, dueAt)
  return [
    `${title}：须在 ${chinaWallTime(dueAt)}（+08:00）前完成，${left >= 0 ? `还剩${durationWords(left)}` : `已超时${durationWords(-left)}`}`,
    `　起算：${anchor.words} ${chinaWallTime(anchor.at)}${anchor.doubt}`,
    ...notes.map((note) => `　${note}`),
    `　停止条件：${stopsWith}`,
    `　依据：${source}`
  ]
}

/** A phase told more than a minute after its moment says so: the engine was off, and nobody is left to guess. */
function latenessLines(phases: readonly Phase[], now: Instant): string[] {
  const late = phases.filter((phase) => msBetween(phase.at, now) >= minuteMs)
  if (late.length === 0) return []
  return [
    `迟到的提醒：${late.map((phase) => `${phase.words}（应于 ${chinaWallTime(phase.at)} 提醒，迟${durationWords(msBetween(phase.at, now))}）`).join('；')}`
  ]
}

/** `3小时05分`, `12分`, `不足1分`. */
export function durationWords(ms: number): string {
  const hours = Math.floor(ms / hourMs)
  const minutes = Math.floor((ms % hourMs) / minuteMs)
  if (hours === 0) return minutes === 0 ? '不足1分' : `${minutes}分`
  return `${hours}小时${String(minutes).padStart(2, '0')}分`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** The newest phase that the moment has passed; null before the first. */
export function newestPassed(clock: LadderClock, now: Instant): Phase | null {
  return clock.phases.findLast((phase) => phase.at <= now) ?? null
}
