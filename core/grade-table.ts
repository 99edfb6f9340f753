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
  const rows = table.rows.filter((row) => appliesTo(row, eventType))
  const fired = rows.filter((row) => fires(row, measures))
  const eventGrade = highest(fired, 'event')
  const opinionGrade = highest(fired, 'opinion')
  const above = rows.filter((row) => !fired.includes(row) && severityOf(row.grade) === severityOf(row.of === 'event' ? eventGrade : opinionGrade) + 1)
  // Rows become reasons only here: most rows of a table neither fire nor come near, and every mention is held against all.
  const explain = (row: GradingRow): GradeReason => hold(row, measures, evidence)
  return {
    eventGrade,
    opinionGrade,
    reasons: strongestFirst(fired.map(explain)),
    wouldChange: nearestFirst(above, measures).slice(0, mostNearMisses).map(explain)
  }
}

/** The highest grade of the opinion that rows marked 红线 give by these measures. */
export function redLineOf(table: GradingTable, measures: Measures, eventType: string | null): Grade | null {
  return highest(
    table.rows.filter((row) => row.redLine && appliesTo(row, eventType) && fires(row, measures)),
    'opinion'
  )
}

function appliesTo(row: GradingRow, eventType: string | null): boolean {
  if (eventType !== null && row.exceptEventTypes.includes(eventType)) return false
  return row.eventTypes.length === 0 || (eventType !== null && row.eventTypes.includes(eventType))
}

function hold(row: GradingRow, measures: Measures, evidence: MeasureEvidence): GradeReason {
  const [all, any] = [entries(row.when), entries(row.anyOf)]
  const condition = ([measure, threshold]: readonly [Measure, number]): GradeReason['conditions'][number] => ({
    measure,
    found: measures[measure],
    threshold: `≥ ${threshold}`,
    held: (measures[measure] ?? Number.NEGATIVE_INFINITY) >= threshold
  })
  return {
    row: row.id,
    grade: row.grade,
    of: row.of,
    words: row.words,
    source: row.source,
    conditions: [...all.map(condition), ...any.map((one) => (any.length === 1 ? condition(one) : { ...condition(one), alternative: true }))],
    evidence: [...all, ...any].flatMap(([measure]) => evidence[measure] ?? [])
  }
}

/** How much of its way a row has come, 0 to 1: the least of what must hold, and the most of what may. */
function progress(row: GradingRow, measures: Measures): number {
  const shares = (part: Partial<Record<Measure, number>>): number[] =>
    entries(part).map(([measure, threshold]) => (threshold <= 0 ? 0 : Math.min(1, (measures[measure] ?? 0) / threshold)))
  const any = shares(row.anyOf)
  return Math.min(...shares(row.when), ...(any.length === 0 ? [] : [Math.max(...any)]))
}

/** Equals keep the order of the table. */
function nearestFirst(rows: readonly GradingRow[], measures: Measures): GradingRow[] {
  const near = new Map(rows.map((row) => [row, progress(row, measures)]))
  return [...rows].sort((a, b) => (near.get(b) ?? 0) - (near.get(a) ?? 0))
}

function fires(row: GradingRow, measures: Measures): boolean {
  const holds = ([measure, threshold]: readonly [Measure, number]): boolean => (measures[measure] ?? Number.NEGATIVE_INFINITY) >= threshold
  const all = entries(row.when)
  const any = entries(row.anyOf)
  return all.every(holds) && (any.length === 0 ? all.length > 0 : any.some(holds))
}

/** A table's parts never change, and every mention is held against all of them. */
const known = new WeakMap<object, readonly [Measure, number][]>()

function entries(part: Partial<Record<Measure, number>>): readonly [Measure, number][] {
  const before = known.get(part)
  if (before !== undefined) return before
  const found = Measure.options.flatMap((measure): [Measure, number][] => {
    const threshold = part[measure]
    return threshold === undefined ? [] : [[measure, threshold]]
  })
  known.set(part, found)
  return found
}

function highest(rows: readonly GradingRow[], of: GradingRow['of']): Grade | null {
  return rows.filter((row) => row.of === of).reduce<Grade | null>((best, { grade }) => (severityOf(grade) > severityOf(best) ? grade : best), null)
}

function strongestFirst(reasons: readonly GradeReason[]): GradeReason[] {
  return [...reasons].sort((a, b) => severityOf(b.grade) - severityOf(a.grade))
}
