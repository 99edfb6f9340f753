import type { ReportKind } from './report-kind.ts'

/** Words with the numbers of the sources that they rest on, from 1. */
export interface Run {
  readonly text: string
  readonly cites: readonly number[]
}

export interface Column {
  readonly head: string
  /** Share of the width. */
  readonly share: number
  readonly align: 'left' | 'center' | 'right'
}

export interface ChartPoint {
  readonly label: string
  readonly value: number
}

export interface Chart {
  readonly form: 'curve' | 'bars'
  readonly unit: string
  readonly points: readonly ChartPoint[]
}

/** Levels of a heading as in GB/T 9704: 一、黑体; （一）楷体; 1. 仿宋. */
export type HeadingLevel = 1 | 2 | 3

export type Block =
  | { readonly kind: 'heading'; readonly level: HeadingLevel; readonly text: string }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'table'; readonly caption: Run; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'chart'; readonly caption: Run; readonly chart: Chart }

/** What a statement rests on, with its number: how it was counted, or a link of an incident's chain. */
export interface Source {
  readonly number: number
  readonly text: string
  /** Where it is found, for a foot without room. */
  readonly short: string
}

/**
 * One paper, whatever it is written as. `bulletin`: the head of a 简报, its number and date between head and rule;
 * `document`: the head of a 公文, its 文号 above the rule.
 */
export interface Paper {
  readonly kind: ReportKind
  readonly layout: 'bulletin' | 'document'
  /** 发文机关标志. */
  readonly letterhead: string
  /** 文号 or 期号. */
  readonly number: string
  readonly secrecy: string | null
  readonly urgency: string | null
  readonly title: string
  readonly recipients: readonly string[]
  readonly blocks: readonly Block[]
  readonly attachments: readonly string[]
  readonly signedBy: string
  /** 成文日期, `2026年11月28日`. */
  readonly signedOn: string
  readonly copiesTo: readonly string[]
  readonly printedBy: string
  readonly drill: boolean
  /** Where the sources stand: in an annex of their own page, or in small type under a paper of one page. */
  readonly sourcesIn: 'annex' | 'foot'
  readonly sources: readonly Source[]
}

export const annexTitle = '数据来源与依据'

/** What every page of a drill's paper says. */
export const drillLine = '【演练】本件由演练产生，不是真实情况，不得作为公文使用'

/** 附件说明 with the annex of sources last. */
export function attachmentsOf({ attachments, sourcesIn, sources }: Paper): string[] {
  return sourcesIn === 'annex' && sources.length > 0 ? [...attachments, annexTitle] : [...attachments]
}

/** The sources in small type under a paper of one page. */
export function footLine({ sources }: Pick<Paper, 'sources'>): string {
  return `依据：${sources.map(({ number, short }) => `[${number}]${short}`).join('；')}`
}

/** `[1][3]`: the marks that stand behind a statement. */
export function citeMark(cites: readonly number[]): string {
  return cites.map((number) => `[${number}]`).join('')
}
