import type { Instant } from '../instant.ts'
import { captureRecapture, type CaptureRecapture } from './capture-recapture.ts'
import { concealedRows, type ConcealedRow } from './concealed-rows.ts'
import { deadlineRows, type DeadlineRow } from './deadline-rows.ts'
import type { JudgedRow } from './false-rows.ts'
import { rateOf, type MeasureRow, type Rate } from './measure-row.ts'
import type { MeasuredIncident } from './measured-incident.ts'
import { monthOf, type Month } from './month.ts'
import type { OpenedRow } from './opened-rows.ts'
import { waysOfFinding } from './ways-of-finding.ts'

/** What is wanted; left out: of all months, of all departments. */
export interface MeasureScope {
  readonly month: Month | null
  /** `none`: what is no department's alone. */
  readonly departmentId: string | null
}

/** What of a department: 按时率 and its clocks, 漏报, 迟报, 误报, 瞒报. */
export interface DepartmentMeasures {
  readonly department: { readonly id: string; readonly name: string } | null
  /** Done in time, of all that had to be done: withdrawn, waived in time and still running ones are not counted. */
  readonly onTime: Rate
  /** 漏报 of matters that people or the machine opened. */
  readonly missed: Rate
  /** 迟报: late with a report up, of all that had to be reported up. */
  readonly lateReports: Rate
  /** Every stage that was late, of all that fell due: reports, replies, releases, conferences. */
  readonly late: Rate
  /** 误报: overruled by people, of all that people judged. */
  readonly overruled: Rate
  /** 瞒报: signs, each to be looked into; no rate, since nobody knows of how many. */
  readonly concealed: readonly string[]
}

export interface Measures {
  readonly departments: readonly DepartmentMeasures[]
  /** All departments together. */
  readonly total: DepartmentMeasures
  /** 漏报 that nobody found: of the whole scope, since a department has too few. Null where a department is asked for. */
  readonly unseen: CaptureRecapture | null
  /** What every figure counts, by id. */
  readonly rows: readonly MeasureRow[]
}

interface Counted {
  readonly opened: readonly OpenedRow[]
  readonly deadlines: readonly DeadlineRow[]
  readonly judged: readonly JudgedRow[]
  readonly concealed: readonly ConcealedRow[]
}

/**
 * 漏报、迟报、误报、瞒报 and 按时率 over incidents; `incidents` are all there are. What was merged counts with its target, and what
 * was withdrawn counts nowhere. Every figure is a count of rows that are given with it.
 */
export function measuresOf(incidents: readonly MeasuredIncident[], scope: MeasureScope, now: Instant): Measures {
  const own = incidents.filter(({ state }) => state.status !== 'merged')
  const within = <Row extends MeasureRow>(rows: readonly Row[]): Row[] => rows.filter((row) => isWithin(row, scope))
  const counted: Counted = {
    opened: within(own.flatMap(({ opened }) => opened)),
    deadlines: within(own.flatMap((incident) => deadlineRows(incident, now))),
    judged: within(own.flatMap(({ judged }) => judged)),
    concealed: within(own.flatMap((incident) => concealedRows(incident, now)))
  }
  const rows: MeasureRow[] = Object.values(counted).flatMap((some: readonly MeasureRow[]) => some)
  const departments = [...new Map(rows.map(({ department }) => [department?.id ?? null, department])).values()]
  return {
    departments: departments.map((department) => measuresFor(department, ofDepartment(counted, department?.id ?? null))).sort(byName),
    total: measuresFor(null, counted),
    unseen: scope.departmentId === null ? unseenIn(incidents, scope.month) : null,
    rows
  }
}

function isWithin({ month, department }: MeasureRow, scope: MeasureScope): boolean {
  if (scope.month !== null && month !== scope.month) return false
  return scope.departmentId === null || (department?.id ?? 'none') === scope.departmentId
}

function ofDepartment(counted: Counted, id: string | null): Counted {
  const own = <Row extends MeasureRow>(rows: readonly Row[]): Row[] => rows.filter(({ department }) => (department?.id ?? null) === id)
  return {
    opened: own(counted.opened),
    deadlines: own(counted.deadlines),
    judged: own(counted.judged),
    concealed: own(counted.concealed)
  }
}

function measuresFor(department: DepartmentMeasures['department'], { opened, deadlines, judged, concealed }: Counted): DepartmentMeasures {
  const owed = deadlines.filter(({ reason }) => reason === 'met' || reason === 'late' || reason === 'overdue')
  const late = owed.filter(({ reason }) => reason !== 'met')
  const isReport = ({ countdown }: DeadlineRow): boolean => countdown === 'report-up'
  return {
    department,
    onTime: rateOf(
      owed.filter(({ reason }) => reason === 'met'),
      owed
    ),
    missed: rateOf(
      opened.filter(({ reason }) => reason !== 'machine'),
      opened
    ),
    lateReports: rateOf(late.filter(isReport), owed.filter(isReport)),
    late: rateOf(late, owed),
    overruled: rateOf(
      judged.filter(({ reason }) => reason !== 'upheld'),
      judged
    ),
    concealed: concealed.map(({ id }) => id)
  }
}

function byName(a: DepartmentMeasures, b: DepartmentMeasures): number {
  return (a.department?.name ?? '\uffff').localeCompare(b.department?.name ?? '\uffff', 'zh-CN')
}

function unseenIn(incidents: readonly MeasuredIncident[], month: Month | null): CaptureRecapture {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  const found = incidents
    .filter(({ state }) => month === null || monthOf(state.openedAt) === month)
    .flatMap((incident) => waysOfFinding(incident, byId) ?? [])
  return captureRecapture(
    found.filter(({ byMachine }) => byMachine).length,
    found.filter(({ byPeople }) => byPeople).length,
    found.filter(({ byMachine, byPeople }) => byMachine && byPeople).length
  )
}
