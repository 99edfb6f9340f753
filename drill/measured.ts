import type { MeasuresView } from '../dashboard-api/contract-supervision.ts'
import type { Expectation } from './expectations.ts'

/** A row that one of the four measures must hold: of the incident with this key, for this reason. */
export interface MeasureTruth {
  readonly measure: 'missed' | 'lateReports' | 'late' | 'overruled' | 'concealed'
  readonly incident: string
  readonly reason: string
}

const measureWords = {
  missed: '漏报',
  lateReports: '迟报',
  late: '逾期',
  overruled: '误报',
  concealed: '疑似瞒报'
} as const satisfies Record<MeasureTruth['measure'], string>

/**
 * Holds 漏报、迟报、误报、瞒报 as the API gives them against the truth. Every figure must open its rows.
 * @param idOf id of the incident that stands for a key; null where none does
 */
export function judgeMeasures(
  { total, rows }: MeasuresView,
  truths: readonly MeasureTruth[],
  idOf: (incident: string) => string | null
): Expectation[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const idsOf = {
    ...total,
    missed: total.missed.partRows,
    lateReports: total.lateReports.partRows,
    late: total.late.partRows,
    overruled: total.overruled.partRows
  }
  return truths.map(({ measure, incident, reason }) => {
    const opened = idsOf[measure].map((id) => byId.get(id))
    const row = opened.find((one) => one !== undefined && one.incidentId === idOf(incident) && one.reason === reason)
    return {
      name: `四项指标：${measureWords[measure]}有 ${incident} 一行（${reason}）`,
      held: row !== undefined && opened.every((one) => one !== undefined),
      detail: row?.words ?? `${opened.length} 行：${opened.map((one) => one?.words ?? '打不开').join('；')}`
    }
  })
}
