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
  source: z.string().min(1)
})
export type GradingRow = z.infer<typeof GradingRow>

export const GradingTable = z.strictObject({ version: z.string(), rows: z.array(GradingRow).min(1) })
export type GradingTable = z.infer<typeof GradingTable>
