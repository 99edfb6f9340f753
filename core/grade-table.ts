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
  return { eventGrade, opinionGrade, reasons: strongestFirst(fired.map(explain)), wouldChange: above.slice(0, mostNearMisses).map(explain) }
}

function appliesTo(row: GradingRow, eventType: string | null): boolean {
  if (eventType !== null && row.exceptEventTypes.includes(eventType)) return false
  return row.eventTypes.length === 0 || (eventType !== null && row.eventTypes.includes(eventType))
}

function hold(row: GradingRow, measures: Measures, evidence: MeasureEvidence): GradeReason {
  const wanted = [...entries(row.when), ...entries(row.anyOf)]
  return {
    row: row.id,
    grade: row.grade,
    of: row.of,
    words: row.words,
    source: row.source,
    conditions: wanted.map(([measure, threshold]) => ({
      measure,
      found: measures[measure],
      threshold: `≥ ${threshold}`,
      held: (measures[measure] ?? Number.NEGATIVE_INFINITY) >= threshold
    })),
    evidence: wanted.flatMap(([measure]) => evidence[measure] ?? [])
  }
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
