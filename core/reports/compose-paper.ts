import { dayOf } from '../china-day.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { isMajor } from '../grade.ts'
import type { Instant } from '../instant.ts'
import { incidentValues } from './incident-values.ts'
import { milestonesOf } from './milestones.ts'
import { opinionValues } from './opinion-values.ts'
import type { Block, Paper, Run } from './paper.ts'
import { chartBlock, tableBlock, type Charted } from './paper-parts.ts'
import { plainText, plainTitle } from './plain-text.ts'
import { periodValues, type PeriodFacts } from './period-values.ts'
import { reportKindWords } from './report-kind.ts'
import { openedIn } from './report-figures.ts'
import { dayWords, momentWords, unendedWords } from './report-period.ts'
import { piecesOf, type LoopName, type ReportTemplate, type TemplatePart, type TextPiece } from './report-template.ts'
import { SourceBook, type DescribeEvents, type Fields } from './source-book.ts'
import type { SupervisionMatter } from './supervision-matter.ts'
import { evidenceValue, supervisionValues } from './supervision-values.ts'

/** What the paper is about, read from the stores before anything is written. */
export type Subject =
  | { readonly scope: 'period'; readonly facts: PeriodFacts; readonly documents: readonly IncidentDocument[] }
  | { readonly scope: 'incident'; readonly document: IncidentDocument; readonly curve: Charted['curve'] }
  | { readonly scope: 'supervision'; readonly matter: SupervisionMatter; readonly documents: readonly IncidentDocument[] }

export interface Making {
  readonly template: ReportTemplate
  readonly subject: Subject
  readonly unit: string
  readonly jurisdiction: string
  readonly year: number
  /** 期号 or serial of the year; null leaves a blank to be filled by hand. */
  readonly issue: number | null
  /** How often it was made with this number. */
  readonly edition: number
  readonly madeAt: Instant
  readonly drill: boolean
  readonly describe: DescribeEvents
}

/** The paper that a template makes of a subject. Pure: the same subject and template give the same paper. */
export function composePaper(making: Making): Paper {
  const { template, subject, madeAt } = making
  const book = new SourceBook(making.describe)
  const fields: Fields = { ...commonValues(making), ...scopeValues(subject, book, madeAt) }
  const words = (text: string): string =>
    runsOf(text, fields)
      .map((run) => run.text)
      .join('')
  const orNull = (text: string | null): string | null => (text === null ? null : plainTitle(words(text)))
  const blocks = template.body.flatMap((part) => blocksOf(part, { making, fields, book }))
  const numbered = subject.scope === 'supervision' ? subject.matter.number : null
  return {
    kind: template.kind,
    layout: template.layout,
    letterhead: plainTitle(words(template.letterhead), 40),
    number: plainTitle(`${numbered ?? words(template.number)}${making.edition === 1 ? '' : `（第${making.edition}版）`}`),
    secrecy: orNull(template.secrecy),
    urgency: orNull(template.urgency),
    title: plainTitle(
      `${making.drill ? '【演练】' : ''}${words(template.title)}${subject.scope === 'period' ? upToWords(subject.facts, madeAt) : ''}`,
      80
    ),
    recipients: template.recipients.map((text) => plainTitle(words(text))),
    blocks,
    attachments: template.attachments.map((text) => plainTitle(words(text))),
    signedBy: plainTitle(words(template.signedBy), 40),
    signedOn: dayWords(dayOf(madeAt)),
    copiesTo: template.copiesTo.map((text) => plainTitle(words(text))),
    printedBy: plainTitle(words(template.printedBy), 24),
    drill: making.drill,
    sourcesIn: template.sources,
    sources: book.sources()
  }
}

/** Up to when a paper counts that does not cover its whole period. */
function upToWords({ endsAt, isPart, figures }: PeriodFacts, madeAt: Instant): string {
  if (endsAt !== null) return `（${unendedWords(madeAt)}）`
  return isPart ? `（截至${momentWords(figures.range.to)}）` : ''
}

function commonValues({ template, unit, jurisdiction, year, issue, madeAt }: Making): Fields {
  const plain = (text: string) => () => ({ text, cites: [] })
  return {
    unit: plain(plainTitle(unit)),
    jurisdiction: plain(plainTitle(jurisdiction)),
    kind: plain(reportKindWords[template.kind]),
    year: plain(String(year)),
    issue: plain(issue === null ? '　' : String(issue)),
    today: plain(dayWords(dayOf(madeAt))),
    madeAt: plain(momentWords(madeAt, true))
  }
}

function scopeValues(subject: Subject, book: SourceBook, now: Instant): Fields {
  switch (subject.scope) {
    case 'period':
      return periodValues(subject.facts, book)
    case 'incident':
      return { ...incidentValues(subject.document, book, now), ...opinionValues(subject.document, subject.curve, book) }
    case 'supervision':
      return supervisionValues(subject.matter, subject.documents, book)
    default:
      return subject satisfies never
  }
}

