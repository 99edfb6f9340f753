import { severityOf, type Grade, type GradeExplanation, type GradeReason } from './grade.ts'
import { Measure, type GradingRow, type GradingTable, type Measures } from './grading.ts'

const mostNearMisses = 4

/** Words behind a measure, such as the sentence that states the deaths. */
export type MeasureEvidence = Partial<Record<Measure, string>>

/**
 * The grades that a decision table gives, with every row that fired and the nearest that did not. Pure: the same measures
 * always give the same answer. An unknown measure satisfies no condition; no row fired means no grade.
 */
export function gradeBy(table: GradingTable, measures: Measures, eventType: string | null, evidence: MeasureEvidence = {}): GradeExplanation {
  const fired: PreparedRow[] = []
  const missed: PreparedRow[] = []
  for (const row of rowsOf(table)) if (appliesTo(row.row, eventType)) (fires(row, measures) ? fired : missed).push(row)
  const eventGrade = highest(fired, 'event')
  const opinionGrade = highest(fired, 'opinion')
  const [overEvent, overOpinion] = [severityOf(eventGrade) + 1, severityOf(opinionGrade) + 1]
  const above = missed.filter(({ row, severity }) => severity === (row.of === 'event' ? overEvent : overOpinion))
  // Rows become reasons only here: most rows of a table neither fire nor come near, and every mention is held against all.
  const explain = (row: PreparedRow): GradeReason => hold(row, measures, evidence)
  return {
    eventGrade,
    opinionGrade,
    reasons: fired.sort((a, b) => b.severity - a.severity).map(explain),
    wouldChange: nearestFirst(above, measures).slice(0, mostNearMisses).map(explain)
  }
}

/** The highest grade of the opinion that rows marked 红线 give by these measures. */
export function redLineOf(table: GradingTable, measures: Measures, eventType: string | null): Grade | null {
  return highest(
    rowsOf(table).filter((row) => row.row.redLine && appliesTo(row.row, eventType) && fires(row, measures)),
    'opinion'
  )
}

interface Threshold {
  readonly measure: Measure
  readonly least: number
  readonly words: string
}

interface PreparedRow {
  readonly row: GradingRow
  readonly severity: number
  readonly all: readonly Threshold[]
  readonly any: readonly Threshold[]
}

/** A table never changes, and every mention is held against all of it. */
const prepared = new WeakMap<GradingTable, readonly PreparedRow[]>()

function rowsOf(table: GradingTable): readonly PreparedRow[] {
  const before = prepared.get(table)
  if (before !== undefined) return before
  const rows = table.rows.map((row) => ({ row, severity: severityOf(row.grade), all: thresholdsOf(row.when), any: thresholdsOf(row.anyOf) }))
  prepared.set(table, rows)
  return rows
}

function thresholdsOf(part: Partial<Record<Measure, number>>): Threshold[] {
  return Measure.options.flatMap((measure) => {
    const least = part[measure]
    return least === undefined ? [] : [{ measure, least, words: `≥ ${least}` }]
  })
}

function appliesTo(row: GradingRow, eventType: string | null): boolean {
  if (eventType !== null && row.exceptEventTypes.includes(eventType)) return false
  return row.eventTypes.length === 0 || (eventType !== null && row.eventTypes.includes(eventType))
}

function fires({ all, any }: PreparedRow, measures: Measures): boolean {
  for (const threshold of all) if (!holds(threshold, measures)) return false
  for (const threshold of any) if (holds(threshold, measures)) return true
  return any.length === 0 && all.length > 0
}

function holds({ measure, least }: Threshold, measures: Measures): boolean {
  const found = measures[measure]
  return found != null && found >= least
}

function hold({ row, all, any }: PreparedRow, measures: Measures, evidence: MeasureEvidence): GradeReason {
  const condition = (threshold: Threshold): GradeReason['conditions'][number] => {
    const { measure, words } = threshold
    return { measure, found: measures[measure] ?? null, threshold: words, held: holds(threshold, measures) }
  }
  return {
    row: row.id,
    grade: row.grade,
    of: row.of,
    words: row.words,
    source: row.source,
    conditions: [...all.map(condition), ...any.map((one) => (any.length === 1 ? condition(one) : { ...condition(one), alternative: true }))],
    evidence: [...all, ...any].flatMap(({ measure }) => evidence[measure] ?? [])
  }
}

/** Equals keep the order of the table. */
function nearestFirst(rows: readonly PreparedRow[], measures: Measures): PreparedRow[] {
  const near = rows.map((row) => ({ row, progress: progress(row, measures) }))
  return near.sort((a, b) => b.progress - a.progress).map(({ row }) => row)
}

/** How much of its way a row has come, 0 to 1: the least of what must hold, and the most of what may. */
function progress({ all, any }: PreparedRow, measures: Measures): number {
  let least = 1
  for (const threshold of all) least = Math.min(least, share(threshold, measures))
  let most = any.length === 0 ? 1 : 0
  for (const threshold of any) most = Math.max(most, share(threshold, measures))
  return Math.min(least, most)
}

function share({ measure, least }: Threshold, measures: Measures): number {
  return least <= 0 ? 0 : Math.min(1, (measures[measure] ?? 0) / least)
}

function highest(rows: readonly PreparedRow[], of: GradingRow['of']): Grade | null {
  let best: PreparedRow | null = null
  for (const one of rows) if (one.row.of === of && one.severity > (best?.severity ?? 0)) best = one
  return best?.row.grade ?? null
}
