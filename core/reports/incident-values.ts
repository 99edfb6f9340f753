import { anchorWords, countdownState, countdownStateWords, countdownWords } from '../countdown.ts'
import { gradeWords, type Grade } from '../grade.ts'
import { isFiled } from '../incident/after.ts'
import { checkedFacts, verifiedOf, wordOn } from '../incident/checked-facts.ts'
import type { IncidentEventType } from '../incident/events.ts'
import { stageName, type IncidentStage } from '../incident/incident-stage.ts'
import { approvedWording } from '../incident/wording.ts'
import { stagesOf } from '../incident/stages.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { chinaWallTime, msBetween, type Instant } from '../instant.ts'
import { stageState } from '../stage-clock.ts'
import { citeClocks } from './clock-cites.ts'
import { factValue } from './fact-value.ts'
import type { incidentFields } from './report-fields.ts'
import { plainText, plainTitle } from './plain-text.ts'
import { momentWords } from './report-period.ts'
import type { FieldValue, SourceBook } from './source-book.ts'

export type IncidentValues = Readonly<Record<keyof typeof incidentFields, () => FieldValue>>

const summarySigns = 160
const shares = { lead: '主办', assist: '协办', coordinator: '协调' } as const
const handlings = { new: '尚未签收', acknowledged: '值班已签收', assigned: '已交办', accepted: '责任部门已签收', closed: '已办结' } as const
/** What a paper says of an incident, each with the events of its timeline that say so. */
export function incidentValues(document: IncidentDocument, book: SourceBook, now: Instant): IncidentValues {
  const { id, state, rollup, events } = document
  const by = (text: string, ...types: IncidentEventType[]): FieldValue => ({ text: plainText(text), cites: book.citeNewest(document, ...types) })
  const counted = (text: string): FieldValue => ({
    text,
    cites: rollup === null ? [] : [book.cite(`事件${id}所归并信息的汇总，信息库统计于${chinaWallTime(rollup.updatedAt)}`, '信息库汇总')]
  })
  return {
    'incident.id': () => by(id),
    'incident.title': () => ({ text: plainTitle(state.title), cites: book.citeNewest(document, 'headline-set', 'opened') }),
    'incident.headline': () => ({ text: plainTitle(state.title, 16), cites: [] }),
    'incident.lead': () => ({
      text: plainTitle(state.summary, 60) || noSummary(document),
      cites: book.citeNewest(document, 'headline-set', 'opened')
    }),
    'incident.due': () => ({
      text: dueOf(document, now),
      cites: citeClocks(document, { countdowns: runningOf(document), stages: [] }, book)
    }),
    'incident.summary': () => ({
      text: plainText(state.summary, summarySigns) || noSummary(document),
      cites: book.citeNewest(document, 'headline-set', 'opened')
    }),
    'incident.grade': () => by(gradeName(state.grade), 'grade-confirmed', 'graded'),
    'incident.grades': () =>
      by(
        `突发事件等级${gradeName(state.eventGrade)}、舆情等级${gradeName(state.opinionGrade)}（${state.gradeStatus === 'confirmed' ? '已经人工核定' : '机器定级，待核定'}）`,
        'grade-confirmed',
        'graded'
      ),
    'incident.gradeReasons': () =>
      by(state.explanation.reasons.map(({ words, source }) => `${words}（${source}）`).join('；') || '未记录定级依据', 'graded'),
    'incident.openedAt': () => by(momentWords(state.openedAt, true), 'opened'),
    'incident.firstPublishedAt': () => counted(rollup?.firstPublishedAt == null ? '不详' : momentWords(rollup.firstPublishedAt, true)),
    'incident.seen': () =>
      rollup?.firstPublishedAt == null
        ? by(isByHand(document) ? `${momentWords(state.openedAt, true)}人工立案` : '首见时刻不详', 'opened')
        : counted(`${momentWords(rollup.firstPublishedAt, true)}首见`),
    'incident.places': () => placesValue(document, book),
    'incident.facts': () => factValue(document, book),
    'incident.departments': () =>
      by(
        state.departments.map(({ name, role }) => `${name}（${shares[role]}）`).join('、') || '尚未确定责任部门',
        'assigned',
        'departments-proposed'
      ),
    'incident.handling': () => by(handlingOf(document), 'archived', 'closed', 'dismissed', 'accepted', 'assigned', 'acknowledged', 'opened'),
    'incident.release': () => ({
      text: releaseOf(document),
      cites: book.citeNewest(document, 'release-recorded', 'release-lost', 'release-changed')
    }),
    'incident.conference': () => by(conferenceOf(document), 'press-conference-recorded', 'press-conference-lost'),
    'incident.clocks': () => ({
      text: clocksOf(document, now),
      cites: citeClocks(document, { countdowns: state.countdowns, stages: standingStages(document) }, book)
    }),
    'incident.spread': () => counted(spreadOf(document)),
    'incident.sources': () =>
      counted(
        unique(rollup?.sources ?? [])
          .slice(0, 8)
          .map((name) => plainText(name, 20))
          .join('、') || '不详'
      ),
    'incident.wording': () => by(wordingOf(document), 'wording-approved'),
    'incident.outcome': () => by(outcomeOf(document), 'closed', 'dismissed'),
    'incident.advice': () => ({ text: adviceOf(document, now), cites: [] }),
    'incident.minutesToRelease': () => by(minutesToRelease(document), 'release-recorded'),
    'incident.blind': () => {
      const opened = events.find(({ body }) => body.type === 'opened')
      return by(opened?.body.type === 'opened' && opened.body.blindSources.length > 0 ? opened.body.blindSources.join('、') : '无', 'opened')
    }
  }
}

