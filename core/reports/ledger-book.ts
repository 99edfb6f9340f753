import { countdownState, countdownStateWords, countdownWords } from '../countdown.ts'
import type { IncidentDocument } from '../incident/state.ts'
import { chinaWallTime, type Instant } from '../instant.ts'
import { sourceKindWords } from '../search-fields.ts'
import { incidentValues } from './incident-values.ts'
import type { Source } from './paper.ts'
import { plainText } from './plain-text.ts'
import { openedIn, type ReportFigures } from './report-figures.ts'
import { SourceBook, type DescribeEvents } from './source-book.ts'

export interface Sheet {
  readonly name: string
  readonly columns: readonly { readonly head: string; readonly width: number }[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

export interface LedgerOf {
  readonly figures: ReportFigures
  readonly documents: readonly IncidentDocument[]
  readonly describe: DescribeEvents
  readonly sources: readonly Source[]
  readonly now: Instant
  readonly drill: boolean
}

const cell = (text: string): string => plainText(text, 2000)

/** 台账: the rows behind the figures of a period, a sheet each; numbers are numbers and unknown is empty, never 0. */
export function ledgerSheets(ledger: LedgerOf): Sheet[] {
  const mark = ledger.drill ? '演练·' : ''
  return [incidentSheet(ledger), clockSheet(ledger), volumeSheet(ledger), sourceSheet(ledger), mediaSheet(ledger), citedSheet(ledger)].map(
    (sheet) => ({
      ...sheet,
      name: `${mark}${sheet.name}`
    })
  )
}

function incidentSheet({ figures, documents, describe, now }: LedgerOf): Sheet {
  const book = new SourceBook(describe)
  return {
    name: '事件台账',
    columns: columns(
      ['事件编号', 24],
      ['标题', 50],
      ['等级', 10],
      ['核定', 10],
      ['立案时间', 18],
      ['首见时间', 18],
      ['事件类型', 12],
      ['责任部门', 30],
      ['状态', 12],
      ['信息条数', 10],
      ['负面条数', 10],
      ['来源数', 10],
      ['权威发布', 40],
      ['时间线条数', 10],
      ['链首哈希', 66]
    ),
    rows: openedIn(documents, figures.range).map((document) => {
      const { id, state, rollup, events } = document
      const values = incidentValues(document, book, now)
      return [
        id,
        cell(state.title),
        values['incident.grade']().text,
        state.gradeStatus === 'confirmed' ? '已核定' : '待核定',
        chinaWallTime(state.openedAt),
        rollup?.firstPublishedAt == null ? null : chinaWallTime(rollup.firstPublishedAt),
        state.eventType === null ? null : cell(state.eventType),
        cell(values['incident.departments']().text),
        values['incident.handling']().text,
        rollup?.mentions ?? null,
        rollup?.negative ?? null,
        rollup?.sources.length ?? null,
        cell(values['incident.release']().text),
        events.length,
        events.at(-1)?.hash ?? null
      ]
    })
  }
}

function clockSheet({ figures: { range }, documents, now }: LedgerOf): Sheet {
  const rows = documents.flatMap(({ id, state }) =>
    state.countdowns
      .filter(({ dueAt }) => dueAt >= range.from && dueAt < range.to)
      .map((clock) => [
        id,
        cell(state.title),
        countdownWords[clock.kind],
        clock.rule.hours,
        chinaWallTime(clock.anchor.at),
        chinaWallTime(clock.dueAt),
        countdownStateWords[countdownState(clock, now)],
        clock.settled === null ? null : chinaWallTime(clock.settled.at),
        cell(clock.rule.source)
      ])
  )
  return {
    name: '时限台账',
    columns: columns(
      ['事件编号', 24],
      ['标题', 50],
      ['时限', 12],
      ['小时', 8],
      ['起算', 18],
      ['到期', 18],
      ['状态', 10],
      ['完成时间', 18],
      ['依据', 50]
    ),
    rows
  }
}

function volumeSheet({ figures: { curve } }: LedgerOf): Sheet {
  return {
    name: '信息量',
    columns: columns([curve.unit === 'hour' ? '时段（小时）' : '日期', 18], ['条数', 10]),
    rows: curve.points.map(({ at, count }) => [curve.unit === 'hour' ? chinaWallTime(at) : chinaWallTime(at).slice(0, 10), count])
  }
}

function sourceSheet({ figures: { mentions } }: LedgerOf): Sheet {
  return { name: '来源', columns: columns(['来源', 40], ['条数', 10]), rows: mentions.bySource.map(({ source, count }) => [cell(source), count]) }
}

function mediaSheet({ figures: { mentions } }: LedgerOf): Sheet {
  return {
    name: '来源类型',
    columns: columns(['来源类型', 20], ['条数', 10]),
    rows: mentions.byKind.map(({ kind, count }) => [sourceKindWords[kind], count])
  }
}

function citedSheet({ sources }: LedgerOf): Sheet {
  return { name: '依据', columns: columns(['编号', 8], ['依据', 120]), rows: sources.map(({ number, text }) => [number, text]) }
}

function columns(...pairs: readonly (readonly [string, number])[]): Sheet['columns'] {
  return pairs.map(([head, width]) => ({ head, width }))
}
