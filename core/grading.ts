import { z } from 'zod'
import { Grade } from './grade.ts'

/** What a row of the decision table can be held against; a measure that is unknown satisfies nothing. */
export const Measure = z.enum([
  'deaths',
  'seriousInjuries',
  'injuries',
  'missing',
  'trapped',
  'evacuated',
  'lossYuan',
  'poisoned',
  'areaSquareMetres',
  'mentions',
  'sourceKinds',
  'sources',
  'interactions',
  'views',
  'negativeShare',
  'mentionsPerHour',
  'centralMedia',
  'provincialMedia',
  'ruleGrade'
])
export type Measure = z.infer<typeof Measure>

export const measureWords = {
  deaths: '死亡',
  seriousInjuries: '重伤',
  injuries: '受伤',
  missing: '失联',
  trapped: '被困',
  evacuated: '疏散',
  lossYuan: '直接损失',
  poisoned: '中毒',
  areaSquareMetres: '受损面积',
  mentions: '信息条数',
  sourceKinds: '来源类型数',
  sources: '来源数',
  interactions: '转评赞',
  views: '阅读',
  negativeShare: '负面占比',
  mentionsPerHour: '每小时新增条数',
  centralMedia: '中央媒体',
  provincialMedia: '省级媒体',
  ruleGrade: '规则定级'
} as const satisfies Record<Measure, string>

/** The word for a measure of the decision table; an unknown one stands for itself. */
export function measureName(measure: string): string {
  return (measureWords as Readonly<Record<string, string>>)[measure] ?? measure
}

/** 定级三要素：舆情内容、公众反映、媒体介入程度（津容办〔2017〕416号 第四节）. */
export const Factor = z.enum(['content', 'reaction', 'media'])
export type Factor = z.infer<typeof Factor>

export const factorWords = { content: '舆情内容', reaction: '公众反映', media: '媒体介入程度' } as const satisfies Record<Factor, string>

export const factorOf = {
  deaths: 'content',
  seriousInjuries: 'content',
  injuries: 'content',
  missing: 'content',
  trapped: 'content',
  evacuated: 'content',
  lossYuan: 'content',
  poisoned: 'content',
  areaSquareMetres: 'content',
  ruleGrade: 'content',
  mentions: 'reaction',
  interactions: 'reaction',
  views: 'reaction',
  negativeShare: 'reaction',
  mentionsPerHour: 'reaction',
  sources: 'media',
  sourceKinds: 'media',
  centralMedia: 'media',
  provincialMedia: 'media'
} as const satisfies Record<Measure, Factor>

/** Every value that a mention or an incident offers to the table. Null is unknown. */
export type Measures = Readonly<Record<Measure, number | null>>

const AtLeast = z.partialRecord(Measure, z.number())

/** 决策表的一行. Fires when all of `when` and, where given, any of `anyOf` hold. */
export const GradingRow = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  of: z.enum(['event', 'opinion']),
  grade: Grade,
  words: z.string().min(1),
  /** At least these numbers, all of them. */
  when: AtLeast.default({}),
  /** At least one of these. */
  anyOf: AtLeast.default({}),
  /** Only for these kinds of happening; empty: all. */
  eventTypes: z.array(z.string()).default([]),
  /** Never for these: an earthquake has thresholds of its own. */
  exceptEventTypes: z.array(z.string()).default([]),
  /** 红线: what it gave once, only people take back. Every row of the event's grade is one. */
  redLine: z.boolean().default(false),
  source: z.string().min(1)
})
export type GradingRow = z.infer<typeof GradingRow>

/** 回落条件 (hysteresis): how long, and in how many looks, an opinion must stay below before a machine takes its grade back. */
export const Easing = z.strictObject({
  afterHours: z.number().positive(),
  afterObservations: z.number().int().positive(),
  source: z.string().min(1)
})
export type Easing = z.infer<typeof Easing>

export const GradingTable = z.strictObject({
  version: z.string(),
  /** Null: a machine lowers nothing. */
  easing: Easing.nullable().default(null),
  rows: z.array(GradingRow).min(1)
})
export type GradingTable = z.infer<typeof GradingTable>
