import type { Actor } from '../actor.ts'
import { dayOf, Day, yearOf } from '../china-day.ts'
import type { Clock } from '../clock.ts'
import { InvalidInputError, NotFoundError, RefusedError } from '../errors.ts'
import { headHash, type IncidentDocument, type IncidentState } from '../incident/state.ts'
import { addMs, chinaWallTime, dayMs, hourMs, msBetween, type Instant } from '../instant.ts'
import type { AuditLog, CrawlState, EvidenceStore, IncidentStore, MentionStore, MentionTallies } from '../ports.ts'
import { composePaper, type Making, type Subject } from './compose-paper.ts'
import { ledgerSheets, type Sheet } from './ledger-book.ts'
import { opinionOf } from './opinion.ts'
import type { Paper } from './paper.ts'
import { plainTitle } from './plain-text.ts'
import { addReport, editionFor, issueFor, type Issue, type ReportRecord } from './report-book.ts'
import { readFigures, type ReportFigures } from './report-figures.ts'
import { ledgerMatter } from './ledger-paper.ts'
import { isPeriodKind, isSupervisionKind, reportKindWords, type ReportKind } from './report-kind.ts'
import { earliest, endedBy, reportPeriod } from './report-period.ts'
import type { ReportSettings } from './report-settings.ts'
import type { ReportTemplates } from './report-template.ts'
import type { DescribeEvents } from './source-book.ts'
import { keepPaper } from './stored-paper.ts'
import type { SupervisionMeeting } from './supervision-matter.ts'
import { writeFiles, type ReportWriters } from './write-files.ts'

export interface ReportDeps {
  readonly stores: {
    readonly mentions: Pick<MentionStore, 'ofIncidents'> & MentionTallies
    readonly incidents: Pick<IncidentStore, 'list' | 'get'>
    readonly crawl: Pick<CrawlState, 'enqueue' | 'pending' | 'health'>
    readonly evidence: Pick<EvidenceStore, 'put'>
    readonly audit: Pick<AuditLog, 'append'>
  }
  readonly clock: Clock
  readonly writers: ReportWriters
  readonly describe: DescribeEvents
  readonly settings: ReportSettings
  readonly templates: ReportTemplates
  readonly unit: string
  readonly jurisdiction: string
  readonly sourceName: (id: string) => string
  readonly drill: boolean
}

/** What is asked for: of a period by its day, of an incident by its id, of supervision by the document of the ledger. */
export interface ReportRequest {
  readonly kind: ReportKind
  readonly day?: Day
  readonly incidentId?: string
  /** The document in the incident's ledger: its id there, or its 文号. */
  readonly entry?: string
  /** Of 约谈通知. */
  readonly meeting?: SupervisionMeeting
  /** Names the request: the same again is the same paper. */
  readonly cause: string
  readonly id: string
}

const mentionsOfIncident = 10_000

/**
 * Makes a paper in every form, keeps the files by their hashes, and writes who made it and when into the book and the audit log.
 * @throws InvalidInputError for a request that its kind cannot be made of, NotFoundError for an incident that is not there
 */
export async function makeReport(deps: ReportDeps, request: ReportRequest, actor: Actor): Promise<ReportRecord> {
  const { stores, clock } = deps
  const madeAt = clock.now()
  const read = await readSubject(deps, request, madeAt)
  const drill = deps.drill || isDrilled(read.subject)
  const making: Making = { ...deps, ...read, madeAt, drill, template: deps.templates[request.kind], unit: deps.settings.issuer ?? deps.unit }
  const paper = composePaper(making)
  const { files, problems } = await writeFiles(deps, paper, sheetsOf(read.subject, paper, deps.describe, madeAt), madeAt)
  const record: ReportRecord = {
    id: request.id,
    cause: request.cause,
    kind: request.kind,
    title: paper.title,
    number: paper.number,
    incidentId: isPeriodKind(request.kind) ? null : (request.incidentId ?? null),
    from: read.subject.scope === 'period' ? read.subject.facts.figures.range.from : null,
    to: read.subject.scope === 'period' ? read.subject.facts.figures.range.to : null,
    madeAt,
    madeBy: actor,
    issue: read.head === null ? null : read.issue,
    edition: read.edition,
    head: read.head,
    drill,
    sources: paper.sources.length,
    files,
    problems,
    paper: await keepPaper(stores.evidence, paper, madeAt),
    editedFrom: null
  }
  const hashes = files.map(({ format, key }) => `${format}:${key}`).join(' ')
  await stores.audit.append([
    { at: madeAt, actor, action: 'report.make', subject: record.id, detail: `${reportKindWords[record.kind]}《${record.title}》${hashes}` }
  ])
  await addReport(stores.crawl, record)
  return record
}

interface Read {
  readonly subject: Subject
  readonly year: number
  readonly issue: Issue['issue'] | null
  readonly edition: number
  readonly head: string | null
}

async function readSubject(deps: ReportDeps, request: ReportRequest, now: Instant): Promise<Read> {
  const { kind } = request
  if (isPeriodKind(kind)) return await readPeriod(deps, { kind, day: request.day ?? dayOf(now), cause: request.cause }, now)
  const year = yearOf(dayOf(now))
  if (!isSupervisionKind(kind)) {
    const document = await findIncident(deps, request.incidentId)
    if (kind === 'closing') demandEnded(document.state)
    const curve = await curveOf(deps, document, now)
    const head = headHash(document)
    const numbered = await issueFor(deps.stores.crawl, { kind, incidentId: document.id, head }, year, deps.clock.elapsedMs())
    return { subject: { scope: 'incident', document, curve }, year, head, ...numbered }
  }
  const { entry, meeting } = request
  if (entry === undefined || entry === '')
    throw new InvalidInputError(`${reportKindWords[kind]}只能由督办台账中已签发的文书生成：请指明事件和文书编号`)
  if (meeting !== undefined && kind !== 'regulatory-talk') throw new InvalidInputError(`${reportKindWords[kind]}没有约谈时间、地点`)
  const document = await findIncident(deps, request.incidentId)
  const matter = { ...ledgerMatter(document, kind, entry), meeting: meeting ?? null }
  return { subject: { scope: 'supervision', matter, documents: [document] }, year, issue: null, edition: 1, head: null }
}

