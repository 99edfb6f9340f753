import { differenceWords } from '../../core/compare-wording.ts'
import { anchorWords, countdownWords } from '../../core/countdown.ts'
import type { IncidentEvent, IncidentEventBody } from '../../core/incident/events.ts'
import { chinaWallTime, type Instant } from '../../core/instant.ts'
import { SourceKind } from '../../core/mention.ts'
import { sourceKindWords } from '../../core/search-fields.ts'
import type { TimelineEvent } from '../contract.ts'
import { isAfterEvent } from '../../core/incident/after-events.ts'
import { isStageEvent } from '../../core/incident/stage-events.ts'
import { afterLine } from './after-timeline.ts'
import { isSupervisionEvent } from '../../core/incident/supervision-events.ts'
import { isPublicityEvent } from '../../core/incident/publicity-events.ts'
import { publicityLine } from './publicity-timeline.ts'
import { isWorkEvent } from '../../core/incident/work-events.ts'
import { isAnswerEvent } from '../../core/incident/answer-events.ts'
import { answerLine } from './answer-timeline.ts'
import { stageLine } from './stage-timeline.ts'
import { supervisionLine } from './supervision-timeline.ts'
import { actorName, gradeName, roleNames } from './words.ts'
import { workLine } from './work-timeline.ts'

interface Words {
  readonly title: string
  readonly detail?: string
  readonly tone?: TimelineEvent['tone']
  readonly url?: string
  readonly evidence?: string
}

type Of<T extends IncidentEventBody['type']> = Extract<IncidentEventBody, { type: T }>

/** Whether a release, and a report of a conference, stands after the event; and what departments were called up to it. */
export interface StandsAfter {
  readonly releaseStands: boolean
  readonly conferenceStands: boolean
  readonly departmentName: (id: string) => string
}

export function timelineEvent({ seq, id, at, actor, body, hash }: IncidentEvent, after: StandsAfter): TimelineEvent {
  const { title, detail = '', tone = 'plain', url = null, evidence = null } = wordsOf(body, after)
  return {
    seq,
    id,
    at,
    type: body.type,
    actor: { kind: actor.kind, name: actorName(actor), roles: actor.kind === 'person' ? roleNames(actor.roles) : [] },
    title,
    detail,
    tone,
    url,
    evidence,
    hash
  }
}

