import type { IncidentEventBody } from '../../core/incident/events.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { addMs, hourMs, minuteMs, type Instant } from '../../core/instant.ts'
import { isPeriodKind, isSupervisionKind, type ReportKind } from '../../core/reports/report-kind.ts'
import type { ReportRequest } from '../../core/reports/make-report.ts'
import { ledgerKinds } from '../../core/reports/ledger-paper-kind.ts'
import type { SupervisionKind } from '../../core/supervision.ts'
import { anchor, evidenceOf, openingOf, timeline } from './incidents.ts'
import { replay } from '../../core/incident/evolve.ts'
import type { Grade } from '../../core/grade.ts'

const fact = (value: number, text: string) => ({ value, text, offset: 0 })
const department = { id: 'safety', name: '安全处', role: 'lead' as const, reason: '职责' }

interface SampleOptions {
  readonly grade?: Grade
  readonly title?: string
  readonly closed?: boolean
  readonly drill?: boolean
  /** What stands in its ledger: each issued and numbered unless it says otherwise. */
  readonly supervised?: readonly SampleEntry[]
}

interface SampleEntry {
  readonly kind: SupervisionKind
  readonly unsigned?: boolean
  readonly text?: string
}

/** One of each step that goes on paper, ids `supervision-1` to `supervision-3`. */
export const everyStep: readonly SampleEntry[] = [{ kind: 'order' }, { kind: 'criticism' }, { kind: 'summons' }]

/** An incident with all that a paper speaks of: grade, facts, places, assignment, release, closing. */
export function fullIncident(
  id: string,
  openedAt: Instant,
  { grade = 'II', title = '临江区一化工厂发生爆炸，附近居民反映气味刺鼻', closed = false, drill = false, supervised = [] }: SampleOptions = {}
): IncidentDocument {
  const later = (minutes: number, body: IncidentEventBody) => ({ body, at: addMs(openedAt, minutes * minuteMs) })
  const opening = openingOf(grade, [anchor('occurred', addMs(openedAt, -20 * minuteMs))]).map((body) => ({
    body: body.type === 'opened' ? { ...body, title, drill, summary: `${title}，现场有浓烟，消防已到场处置。` } : body,
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
    ...supervised.flatMap((entry, index) => entryEvents(entry, index).map((body) => later(300 + index, body))),
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

function entryEvents({ kind, unsigned = false, text = entryText }: SampleEntry, index: number): IncidentEventBody[] {
  const named = { id: `supervision-${index + 1}`, kind, unit: { id: 'safety', name: '临江区安全处' } }
  const drafted: IncidentEventBody = {
    type: 'supervision-drafted',
    ...named,
    finding: 'late-reporting',
    text,
    evidence: [
      { kind: 'answer', seq: 9, eventId: 'cause-8', hash: '', text: '正在了解情况' },
      { kind: 'clock', id: 'authoritative-release', words: '权威发布', dueAt: '2031-03-12T06:00:00.000Z' as Instant, doneAt: null }
    ],
    skipReason: null,
    signedBy: ['deputy-leader'],
    statementBy: null,
    rectifyBy: '2031-03-19T10:00:00.000Z' as Instant,
    numberPattern: '舆督〔{year}〕{number}号',
    source: '测试'
  }
  if (unsigned) return [drafted]
  const number = { series: `${kind}/2031`, number: 7, words: `舆督〔2031〕${index + 7}号` }
  return [drafted, { type: 'supervision-issued', ...named, note: '同意', heard: 'not-asked' }, { type: 'supervision-numbered', ...named, number }]
}

const entryText = '3月12日上午一化工厂发生爆炸后，你单位于签收后两小时未作书面报告，首次权威发布晚于群众公开询问，对气味是否有害未作回应'

/** A request for each kind, about a period or an incident that is there. */
export function sampleRequest(kind: ReportKind, { day, incidentId }: { readonly day: string; readonly incidentId: string }): ReportRequest {
  const id = `sample-${kind}`
  const base = { kind, id, cause: id }
  if (isPeriodKind(kind)) return { ...base, day }
  if (!isSupervisionKind(kind)) return { ...base, incidentId }
  const place = everyStep.findIndex((step) => step.kind === ledgerKinds[kind])
  return { ...base, incidentId, entry: `supervision-${place + 1}` }
}