/** Words of the template with what they cite; marks of one statement stand together at its end. */
function runsOf(text: string, fields: Fields): Run[] {
  const runs: Run[] = []
  let cites: number[] = []
  let open = ''
  const end = (): void => {
    if (open !== '') runs.push({ text: open, cites: [...new Set(cites)].toSorted((a, b) => a - b) })
    open = ''
    cites = []
  }
  const pieces = piecesOf(text)
  for (const [index, piece] of pieces.entries()) {
    if ('field' in piece) {
      const value = fields[piece.field]?.() ?? { text: '', cites: [] }
      open += beforeStop(value.text, pieces[index + 1])
      cites.push(...value.cites)
      continue
    }
    // The mark stands before the stop that ends the statement.
    for (const part of plainText(piece.text, 10_000).split(/(?=[。；！？])/u)) {
      if (cites.length > 0 && /^[。；！？]/u.test(part)) end()
      open += part
    }
  }
  end()
  return runs.map((run, index) => (sameCites(run, runs[index + 1]) ? { ...run, cites: [] } : run))
}

/** Statements in a row that rest on the same are marked once, at the last. */
function sameCites({ cites }: Run, next: Run | undefined): boolean {
  return next !== undefined && cites.join() === next.cites.join()
}

/** A value that ends its own sentence where the template ends it: one stop is enough. */
function beforeStop(text: string, next: TextPiece | undefined): string {
  return next !== undefined && 'text' in next && /^[。；，！？]/u.test(next.text) ? text.replace(/[。；，！？.;,]+$/u, '') : text
}

interface Ground {
  readonly making: Making
  readonly fields: Fields
  readonly book: SourceBook
}

function blocksOf(part: TemplatePart, ground: Ground): Block[] {
  const { making, fields, book } = ground
  const words = (text: string): string =>
    plainTitle(
      runsOf(text, fields)
        .map((run) => run.text)
        .join(''),
      200
    )
  if ('heading' in part) return [{ kind: 'heading', level: 1, text: words(part.heading) }]
  if ('subheading' in part) return [{ kind: 'heading', level: 2, text: words(part.subheading) }]
  if ('item' in part) return [{ kind: 'heading', level: 3, text: words(part.item) }]
  if ('text' in part) return [{ kind: 'paragraph', runs: runsOf(part.text, fields) }]
  if ('chart' in part) return chartBlock(part.chart, words(part.caption), making.subject, book)
  if ('table' in part) return tableBlock(part.table, words(part.caption), { subject: making.subject, book, now: making.madeAt, most: part.most })
  const turns = turnsOf(part.each, ground).slice(0, part.most)
  if (turns.length === 0) return [{ kind: 'paragraph', runs: runsOf(part.empty, fields) }]
  return turns.flatMap((own, index) => {
    const inner: Fields = { ...fields, ...own, index: () => ({ text: String(index + 1), cites: [] }) }
    return part.body.flatMap((one) => blocksOf(one, { ...ground, fields: inner }))
  })
}

/** For each turn of a loop the fields that are its own. */
function turnsOf(loop: LoopName, { making, book }: Ground): Fields[] {
  const { subject, madeAt } = making
  if (loop === 'timeline') {
    if (subject.scope !== 'incident') return []
    const { document } = subject
    const words = book.eventsOf(document)
    return milestonesOf(document.events).events.map((event) => {
      const { title = event.body.type, detail = '', by = '' } = words.find(({ seq }) => seq === event.seq) ?? {}
      const cites = [book.citeEvent(document, event)]
      return {
        'event.at': () => ({ text: momentWords(event.at), cites: [] }),
        'event.words': () => ({ text: plainText(detail === '' ? title : `${title}（${detail}）`, 200), cites }),
        'event.by': () => ({ text: plainTitle(by), cites: [] })
      }
    })
  }
  if (loop === 'evidence') {
    if (subject.scope !== 'supervision') return []
    return subject.matter.evidence.map((one) => ({
      'evidence.words': () => evidenceValue(one, subject.documents, book)
    }))
  }
  if (subject.scope !== 'period') return []
  return incidentsOf(loop, subject).map((document) => incidentValues(document, book, madeAt))
}

function incidentsOf(loop: 'incidents' | 'majorIncidents' | 'openIncidents', subject: Extract<Subject, { scope: 'period' }>): IncidentDocument[] {
  const { documents, facts } = subject
  if (loop === 'openIncidents') return documents.filter(({ state }) => state.status === 'open')
  const opened = openedIn(documents, facts.figures.range)
  return loop === 'incidents' ? opened : opened.filter(({ state }) => isMajor(state.grade))
}