function wordsOf(body: IncidentEventBody, { releaseStands, conferenceStands, departmentName }: StandsAfter): Words {
  if (isStageEvent(body)) return stageLine(body)
  if (isAfterEvent(body)) return afterLine(body)
  if (isSupervisionEvent(body)) return supervisionLine(body)
  if (isPublicityEvent(body)) return publicityLine(body)
  if (isWorkEvent(body)) return workLine(body)
  if (isAnswerEvent(body)) return answerLine(body)
  switch (body.type) {
    case 'opened':
      return { title: `立案：${body.title}`, detail: openedDetail(body), tone: 'alarm' }
    case 'graded':
      return { title: `机器定级 ${bothGrades(body)}`, detail: gradedDetail(body) }
    case 'grade-confirmed':
      return { title: `核定等级 ${bothGrades(body)}`, detail: withSecond(body.reason, body), tone: 'good' }
    case 'lowering-proposed':
      return {
        title: body.dismiss ? '提请驳回为误报，待第二人同意' : `提请调整为 ${bothGrades(body)}，待第二人同意`,
        detail: body.reason,
        tone: 'warning'
      }
    case 'anchor-set':
      return anchorSet(body)
    case 'anchor-removed':
      return { title: `撤销${anchorWords[body.kind]}`, detail: body.reason }
    case 'countdown-started':
      return {
        title: `${countdownWords[body.rule.kind]} ${body.rule.hours} 小时计时开始`,
        detail: `依据：${body.rule.source}；停止条件：${body.rule.stopsWith}`,
        tone: 'warning'
      }
    case 'countdown-withdrawn':
      return { title: `${countdownWords[body.kind]}计时撤回`, detail: body.reason }
    case 'countdown-waived':
      return { title: `${countdownWords[body.kind]}时限豁免`, detail: body.reason, tone: 'warning' }
    case 'countdown-phase-reached':
      return phaseReached(body)
    case 'facts-established':
      return { title: '读出事实', detail: factsDetail(body) }
    case 'headline-set':
      return { title: '更新标题', detail: `${body.title}（据${body.from}）` }
    case 'places-established':
      return { title: '读出地点', detail: body.places.map((place) => place.name ?? place.text).join('、') }
    case 'departments-proposed':
      return { title: '建议责任部门', detail: body.departments.map(({ name, reason }) => `${name}(${reason})`).join('、') }
    case 'spread-reached':
      return { title: '传播达到', detail: spreadDetail(body), tone: 'warning' }
    case 'acknowledged':
      return { title: '签收', detail: body.note, tone: 'good' }
    case 'taken-over':
      return { title: `接班：由 ${actorName(body.from)} 交接`, detail: body.note, tone: 'good' }
    case 'escalated':
      return escalated(body)
    case 'stepped-up':
      return {
        title: `${body.name}：改用${channelName(body.to)}补发`,
        detail: body.from.map(({ channel, why }) => `${channelName(channel)}：${why}`).join('；'),
        tone: 'warning'
      }
    case 'call-listed':
      return { title: `${body.name}：各渠道都未证实送到，列入电话通知清单`, detail: body.why.map(inWords).join('；'), tone: 'alarm' }
    case 'call-made':
      return { title: `电话通知${body.name}：${body.reached ? '已通知到' : '未联系上'}`, detail: body.note, tone: body.reached ? 'good' : 'warning' }
    case 'assigned':
      return { title: `交办：${body.departments.map(({ name, role }) => `${name}(${shareWords[role]})`).join('、')}`, detail: body.instruction }
    case 'accepted':
      return { title: `部门签收：${departmentName(body.departmentId)}`, tone: 'good' }
    case 'returned':
      return { title: `部门退回：${departmentName(body.departmentId)}`, detail: body.reason, tone: 'warning' }
    case 'release-recorded':
      return { title: '记录权威发布', ...published(body), detail: releaseDetail(body) }
    case 'release-proposed':
      return { title: '发现疑似权威发布，待人确认', ...published(body), detail: releaseDetail(body), tone: 'warning' }
    case 'release-lost':
      return { title: `权威发布已失效，${clocksAfter(releaseStands)}`, detail: `${body.reason}（${sinceWords(body)}）`, tone: 'alarm', url: body.url }
    case 'release-changed':
      return {
        title: `权威发布内容已改，${clocksAfter(releaseStands)}`,
        detail: `${differenceWords(body.comparison)}（${sinceWords(body)}）`,
        tone: 'alarm',
        url: body.url,
        evidence: body.evidence.snapshot
      }
    case 'page-unreadable':
      return {
        title: '已记录的页面无法核实，时限不因此恢复',
        detail: `自 ${chinaWallTime(body.since)} 起：${body.reason}`,
        tone: 'warning',
        url: body.url
      }
    case 'page-readable':
      return { title: '已记录的页面又可核实', tone: 'good', url: body.url }
    case 'press-conference-lost':
      return {
        title: `新闻发布会的证明已失效，${conferenceStands ? '另有有效的报道，时限不恢复计算' : '时限恢复计算'}`,
        detail: `${body.reason}（${sinceWords(body)}）`,
        tone: 'alarm',
        url: body.url,
        ...(body.evidence === null ? {} : { evidence: body.evidence.snapshot })
      }
    case 'press-conference-recorded': {
      return { title: `记录新闻发布会：${body.venue}，发言人 ${body.speaker}，${chinaWallTime(body.heldAt)}`, ...published(body) }
    }
    case 'merged':
      return { title: `并入事件 ${body.into}`, detail: body.reason }
    case 'absorbed':
      return { title: `并入了事件 ${body.incidentId}`, detail: body.reason }
    case 'split-off':
      return { title: `拆出 ${body.mentionIds.length} 条信息，另立事件 ${body.into}`, detail: body.reason }
    case 'split-from':
      return { title: `由事件 ${body.incidentId} 拆出 ${body.mentionIds.length} 条信息`, detail: body.reason }
    case 'noted':
      return { title: '备注', detail: body.text }
    case 'dismissed':
      return { title: '驳回为误报', detail: withSecond(body.reason, body), tone: 'warning' }
    case 'closed':
      return closed(body)
    default:
      return body satisfies never
  }
}

function closed({ reason, waived }: Of<'closed'>): Words {
  if (waived === undefined) return { title: '办结', detail: reason, tone: 'good' }
  return { title: '办结，尚有事项未办完', detail: `${reason}；未办完：${waived.matters.join('、')}；理由：${waived.reason}`, tone: 'warning' }
}

const shareWords = { lead: '主办', assist: '协办', coordinator: '协调' } as const

function spreadDetail({ measure, value, first }: Of<'spread-reached'>): string {
  const reached = `${spreadWords[measure] ?? measure}：${measure === 'source-kind' ? kindWords(value) : value}`
  if (first === undefined) return reached
  const when = first.publishedAt === null ? '时间不详' : chinaWallTime(first.publishedAt)
  const origin = first.via.at(-1)
  return `${reached}（首见：${first.source}，${when}${origin === undefined ? '' : `，转自 @${origin}`}）`
}

function kindWords(value: string | number): string {
  const kind = SourceKind.safeParse(value)
  return kind.success ? sourceKindWords[kind.data] : String(value)
}

const spreadWords: Readonly<Record<string, string>> = {
  mentions: '信息条数',
  sources: '来源数',
  'source-kind': '新的来源类型',
  interactions: '互动量',
  'central-media': '中央媒体'
}