export function gradeName(grade: Grade | null): string {
  return grade === null ? '未定级' : gradeWords[grade]
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)]
}

function releaseOf({ state }: IncidentDocument): string {
  const standing = state.releases.filter(({ lost }) => lost === undefined)
  const [first] = standing
  if (first === undefined) return state.releases.length === 0 ? '尚未发布权威信息' : '曾发布权威信息，该页面已失效'
  const { outlet, title, publishedAt, fetchedAt } = first
  const rest = standing.length === 1 ? '' : `，此后持续发布${standing.length - 1}次`
  return `${momentWords(publishedAt ?? fetchedAt)}由${plainText(outlet, 40)}发布《${plainTitle(title ?? '无标题')}》${rest}`
}

function conferenceOf({ state, events }: IncidentDocument): string {
  const recorded = events.findLast(({ body }) => body.type === 'press-conference-recorded')
  if (recorded?.body.type !== 'press-conference-recorded') return '未召开新闻发布会'
  const stands = state.conferences.some(({ lost }) => lost === undefined)
  return `${momentWords(recorded.body.heldAt)}在${plainText(recorded.body.venue, 60)}召开新闻发布会${stands ? '' : '（证明页面已失效）'}`
}

function runningOf({ state }: IncidentDocument): IncidentDocument['state']['countdowns'] {
  return state.countdowns.filter(({ settled }) => settled === null)
}

function standingStages({ state }: IncidentDocument): IncidentStage[] {
  return stagesOf(state).filter(({ settled }) => settled?.state !== 'withdrawn')
}

function isByHand({ events }: IncidentDocument): boolean {
  return events[0]?.actor.kind === 'person'
}

/** Who opened it by hand wrote none; else there was none to read. */
function noSummary(document: IncidentDocument): string {
  return isByHand(document) ? '立案人未填写摘要' : '原文未提供摘要'
}

function handlingOf({ state }: IncidentDocument): string {
  if (isFiled(state)) return '已归档'
  return state.status === 'dismissed' ? '已驳回（误报）' : handlings[state.handling]
}

/** A verified place before those that were read; a refuted one is not said. */
function placesValue(document: IncidentDocument, book: SourceBook): FieldValue {
  const { state, events } = document
  const checked = checkedFacts(events)
  const verified = verifiedOf(checked, 'place')
  if (verified !== null) return { text: plainText(verified.check.value, 60), cites: [book.citeEvent(document, verified.event)] }
  const names = unique(state.places.map((place) => place.name ?? place.text)).filter(
    (name) => wordOn(checked, 'place', name)?.check.status !== 'refuted'
  )
  return { text: plainText(names.join('、')) || '未读出地点', cites: book.citeNewest(document, 'places-established') }
}

