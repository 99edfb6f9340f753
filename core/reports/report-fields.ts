import type { ReportKind, ReportScope } from './report-kind.ts'
import { reportScopes } from './report-kind.ts'
import type { LoopName } from './report-template.ts'

/** Fields of every paper, with what each says: the list that a city writes templates by. */
export const commonFields = {
  unit: '本单位名称',
  jurisdiction: '辖区名称',
  kind: '文种',
  year: '年份',
  issue: '期号；年内序号',
  today: '成文日期，如2026年11月28日',
  madeAt: '成文时刻'
} as const

export const periodFields = {
  day: '报告日，如11月28日',
  period: '统计时段',
  mentions: '监测到的信息条数',
  relevant: '其中涉及本辖区或本单位的条数',
  negative: '涉及者中负面情感的条数',
  negativeShare: '负面占比；没有涉及信息时为—',
  negatives: '负面条数及占比，成句；没有涉及信息时如实说',
  change: '涉及条数与上一个同长时段相比',
  topMedia: '各类来源条数，多者在前',
  topSources: '条数最多的来源',
  peak: '条数最多的时刻与条数',
  busiest: '信息最多的时段，成句；没有信息时如实说',
  opened: '新发生事件起数',
  openedByGrade: '新发生事件各等级起数',
  closed: '办结起数',
  dismissed: '驳回（误报）起数',
  open: '成文时尚在处置的起数',
  clocks: '时段内到期的各类时限及其完成情况',
  units: '各部门交办与签收情况',
  blind: '当前失明的采集源',
  complete: '统计是否完整'
} as const

export const incidentFields = {
  'incident.id': '事件编号',
  'incident.title': '标题',
  'incident.headline': '标题，至多16字',
  'incident.lead': '摘要，至多60字',
  'incident.due': '尚未完成的时限',
  'incident.summary': '摘要',
  'incident.grade': '等级',
  'incident.grades': '突发事件等级与舆情等级，是否经人核定',
  'incident.gradeReasons': '定级依据',
  'incident.openedAt': '立案时刻',
  'incident.firstPublishedAt': '首见时刻',
  'incident.seen': '何时首见，或何时人工立案，如3月12日8时首见',
  'incident.places': '地点',
  'incident.facts': '伤亡与损失（文中所说）',
  'incident.departments': '责任部门',
  'incident.handling': '处置状态',
  'incident.release': '权威发布情况',
  'incident.conference': '新闻发布会情况',
  'incident.clocks': '各时限及其状态',
  'incident.spread': '信息条数、来源数、负面条数、互动量',
  'incident.sources': '来源名称',
  'incident.wording': '核准的应对口径',
  'incident.outcome': '办结或驳回的时刻与理由',
  'incident.advice': '按时限与状态提出的处置建议',
  'incident.minutesToRelease': '自起算时刻至首次权威发布的分钟数',
  'incident.blind': '立案时失明的采集源'
} as const

export const opinionFields = {
  'opinion.media': '媒体观点，至多三段原文摘录',
  'opinion.people': '网民观点，至多三段原文摘录',
  'opinion.sentiment': '情感构成，条数与占比',
  'opinion.trend': '走势：曲线后半与前半之比',
  'opinion.risk': '按数据推算的风险预判，一句'
} as const

export const supervisionFields = {
  'matter.unit': '被督办单位',
  'matter.finding': '认定的问题',
  'matter.facts': '事实',
  'matter.basis': '依据的规定',
  'matter.requirement': '整改要求',
  'matter.dueAt': '整改或反馈时限',
  'matter.statement': '该单位的陈述',
  'matter.meeting': '约谈的时间、地点',
  'matter.attendees': '约谈参加人员',
  'matter.incident': '所涉事件'
} as const

const loopFields = {
  incidents: { index: '序号', ...incidentFields },
  majorIncidents: { index: '序号', ...incidentFields },
  openIncidents: { index: '序号', ...incidentFields },
  timeline: { index: '序号', 'event.at': '时刻', 'event.words': '经过', 'event.by': '经办' },
  evidence: { index: '序号', 'evidence.words': '证据' }
} as const satisfies Record<LoopName, Readonly<Record<string, string>>>

const scopeFields = {
  period: periodFields,
  incident: { ...incidentFields, ...opinionFields },
  supervision: supervisionFields
} as const satisfies Record<ReportScope, Readonly<Record<string, string>>>

/** Every field that a text of this kind may name, in the loop where it stands, with what each says. */
export function fieldsFor(kind: ReportKind, loop: LoopName | null): Readonly<Record<string, string>> {
  return { ...commonFields, ...scopeFields[reportScopes[kind]], ...(loop === null ? {} : loopFields[loop]) }
}
