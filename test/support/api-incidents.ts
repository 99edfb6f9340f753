import { sha256 } from '../../adapters/hash.ts'
import { noFacts, type Assessment } from '../../core/assessment.ts'
import { machine } from '../../core/actor.ts'
import type { Grade } from '../../core/grade.ts'
import type { IncidentEventBody } from '../../core/incident/events.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { create } from '../../core/incident/update.ts'
import type { Instant } from '../../core/instant.ts'
import { unknownEngagement, type Mention, type MentionId } from '../../core/mention.ts'
import type { Notice } from '../../core/notice.ts'
import type { TestApp } from './api-app.ts'
import { anchor, openingOf } from './incidents.ts'

/** An incident as the machine opens it, in the store and on the log. */
export async function openIncident(
  { writer, clock }: TestApp,
  id: string,
  grade: Grade,
  since: Instant,
  also: readonly IncidentEventBody[] = []
): Promise<IncidentDocument> {
  const change = { at: clock.now(), actor: machine('pipeline'), cause: `test:${id}` }
  return await create(writer, id, change, [...openingOf(grade, [anchor('first-published', since)]), ...also], null)
}

export const leadIsSafety: IncidentEventBody = {
  type: 'assigned',
  departments: [{ id: 'safety', name: '安全处', role: 'lead', reason: '爆炸' }],
  instruction: '请核实'
}

/** A mention with its judgement: deaths in the text, a rule's word in the title. */
export function judged(
  id: string,
  publishedAt: Instant,
  incidentId: string | null
): { mention: Mention; assessment: Assessment; incidentId: string | null } {
  const title = '临江区一化工厂爆炸'
  const text = '今晨临江区一化工厂发生爆炸,已造成3人死亡。'
  const mention: Mention = {
    schema: 1,
    id: id as MentionId,
    sourceKind: 'portal',
    source: '临江都市网',
    sourceId: 'metro',
    url: `http://metro.example/${id}`,
    title,
    text,
    author: null,
    publishedAt,
    publishedPrecision: 'minute',
    engagement: { ...unknownEngagement, comments: 12 },
    parentId: null,
    region: null,
    observedAt: publishedAt,
    contentHash: sha256(`${title}\n${text}`),
    snapshot: null,
    fetchedElapsedMs: null,
    drill: false
  }
  const assessment: Assessment = {
    id: mention.id,
    rulesVersion: 'test',
    relevant: true,
    rules: [
      {
        id: 'explosion',
        version: '1',
        pack: 'emergencies',
        subject: '突发事件',
        matches: [
          { text: '爆炸', offset: 7, field: 'title' },
          { text: '爆炸', offset: 11 }
        ]
      }
    ],
    facts: { ...noFacts, deaths: { value: 3, text: '3人死亡', offset: 17 } },
    occurred: null,
    places: [{ text: '临江区', offset: 2, code: null, name: '临江区', ours: true }],
    organisations: [],
    departments: [],
    sentiment: { polarity: -1, score: -0.6 },
    eventType: '爆炸',
    subject: '突发事件',
    grade: 'II',
    explanation: { eventGrade: 'II', opinionGrade: null, reasons: [], wouldChange: [] },
    responseValue: 'must-respond',
    jurisdiction: 'linjiang',
    reasons: [],
    signature: { minhash: [], terms: [], shingles: 0 }
  }
  return { mention, assessment, incidentId }
}

export async function store({ stores }: TestApp, mentions: readonly ReturnType<typeof judged>[]): Promise<void> {
  await stores.mentions.putMany(mentions)
  await stores.mentions.assign(mentions.flatMap(({ mention, incidentId }) => (incidentId === null ? [] : [{ id: mention.id, incidentId }])))
}

export function noticeFor(role: string, subjectId: string, requestedAt: Instant, departmentId: string | null = null): Notice {
  return {
    id: sha256(`${role} ${subjectId} ${departmentId}`),
    subject: { kind: 'incident', id: subjectId },
    reason: 'new-major:opened',
    round: 0,
    recipient: { contactId: `post-${role}`, name: role, role, departmentId, address: 'secret@linjiang.example' },
    channel: 'dashboard',
    grade: 'I',
    title: '新的特别重大事件',
    body: '请立即签收',
    link: `/incidents/${subjectId}`,
    requestedAt,
    fetchedElapsedMs: null,
    drill: false
  }
}
