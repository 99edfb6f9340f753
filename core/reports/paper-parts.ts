import { chinaDayLabel, hourLabel } from './chart-labels.ts'
import { countdownState, countdownStateWords, countdownWords } from '../countdown.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { chinaWallTime, type Instant } from '../instant.ts'
import { sourceKindWords } from '../search-fields.ts'
import type { Subject } from './compose-paper.ts'
import { gradeName } from './incident-values.ts'
import { milestonesOf } from './milestones.ts'
import type { Opinion } from './opinion.ts'
import type { Block, ChartPoint, Column } from './paper.ts'
import { plainText, plainTitle } from './plain-text.ts'
import { openedIn, type ReportFigures } from './report-figures.ts'
import type { ChartName, TableName } from './report-template.ts'
import type { SourceBook } from './source-book.ts'

/** The curve and the sources of one incident, counted from its own mentions. */
export interface Charted {
  readonly curve: {
    readonly points: ReportFigures['curve']['points']
    readonly unit: 'hour' | 'day'
    readonly bySource: readonly { source: string; count: number }[]
    readonly counted: string
    readonly opinion: Opinion
  }
}

const mostBars = 10
const mostRows = 200

/** No block where there is nothing to draw: an empty chart looks like calm. */
export function chartBlock(name: ChartName, caption: string, subject: Subject, book: SourceBook): Block[] {
  if (subject.scope === 'supervision') return []
  const { curve, bySource, source } = chartedOf(subject)
  const points = pointsOf(name, subject, curve, bySource)
  if (points.every(({ value }) => value === 0))
    return [{ kind: 'paragraph', runs: [{ text: `${caption}：本时段没有数据。`, cites: [book.cite(source)] }] }]
  const form = name === 'volume' ? 'curve' : 'bars'
  return [{ kind: 'chart', caption: { text: caption, cites: [book.cite(source)] }, chart: { form, unit: name === 'levels' ? '起' : '条', points } }]
}

function chartedOf(subject: Exclude<Subject, { scope: 'supervision' }>) {
  if (subject.scope === 'incident') return { curve: subject.curve, bySource: subject.curve.bySource, source: subject.curve.counted }
  const { range, curve, mentions } = subject.facts.figures
  return {
    curve,
    bySource: mentions.bySource,
    source: `图表数据：/api/figures?from=${range.from}&to=${range.to}，统计于${chinaWallTime(subject.facts.madeAt)}`
  }
}

function pointsOf(
  name: ChartName,
  subject: Subject,
  curve: Pick<ReportFigures['curve'], 'unit' | 'points'>,
  bySource: readonly { readonly source: string; readonly count: number }[]
): ChartPoint[] {
  switch (name) {
    case 'volume':
      return curve.points.map(({ at, count }) => ({ label: curve.unit === 'hour' ? hourLabel(at) : chinaDayLabel(at), value: count }))
    case 'sources':
      return bySource.slice(0, mostBars).map(({ source, count }) => ({ label: plainTitle(source, 14), value: count }))
    case 'levels':
      return subject.scope !== 'period'
        ? []
        : subject.facts.figures.incidents.openedByGrade
            .filter(({ grade, count }) => grade !== null || count > 0)
            .map(({ grade, count }) => ({ label: gradeName(grade), value: count }))
    case 'media':
      return subject.scope !== 'period'
        ? []
        : subject.facts.figures.mentions.byKind.slice(0, mostBars).map(({ kind, count }) => ({ label: sourceKindWords[kind], value: count }))
    default:
      return name satisfies never
  }
}

interface TableGround {
  readonly subject: Subject
  readonly book: SourceBook
  readonly now: Instant
  readonly most?: number | undefined
}

const column = (head: string, share: number, align: Column['align'] = 'left'): Column => ({ head, share, align })

/** A table says in words where it has no row. */
export function tableBlock(name: TableName, caption: string, ground: TableGround): Block[] {
  const most = Math.min(ground.most ?? mostRows, mostRows)
  const parts = tableOf(name, { ...ground, most })
  const { columns, rows, cites } = parts
  const rest = parts.rest ?? (rows.length > most ? `其余${rows.length - most}行见随附台账` : '')
  if (rows.length === 0) return [{ kind: 'paragraph', runs: [{ text: `${caption}：无。`, cites }] }]
  const text = rest === '' ? caption : `${caption}（${rest}）`
  return [{ kind: 'table', caption: { text, cites }, columns, rows: rows.slice(0, most).map((row) => row.map((cell) => plainText(cell, 200))) }]
}

interface TableParts {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
  readonly cites: readonly number[]
  /** What is said of the rows that are not there. */
  readonly rest?: string
}