const factWords = {
  deaths: '死亡',
  seriousInjuries: '重伤',
  injuries: '受伤',
  missing: '失联',
  trapped: '被困',
  evacuated: '疏散',
  lossYuan: '直接经济损失（元）',
  poisoned: '中毒',
  areaSquareMetres: '受损面积（平方米）'
} as const satisfies Record<keyof Of<'facts-established'>['facts'], string>

export function factName(name: keyof typeof factWords): string {
  return factWords[name]
}

function bothGrades({ eventGrade, opinionGrade }: Pick<Of<'graded'>, 'eventGrade' | 'opinionGrade'>): string {
  return `事件：${gradeName(eventGrade)}，舆情：${gradeName(opinionGrade)}`
}

function gradedDetail({ explanation: { eased, reasons } }: Of<'graded'>): string {
  const rows = reasons.map(({ words }) => words).join('；')
  if (eased === undefined) return rows
  const { from, hours, observations, source } = eased
  return `舆情自${gradeName(from)}回落：连续 ${hours} 小时低于门槛，其间看过 ${observations} 次（${source}）；时限不变${rows === '' ? '' : `；${rows}`}`
}

function openedDetail({ summary, blindSources }: Of<'opened'>): string {
  return blindSources.length === 0 ? summary : `${summary}(当时失明的采集源：${blindSources.join('、')})`
}

function withSecond(reason: string, { secondedBy }: Pick<Of<'dismissed'>, 'secondedBy'>): string {
  return secondedBy === null ? reason : `${reason}（与 ${actorName(secondedBy)} 共同决定）`
}

function anchorSet({ anchor }: Of<'anchor-set'>): Words {
  return {
    title: `${anchorWords[anchor.kind]}：${chinaWallTime(anchor.at)}`,
    detail: `${anchor.setBy === 'machine' ? '机器读出' : '人工设定'}：${anchor.reason}`
  }
}

function phaseReached({ kind, phase, dueAt, phaseAt }: Of<'countdown-phase-reached'>): Words {
  const left = phase === 'overdue' ? '已超时' : phase.startsWith('p') ? `时限已过 ${phase.slice(1)}%` : `距时限 ${phase.slice(1)} 分钟`
  return {
    title: `${countdownWords[kind]}${left}`,
    detail: `时限 ${chinaWallTime(dueAt)}，此节点应于 ${chinaWallTime(phaseAt)}`,
    tone: phase === 'overdue' ? 'alarm' : 'warning'
  }
}

function factsDetail({ facts, from }: Of<'facts-established'>): string {
  const said = (Object.keys(factWords) as (keyof typeof factWords)[]).flatMap((name) => {
    const fact = facts[name]
    return fact === null || fact === undefined ? [] : [`${factWords[name]} ${fact.value}(“${fact.text}”)`]
  })
  if (said.length > 0) return said.join('、')
  return from === null ? '尚无读出或核实的伤亡与损失数字' : '文中未说明伤亡与损失'
}

/** Ids of the channels that a configuration usually has, as people call them: 值班席（dashboard、mail）. */
function inWords(reached: string): string {
  return reached.replace(/\b(dashboard|mail|hook)\b/g, (id) => channelWords[id] ?? id)
}

const channelWords: Readonly<Record<string, string>> = { dashboard: '工作台', mail: '邮件', hook: '推送' }

function channelName(id: string): string {
  return channelWords[id] ?? id
}

function escalated({ words, reached, unreachable }: Of<'escalated'>): Words {
  const missing = unreachable.length === 0 ? '' : `；未能通知：${unreachable.join('、')}`
  return {
    title: words,
    detail: `已通知：${reached.length === 0 ? '无' : reached.map(inWords).join('、')}${missing}`,
    tone: unreachable.length === 0 ? 'warning' : 'alarm'
  }
}

function published({ evidence }: Pick<Of<'release-recorded'>, 'evidence'>): Omit<Words, 'title'> {
  return { detail: `${evidence.outlet}《${evidence.title ?? '无标题'}》`, tone: 'good', url: evidence.url, evidence: evidence.snapshot }
}

function releaseDetail({ evidence, comparison }: Pick<Of<'release-recorded'>, 'evidence' | 'comparison'>): string {
  const page = `${evidence.outlet}《${evidence.title ?? '无标题'}》`
  if (comparison === undefined) return page
  return comparison === null ? `${page}；没有已核准的口径，未作比对` : `${page}；口径第 ${comparison.version} 版：${differenceWords(comparison)}`
}

function clocksAfter(releaseStands: boolean): string {
  return releaseStands ? '另有有效的发布，时限不恢复计算' : '时限恢复计算'
}

function sinceWords({ since }: { readonly since: Instant }): string {
  return `首次发现于 ${chinaWallTime(since)}`
}
