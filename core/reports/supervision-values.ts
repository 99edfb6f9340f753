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

type Evidence = SupervisionMatter['evidence'][number]

/** An event is said in the words of the incident's page, with when it was; a number of a timeline tells the unit nothing. */
export function evidenceValue(one: Evidence, documents: readonly IncidentDocument[], book: SourceBook): FieldValue {
  const cites = citeEvidence(one, documents, book)
  const { document, event } = linkOf(one, documents)
  const told = one.kind === 'event' && document !== undefined ? book.eventsOf(document).find(({ seq }) => seq === one.eventSeq) : undefined
  if (event === undefined || told === undefined) return { text: plainText(one.words), cites }
  const detail = told.detail === '' ? '' : `（${told.detail}）`
  return { text: plainText(`${momentWords(event.at, true)}，${told.title}${detail}`, 400), cites }
}

/** The link of the chain where the evidence names one; its own words otherwise. */
function citeEvidence(one: Evidence, documents: readonly IncidentDocument[], book: SourceBook): number[] {
  const { document, event } = linkOf(one, documents)
  return [document === undefined || event === undefined ? book.cite(`督办证据：${one.words}`) : book.citeEvent(document, event)]
}

function linkOf({ incidentId, eventSeq }: Evidence, documents: readonly IncidentDocument[]) {
  const document = documents.find(({ id }) => id === incidentId)
  return { document, event: document?.events.find(({ seq }) => seq === eventSeq) }
}
