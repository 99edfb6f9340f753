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
  const rows = rowsFor(table, eventType)
  const fired: PreparedRow[] = []
  for (const row of rows) if (fires(row, measures)) fired.push(row)
  const eventGrade = highest(fired, 'event')
  const opinionGrade = highest(fired, 'opinion')
  // Rows become reasons only here: most rows of a table neither fire nor come near, and every mention is held against all.
  const explain = (row: PreparedRow): GradeReason => hold(row, measures, evidence)
  return {
    eventGrade,
    opinionGrade,
    reasons: fired.sort((a, b) => b.severity - a.severity).map(explain),
    wouldChange: nearestAbove(rows, measures, severityOf(eventGrade) + 1, severityOf(opinionGrade) + 1).map(explain)
  }
}

/** The highest grade of the opinion that rows marked 红线 give by these measures. */
export function redLineOf(table: GradingTable, measures: Measures, eventType: string | null): Grade | null {
  return highest(
    rowsFor(table, eventType).filter((row) => row.row.redLine && fires(row, measures)),
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

interface PreparedTable {
  /** By the kinds of happening that a row names, the rows that apply to them. */
  readonly byType: ReadonlyMap<string, readonly PreparedRow[]>
  /** Those that apply to any other kind, and where none is known. */
  readonly otherwise: readonly PreparedRow[]
}

/** A table never changes, and every mention is held against all of it. */
const prepared = new WeakMap<GradingTable, PreparedTable>()

function rowsFor(table: GradingTable, eventType: string | null): readonly PreparedRow[] {
  const { byType, otherwise } = preparedOf(table)
  return (eventType === null ? undefined : byType.get(eventType)) ?? otherwise
}

function preparedOf(table: GradingTable): PreparedTable {
  const before = prepared.get(table)
  if (before !== undefined) return before
  const rows = table.rows.map((row) => ({ row, severity: severityOf(row.grade), all: thresholdsOf(row.when), any: thresholdsOf(row.anyOf) }))
  const applying = (eventType: string | null): PreparedRow[] => rows.filter(({ row }) => appliesTo(row, eventType))
  const types = new Set(table.rows.flatMap((row) => [...row.eventTypes, ...row.exceptEventTypes]))
  const made = { byType: new Map([...types].map((type) => [type, applying(type)])), otherwise: applying(null) }
  prepared.set(table, made)
  return made
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
  const conditions: GradeReason['conditions'] = []
  const words: string[] = []
  const add = (threshold: Threshold, alternative: boolean): void => {
    const { measure, words: least } = threshold
    const condition = { measure, found: measures[measure] ?? null, threshold: least, held: holds(threshold, measures) }
    conditions.push(alternative ? { ...condition, alternative } : condition)
    const said = evidence[measure]
    if (said !== undefined) words.push(said)
  }
  for (const threshold of all) add(threshold, false)
  for (const threshold of any) add(threshold, any.length > 1)
  return { row: row.id, grade: row.grade, of: row.of, words: row.words, source: row.source, conditions, evidence: words }
}

/** The rows of these severities, which none that fired has, that have come farthest; equals keep the order of the table. */
function nearestAbove(rows: readonly PreparedRow[], measures: Measures, event: number, opinion: number): PreparedRow[] {
  const near: PreparedRow[] = []
  const ways: number[] = []
  for (const row of rows) {
    if (row.severity !== (row.row.of === 'event' ? event : opinion)) continue
    const way = progress(row, measures)
    let at = near.length
    while (at > 0 && (ways[at - 1] ?? 0) < way) at--
    if (at >= mostNearMisses) continue
    near.splice(at, 0, row)
    ways.splice(at, 0, way)
    if (near.length <= mostNearMisses) continue
    near.pop()
    ways.pop()
  }
  return near
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
