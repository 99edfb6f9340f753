/** The part of the contract about papers: figures of a range, what was made, and asking for one. */
import { z } from 'zod'
import { Day } from '../core/china-day.ts'
import { Instant } from '../core/instant.ts'
import { Moment } from '../core/moment.ts'
import { ReportFormat } from '../core/reports/report-book.ts'
import { ReportKind } from '../core/reports/report-kind.ts'
import { SupervisionMeeting } from '../core/reports/supervision-matter.ts'

export const reportPaths = {
  /** GET ReportFigures of core/reports/report-figures.ts (query: FiguresQuery): what every report's figures are. */
  figures: '/api/figures',
  /** GET ReportList · POST ReportMakeRequest → ReportView, 201. */
  reports: '/api/reports',
  /** GET the file, as a download. */
  reportFile: (id: string, format: string) => `/api/reports/${encodeURIComponent(id)}/${format}`
} as const

export const FiguresQuery = z.strictObject({ from: Moment, to: Moment }).refine(({ from, to }) => from < to, { message: 'from 应早于 to' })

export const ReportMakeRequest = z.strictObject({
  kind: ReportKind,
  /** Of 日报, 周报, 月报; today when not given. */
  day: Day.optional(),
  /** Of all but 日报, 周报, 月报. */
  incidentId: z.string().min(1).max(200).optional(),
  /** Of 督办单, 通报, 约谈通知: the document in the incident's ledger, by its id there or its 文号. All else is read from it. */
  entry: z.string().min(1).max(100).optional(),
  /** Of 约谈通知. */
  meeting: SupervisionMeeting.optional(),
  /** What accuses a unit is not typed. */
  matter: z
    .never({ error: '督办单、通报、约谈通知只能由督办台账中已签发的文书生成，不能自行填写；请指明事件（incidentId）和文书编号（entry）' })
    .optional()
})
export type ReportMakeRequest = z.input<typeof ReportMakeRequest>

export const ReportView = z.object({
  id: z.string(),
  kind: ReportKind,
  kindWords: z.string(),
  title: z.string(),
  number: z.string(),
  incidentId: z.string().nullable(),
  madeAt: Instant,
  madeBy: z.string(),
  drill: z.boolean(),
  sources: z.number().int().nonnegative(),
  files: z.array(z.object({ format: ReportFormat, name: z.string(), sha256: z.string(), bytes: z.number().int() })),
  problems: z.array(z.string())
})
export type ReportView = z.infer<typeof ReportView>

export const ReportList = z.object({
  now: Instant,
  kinds: z.array(z.object({ kind: ReportKind, words: z.string(), scope: z.enum(['period', 'incident', 'supervision']), may: z.boolean() })),
  /** Made and sent by themselves. */
  schedule: z.array(z.object({ kindWords: z.string(), nextAt: Instant, to: z.array(z.string()) })),
  rows: z.array(ReportView)
})
export type ReportList = z.infer<typeof ReportList>
