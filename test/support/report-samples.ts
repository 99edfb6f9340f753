import type { IncidentEventBody } from '../../core/incident/events.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { addMs, hourMs, minuteMs, type Instant } from '../../core/instant.ts'
import { isPeriodKind, reportScopes, type ReportKind } from '../../core/reports/report-kind.ts'
import type { ReportRequest } from '../../core/reports/make-report.ts'
import { SupervisionMatter } from '../../core/reports/supervision-matter.ts'
import { anchor, evidenceOf, openingOf, timeline } from './incidents.ts'
import { replay } from '../../core/incident/evolve.ts'
import type { Grade } from '../../core/grade.ts'

const fact = (value: number, text: string) => ({ value, text, offset: 0 })
const department = { id: 'safety', name: '安全处', role: 'lead' as const, reason: '职责' }

/** An incident with all that a paper speaks of: grade, facts, places, assignment, release, closing. */
export function fullIncident(
  id: string,
  openedAt: Instant,
  { grade = 'II', title = '临江区一化工厂发生爆炸，附近居民反映气味刺鼻', closed = false }: { grade?: Grade; title?: string; closed?: boolean } = {}
): IncidentDocument {
  const later = (minutes: number, body: IncidentEventBody) => ({ body, at: addMs(openedAt, minutes * minuteMs) })
  const opening = openingOf(grade, [anchor('occurred', addMs(openedAt, -20 * minuteMs))]).map((body) => ({
    body: body.type === 'opened' ? { ...body, title, summary: `${title}，现场有浓烟，消防已到场处置。` } : body,
    at: openedAt
  }))
  const bodies = [
    ...opening,
    later(1, {
      type: 'facts-established',
      facts: {
        deaths: fact(2, '2人死亡'),
        seriousInjuries: null,
        injuries: fact(5, '5人受伤'),
        missing: null,
        trapped: null,
        evacuated: fact(120, '疏散120人'),
        lossYuan: null
      },
      from: null
    }),
    later(2, { type: 'places-established', places: [{ text: '临江区', offset: 0, code: null, name: '临江区', ours: true }] }),
    later(5, { type: 'acknowledged', note: '值班席签收' }),
    later(12, { type: 'assigned', departments: [department], instruction: '请核实伤亡并提出处置意见' }),
    later(31, { type: 'accepted', departmentId: 'safety' }),
    later(95, { type: 'wording-drafted', version: 1, text: '今日上午，我区一企业发生爆炸，事故原因正在调查。' }),
    later(110, { type: 'wording-approved', version: 1 }),
    later(140, {
      type: 'release-recorded',
      evidence: evidenceOf('http://gov.example/tongbao.html', addMs(openedAt, 140 * minuteMs)),
      comparison: null
    }),
    ...(closed ? [later(1300, { type: 'closed', reason: '已发布权威信息并完成善后，舆情平息' } as const)] : [])
  ]
  const events = timeline(bodies, openedAt)
  const state = replay(id, events)
  return {
    id,
    version: 1,
    events,
    state,
    rollup: {
      mentions: 356,
      sources: ['临江都市网', '临江论坛', '@江城观察', '江畔视频'],
      sourceKinds: ['portal', 'forum', 'weibo', 'video'],
      engagement: { views: 182_000, likes: 5400, comments: 2103, reposts: 998 },
      negative: 201,
      firstPublishedAt: addMs(openedAt, -12 * minuteMs),
      lastPublishedAt: addMs(openedAt, 9 * hourMs),
      updatedAt: addMs(openedAt, 9 * hourMs)
    }
  }
}

export function sampleMatter(incidentId: string, more: Partial<SupervisionMatter> = {}): SupervisionMatter {
  return SupervisionMatter.parse({
    number: '舆督〔2031〕7号',
    unit: '临江区安全处',
    incidentId,
    finding: '报告不及时',
    facts: '3月12日上午一化工厂发生爆炸后，你单位于签收后两小时未作书面报告，首次权威发布晚于群众公开询问，对气味是否有害未作回应',
    evidence: [
      { words: '9时12分交办，9时31分签收，至11时仍无书面报告', incidentId, eventSeq: 9 },
      { words: '首次权威发布的页面未回答气味来源与防护' }
    ],
    requirement: '查明迟报原因，补报书面材料，就群众关心的气味来源与防护措施作出实质答复',
    ...more
  })
}

/** A request for each kind, about a period or an incident that is there. */
export function sampleRequest(kind: ReportKind, { day, incidentId }: { readonly day: string; readonly incidentId: string }): ReportRequest {
  const id = `sample-${kind}`
  const base = { kind, id, cause: id }
  if (isPeriodKind(kind)) return { ...base, day }
  if (reportScopes[kind] === 'incident') return { ...base, incidentId }
  return { ...base, matter: sampleMatter(incidentId) }
}