/** The statutory clocks first, then those within the house. */
function clocksOf(document: IncidentDocument, now: Instant): string {
  const { state } = document
  const clocks = state.countdowns.map(
    (clock) =>
      `${countdownWords[clock.kind]}${clock.rule.hours}小时（自${anchorWords[clock.anchor.kind]}起，至${momentWords(clock.dueAt)}）${countdownStateWords[countdownState(clock, now)]}`
  )
  const stages = standingStages(document).map(
    (clock) => `${stageName(clock)}（至${momentWords(clock.dueAt)}）${countdownStateWords[stageState(clock, now)]}`
  )
  return [...clocks, ...stages].join('；') || '没有计时'
}

/** Only the clocks that still run, for a paper without room. */
function dueOf(document: IncidentDocument, now: Instant): string {
  return (
    runningOf(document)
      .map((clock) => `${countdownWords[clock.kind]}至${momentWords(clock.dueAt)}${countdownStateWords[countdownState(clock, now)]}`)
      .join('；') || '没有未完成的时限'
  )
}

function spreadOf({ rollup }: IncidentDocument): string {
  if (rollup === null) return '尚未汇总'
  const { likes, comments, reposts, views } = rollup.engagement
  const known = [likes, comments, reposts].filter((count) => count !== null)
  const interactions = known.length === 0 ? '互动量不详' : `互动${known.reduce((sum, count) => sum + count, 0)}次`
  return `信息${rollup.mentions}条、来源${rollup.sources.length}个、负面${rollup.negative}条，${interactions}，${views === null ? '阅读量不详' : `阅读${views}次`}`
}

function wordingOf({ state }: IncidentDocument): string {
  const approved = approvedWording(state)
  return approved === null ? '尚无核准的应对口径' : `第${approved.version}版：${plainText(approved.text, 1000)}`
}

function outcomeOf({ events, state }: IncidentDocument): string {
  const end = events.findLast(({ body }) => body.type === 'closed' || body.type === 'dismissed')
  if (end === undefined || (end.body.type !== 'closed' && end.body.type !== 'dismissed') || state.status === 'open') return '尚未办结'
  return `${momentWords(end.at, true)}${end.body.type === 'closed' ? '办结' : '驳回为误报'}：${end.body.reason}`
}

function minutesToRelease({ state }: IncidentDocument): string {
  const [first] = state.releases
  const clock = state.countdowns.find(({ kind }) => kind === 'authoritative-release' || kind === 'reply')
  if (first === undefined || clock === undefined) return '未发布'
  const at = first.publishedAt ?? first.fetchedAt
  return `${Math.max(0, Math.round(msBetween(clock.anchor.at, at) / 60_000))}分钟（自${anchorWords[clock.anchor.kind]}起）`
}

/** Only what follows from clocks and state; judging the matter is people's. */
function adviceOf({ state }: IncidentDocument, now: Instant): string {
  if (isFiled(state)) return '事件已归档，供查阅'
  if (state.status !== 'open') return '事件已结束，转入评估归档'
  const advice = [
    ...(state.gradeStatus === 'machine' ? ['请研判员核定等级'] : []),
    ...(state.acknowledgedAt === null ? ['请值班员立即签收'] : []),
    ...(state.handling === 'new' || state.handling === 'acknowledged' ? ['请确定主办部门并交办'] : []),
    ...(state.handling === 'assigned' ? ['请责任部门签收并反馈核实情况'] : []),
    ...state.countdowns.flatMap((clock) => {
      const phase = countdownState(clock, now)
      if (phase === 'overdue') return [`${countdownWords[clock.kind]}已超过时限，请即办理并说明原因`]
      return phase === 'running' || phase === 'due-soon' ? [`请于${momentWords(clock.dueAt)}前完成${countdownWords[clock.kind]}`] : []
    })
  ]
  return advice.length === 0 ? '请继续关注后续传播' : advice.join('；')
}
