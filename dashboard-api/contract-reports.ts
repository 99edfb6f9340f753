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
  reportFile: (id: string, format: string) => `/api/reports/${encodeURIComponent(id)}/${format}`,
  /** GET ReportDesk: its words, and whom it can go to. */
  desk: (id: string) => `/api/reports/${encodeURIComponent(id)}/desk`,
  /** GET the page that is printed, as HTML. */
  preview: (id: string) => `/api/reports/${encodeURIComponent(id)}/preview`,
  /** POST ReportEditRequest → ReportView, 201: a further edition of the one named; 409 where a newer one is there. */
  edit: (id: string) => `/api/reports/${encodeURIComponent(id)}/edit`,
  /** POST ReportSendRequest → ReportDesk. */
  send: (id: string) => `/api/reports/${encodeURIComponent(id)}/send`
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
  problems: z.array(z.string()),
  /** Whether its words are kept, so that it can be shown here. */
  shown: z.boolean(),
  /** Id of the paper that it is another edition of. */
  editedFrom: z.string().nullable()
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

export const ReportEditRequest = z.strictObject({
  /** Only the texts that are another. */
  edits: z
    .array(z.strictObject({ place: z.number().int().min(-1), text: z.string().max(5000) }))
    .min(1, '没有改动')
    .max(500)
})
export type ReportEditRequest = z.infer<typeof ReportEditRequest>

export const ReportSendRequest = z.strictObject({
  channel: z.string().min(1).max(100),
  /** Ids of contacts. */
  to: z.array(z.string().min(1).max(200)).min(1, '请选择收件人').max(200),
  note: z.string().trim().max(500).default('')
})
export type ReportSendRequest = z.input<typeof ReportSendRequest>

/** One paper at hand: its words, whom it can go to, and who got it when. */
export const ReportDesk = z.object({
  view: ReportView,
  may: z.boolean(),
  /** Why its words cannot be changed; null: they can. */
  locked: z.string().nullable(),
  /** The last edition after this one, over which alone words can be changed; null: this is it. */
  newer: z.object({ id: z.string(), number: z.string(), madeBy: z.string(), madeAt: Instant }).nullable(),
  texts: z.array(z.object({ place: z.number(), kind: z.enum(['title', 'heading', 'paragraph']), text: z.string() })),
  channels: z.array(
    z.object({
      id: z.string(),
      words: z.string(),
      contacts: z.array(z.object({ id: z.string(), name: z.string(), unreachable: z.string().nullable() }))
    })
  ),
  sent: z.array(
    z.object({
      recipient: z.string(),
      channel: z.string(),
      at: Instant,
      stateWords: z.string(),
      settledAt: Instant.nullable(),
      detail: z.string().nullable()
    })
  )
})
export type ReportDesk = z.infer<typeof ReportDesk>