interface PeriodWanted {
  readonly kind: 'daily' | 'weekly' | 'monthly'
  readonly day: string
  readonly cause: string
}

async function readPeriod(deps: ReportDeps, { kind, day, cause }: PeriodWanted, now: Instant): Promise<Read> {
  if (!Day.safeParse(day).success) throw new InvalidInputError(`${day} 不是日期，应如 2026-11-28`)
  const whole = reportPeriod(kind, day, deps.settings.cutOff)
  if (whole.from < earliest) throw new InvalidInputError(`${day} 太早：最早出2000年的${reportKindWords[kind]}`)
  const period = endedBy(whole, now)
  if (period.from >= now) throw new InvalidInputError(`${period.words}还没有到，不能出${reportKindWords[kind]}`)
  const before = { from: addMs(period.from, -msBetween(period.from, period.to)), to: period.from }
  const [{ figures, documents }, former, health] = await Promise.all([
    readFigures(deps.stores, { from: period.from, to: period.to }, now),
    deps.stores.mentions.tally(before),
    deps.stores.crawl.health()
  ])
  const blindSources = health.filter(({ state }) => state === 'blind').map(({ sourceId }) => deps.sourceName(sourceId))
  const { words, endsAt, isPart } = period
  const facts = { day, words, endsAt, isPart, figures, relevantBefore: former.relevant, blindSources, madeAt: now }
  const edition = await editionFor(deps.stores.crawl, { kind, from: period.from, cause }, deps.clock.elapsedMs())
  return { subject: { scope: 'period', facts, documents }, year: period.year, issue: period.issue, edition, head: null }
}

async function findIncident({ stores }: ReportDeps, id: string | undefined): Promise<IncidentDocument> {
  if (id === undefined || id === '') throw new InvalidInputError('需要事件编号')
  const document = await stores.incidents.get(id)
  if (document === null) throw new NotFoundError(`没有编号为 ${plainTitle(id)} 的事件`)
  return document
}

/** A 办结报告 says how a matter ended. @throws RefusedError while it has not */
function demandEnded({ status }: Pick<IncidentState, 'status'>): void {
  if (status === 'open') throw new RefusedError('事件尚未办结，不能出办结报告；办结、驳回或归档后再出')
  if (status === 'merged') throw new RefusedError('事件已并入其他事件，办结报告由并入的事件出')
}

/** Of the incident's own mentions, by hours up to two days and by days beyond. */
async function curveOf({ stores }: ReportDeps, document: IncidentDocument, now: Instant): Promise<Extract<Subject, { scope: 'incident' }>['curve']> {
  const mentions = await stores.mentions.ofIncidents([document.id, ...document.state.absorbed], mentionsOfIncident)
  const times = mentions.flatMap(({ mention }) => mention.publishedAt ?? [])
  const bySource = countsOf(mentions.map(({ mention }) => mention.source))
    .map(([source, count]) => ({ source, count }))
    .sort((a, b) => b.count - a.count || (a.source < b.source ? -1 : 1))
  const counted = `事件${document.id}所归并的信息${mentions.length}条${mentions.length === mentionsOfIncident ? '（已达上限，只计最新的）' : ''}，按首发时间计，统计于${chinaWallTime(now)}`
  const opinion = opinionOf(mentions)
  if (times.length === 0) return { unit: 'hour', points: [], bySource, counted, opinion }
  const first = times.reduce((a, b) => (a < b ? a : b))
  const last = times.reduce((a, b) => (a > b ? a : b))
  const unit = msBetween(first, last) <= 2 * dayMs ? 'hour' : 'day'
  return { unit, points: binned(times, unit), bySource, counted, opinion }
}

function countsOf<Key>(keys: readonly Key[]): [Key, number][] {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts]
}

function binned(times: readonly Instant[], unit: 'hour' | 'day'): ReportFigures['curve']['points'] {
  const step = unit === 'hour' ? hourMs : dayMs
  const offset = unit === 'hour' ? 0 : 8 * hourMs
  const bin = (at: Instant): number => Math.floor((Date.parse(at) + offset) / step)
  const bins = new Map(countsOf(times.map(bin)))
  const keys = [...bins.keys()]
  const from = keys.reduce((a, b) => Math.min(a, b))
  const to = keys.reduce((a, b) => Math.max(a, b))
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    at: addMs('1970-01-01T00:00:00.000Z' as Instant, (from + index) * step - offset),
    count: bins.get(from + index) ?? 0
  }))
}

/** What a drill left behind stays a drill's, whoever makes a paper of it afterwards. */
function isDrilled(subject: Subject): boolean {
  const documents = subject.scope === 'incident' ? [subject.document] : subject.documents
  return documents.length > 0 && documents.every(({ state }) => state.drill)
}

function sheetsOf(subject: Subject, paper: Paper, describe: DescribeEvents, now: Instant): Sheet[] | null {
  if (subject.scope !== 'period') return null
  return ledgerSheets({ figures: subject.facts.figures, documents: subject.documents, describe, sources: paper.sources, now, drill: paper.drill })
}
