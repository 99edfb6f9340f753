import type { FastifyInstance } from 'fastify'
import { measuresOf, type DepartmentMeasures } from '../../core/measures/measures.ts'
import type { MeasureRow, Rate } from '../../core/measures/measure-row.ts'
import type { AppContext } from '../context.ts'
import { MeasuresQuery, type DepartmentMeasuresView, type MeasureRowView, type MeasuresView, type RateView } from '../contract-supervision.ts'
import { readRequest } from '../read-request.ts'

/** 按时率、漏报、迟报、误报、瞒报 by department and month, each figure with the rows that it counts. */
export function measureRoutes(app: FastifyInstance, { clock, measured }: AppContext): void {
  app.get('/api/measures', { config: { access: 'supervision.read' } }, async (request): Promise<MeasuresView> => {
    const now = clock.now()
    const { month = null, department = null } = readRequest(MeasuresQuery, request.query)
    const { departments, total, unseen, rows } = measuresOf(await measured.read(), { month, departmentId: department }, now)
    return {
      now,
      month,
      departments: departments.map(viewOf),
      total: viewOf(total),
      unseen,
      rows: rows.map(rowView)
    }
  })
}

/** What the contract tells of it, and no more. */
function rowView({ id, kind, month, department, incidentId, title, drill, reason, words, at, delayMs, seqs }: MeasureRow): MeasureRowView {
  return { id, kind, month, department, incidentId, title, drill, reason, words, at, delayMs, seqs: [...seqs] }
}

function viewOf({ department, onTime, missed, lateReports, late, overruled, concealed }: DepartmentMeasures): DepartmentMeasuresView {
  return {
    department,
    onTime: rateView(onTime),
    missed: rateView(missed),
    lateReports: rateView(lateReports),
    late: rateView(late),
    overruled: rateView(overruled),
    concealed: [...concealed]
  }
}

function rateView({ rate, part, of, partRows, ofRows }: Rate): RateView {
  return { rate, part, of, partRows: [...partRows], ofRows: [...ofRows] }
}