function tableOf(name: TableName, { subject, book, now, most = mostRows }: TableGround): TableParts {
  switch (name) {
    case 'incidents':
      return incidentTable(subject, book, most)
    case 'clocks':
      return subject.scope === 'incident' ? clockTable(subject.document, book, now) : clockFigures(subject, book)
    case 'units':
      return unitTable(subject)
    case 'sources':
      return sourceTable(subject)
    case 'timeline':
      return timelineTable(subject, book)
    default:
      return name satisfies never
  }
}

const nothing: TableParts = { columns: [], rows: [], cites: [] }

/** Those still open first: of a table with a limit they are what is asked for. */
function incidentTable(subject: Subject, book: SourceBook, most: number): TableParts {
  if (subject.scope !== 'period') return nothing
  const isOpen = ({ state }: IncidentDocument): number => Number(state.status === 'open')
  const opened = openedIn(subject.documents, subject.facts.figures.range).toSorted((a, b) => isOpen(b) - isOpen(a))
  return {
    columns: [
      column('序号', 1.4, 'center'),
      column('事件', 6),
      column('等级', 1.7, 'center'),
      column('立案', 3.1, 'center'),
      column('责任部门', 2.8),
      column('状态', 1.8, 'center'),
      column('依据', 1.5, 'center')
    ],
    rows: opened.map((document, index) => [
      String(index + 1),
      plainTitle(document.state.title, 40),
      gradeName(document.state.grade),
      chinaWallTime(document.state.openedAt).slice(5),
      document.state.departments.find(({ role }) => role === 'lead')?.name ?? '未定',
      document.state.status === 'open' ? '处置中' : document.state.status === 'closed' ? '已办结' : '已驳回',
      index < most ? `[${book.citeNewest(document, 'opened')[0] ?? ''}]` : ''
    ]),
    cites: []
  }
}

function clockTable({ state }: IncidentDocument, _book: SourceBook, now: Instant): TableParts {
  return {
    columns: [column('时限', 2.7), column('起算', 3.5, 'center'), column('到期', 3.5, 'center'), column('状态', 1.8, 'center'), column('依据', 3.4)],
    rows: state.countdowns.map((clock) => [
      `${countdownWords[clock.kind]}${clock.rule.hours}小时`,
      chinaWallTime(clock.anchor.at),
      chinaWallTime(clock.dueAt),
      countdownStateWords[countdownState(clock, now)],
      clock.rule.source
    ]),
    cites: []
  }
}

function clockFigures(subject: Subject, _book: SourceBook): TableParts {
  if (subject.scope !== 'period') return nothing
  return {
    columns: [column('时限', 3), ...['应完成', '按时', '超时后完成', '超时未完成', '豁免'].map((head) => column(head, 2, 'center'))],
    rows: subject.facts.figures.incidents.clocks.map(({ words, due, inTime, late, overdue, waived }) => [
      words,
      ...[due, inTime, late, overdue, waived].map(String)
    ]),
    cites: []
  }
}

function unitTable(subject: Subject): TableParts {
  if (subject.scope !== 'period') return nothing
  return {
    columns: [column('部门', 5), ...['交办', '签收', '退回'].map((head) => column(head, 1.5, 'center')), column('平均签收（分钟）', 3, 'center')],
    rows: subject.facts.figures.incidents.units.map(({ name, assigned, accepted, returned, meanMinutesToAccept }) => [
      name,
      String(assigned),
      String(accepted),
      String(returned),
      meanMinutesToAccept === null ? '无签收' : String(meanMinutesToAccept)
    ]),
    cites: []
  }
}

function sourceTable(subject: Subject): TableParts {
  if (subject.scope === 'supervision') return nothing
  const { bySource, source: _source } = chartedOf(subject)
  return {
    columns: [column('序号', 1, 'center'), column('来源', 6), column('条数', 2, 'right')],
    rows: bySource.map(({ source, count }, index) => [String(index + 1), plainTitle(source, 40), String(count)]),
    cites: []
  }
}

function timelineTable(subject: Subject, book: SourceBook): TableParts {
  if (subject.scope !== 'incident') return nothing
  const { document } = subject
  const words = new Map(book.eventsOf(document).map((told) => [told.seq, told]))
  const { events, rest } = milestonesOf(document.events)
  return {
    columns: [column('时刻', 3.5, 'center'), column('经过', 7.7), column('经办', 2.3, 'center'), column('依据', 1.3, 'center')],
    rows: events.map((event) => {
      const told = words.get(event.seq)
      return [
        chinaWallTime(event.at),
        plainText(told === undefined ? event.body.type : told.detail === '' ? told.title : `${told.title}（${told.detail}）`, 60),
        plainTitle(told?.by ?? '', 12),
        `[${book.citeEvent(document, event)}]`
      ]
    }),
    cites: [],
    rest: rest === 0 ? '' : `其余${rest}项见系统时间线`
  }
}
