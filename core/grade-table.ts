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
  const rows = table.rows.filter((row) => appliesTo(row, eventType)).map((row) => ({ row, reason: hold(row, measures, evidence) }))
  const fired = rows.filter(({ row, reason }) => isFired(row, reason)).map(({ reason }) => reason)
  const eventGrade = highest(fired, 'event')
  const opinionGrade = highest(fired, 'opinion')
  const above = rows
    .filter(({ row, reason }) => !isFired(row, reason) && severityOf(row.grade) === severityOf(row.of === 'event' ? eventGrade : opinionGrade) + 1)
    .map(({ reason }) => reason)
  return { eventGrade, opinionGrade, reasons: strongestFirst(fired), wouldChange: above.slice(0, mostNearMisses) }
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

function isFired(row: GradingRow, reason: GradeReason): boolean {
  const all = entries(row.when).length
  const any = reason.conditions.slice(all)
  return (
    reason.conditions.slice(0, all).every((condition) => condition.held) && (any.length === 0 ? all > 0 : any.some((condition) => condition.held))
  )
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

function highest(reasons: readonly GradeReason[], of: GradeReason['of']): Grade | null {
  return reasons
    .filter((reason) => reason.of === of)
    .reduce<Grade | null>((best, { grade }) => (severityOf(grade) > severityOf(best) ? grade : best), null)
}

function strongestFirst(reasons: readonly GradeReason[]): GradeReason[] {
  return [...reasons].sort((a, b) => severityOf(b.grade) - severityOf(a.grade))
}
