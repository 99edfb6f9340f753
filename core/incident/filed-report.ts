import { z } from 'zod'
import { Instant } from '../instant.ts'

export const ReportKind = z.enum(['initial', 'follow-up', 'final'])
export type ReportKind = z.infer<typeof ReportKind>

export const reportKindWords = { initial: '初报', 'follow-up': '续报', final: '终报' } as const satisfies Record<ReportKind, string>

/** A report that went up, with what it said. `number` counts the follow-up ones; 1 for the first and the final one. */
export const FiledReport = z.object({
  id: z.string(),
  kind: ReportKind,
  number: z.number().int().positive(),
  sentAt: Instant,
  to: z.string(),
  documentNo: z.string().nullable(),
  /** Evidence key of the kept copy. */
  evidence: z.string().nullable(),
  text: z.string(),
  receipt: z.string()
})
export type FiledReport = z.infer<typeof FiledReport>

/** `续报（第2次）`. */
export function reportName({ kind, number }: Pick<FiledReport, 'kind' | 'number'>): string {
  return kind === 'follow-up' ? `续报（第${number}次）` : reportKindWords[kind]
}
