import type { IncidentDocument } from '../incident/state.ts'
import { plainText, plainTitle } from './plain-text.ts'
import type { supervisionFields } from './report-fields.ts'
import { momentWords } from './report-period.ts'
import type { FieldValue, SourceBook } from './source-book.ts'
import type { SupervisionMatter } from './supervision-matter.ts'

export type SupervisionValues = Readonly<Record<keyof typeof supervisionFields, () => FieldValue>>

/** What a paper of supervision says; facts cite the evidence that the matter brings. */
export function supervisionValues(matter: SupervisionMatter, documents: readonly IncidentDocument[], book: SourceBook): SupervisionValues {
  const plain = (text: string): FieldValue => ({ text: plainText(text, 5000), cites: [] })
  const proven = (text: string): FieldValue => ({
    text: plainText(text, 5000),
    cites: matter.evidence.flatMap((one) => citeEvidence(one, documents, book))
  })
  const incident = documents.find(({ id }) => id === matter.incidentId)
  return {
    'matter.unit': () => plain(matter.unit),
    'matter.finding': () => proven(matter.finding),
    'matter.facts': () => proven(matter.facts),
    'matter.basis': () => plain(matter.basis),
    'matter.requirement': () => plain(matter.requirement),
    'matter.dueAt': () => plain(matter.dueAt === null ? '收到之日起5个工作日内' : `${momentWords(matter.dueAt, true)}前`),
    'matter.statement': () => plain(matter.statement ?? '该单位尚未提交陈述'),
    'matter.meeting': () =>
      plain(matter.meeting === null ? '时间、地点另行通知' : `${momentWords(matter.meeting.at, true)}，${matter.meeting.place}`),
    'matter.attendees': () => plain(matter.meeting?.attendees ?? '你单位主要负责同志'),
    'matter.incident': () =>
      incident === undefined
        ? plain('有关网络舆情')
        : { text: `“${plainTitle(incident.state.title)}”舆情`, cites: book.citeNewest(incident, 'headline-set', 'opened') }
  }
}

/** The link of the chain where the evidence names one; its own words otherwise. */
export function citeEvidence(
  { words, incidentId, eventSeq }: SupervisionMatter['evidence'][number],
  documents: readonly IncidentDocument[],
  book: SourceBook
): number[] {
  const document = documents.find(({ id }) => id === incidentId)
  const event = document?.events.find(({ seq }) => seq === eventSeq)
  return [document === undefined || event === undefined ? book.cite(`督办证据：${words}`) : book.citeEvent(document, event)]
}
