import { z } from 'zod'
import { TimeOfDay, weekdays } from '../china-day.ts'

const shared = {
  /** When it is made, `08:30`; what it covers ends at the cut-off of that day. */
  at: TimeOfDay,
  /** Ids of contacts that it is sent to. */
  to: z.array(z.string()).default([]),
  channels: z.array(z.string()).min(1).default(['dashboard'])
}

export const ReportTime = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily'), ...shared }),
  z.strictObject({ kind: z.literal('weekly'), weekday: z.enum(weekdays).default('monday'), ...shared }),
  z.strictObject({ kind: z.literal('monthly'), dayOfMonth: z.number().int().min(1).max(28).default(1), ...shared })
])
export type ReportTime = z.infer<typeof ReportTime>

/** `reports:` of a configuration: who issues papers, what they cover, and when they are made and sent by themselves. */
export const ReportSettings = z.strictObject({
  /** 发文机关; the unit's name when left out. */
  issuer: z.string().min(1).max(60).nullable().default(null),
  cutOff: TimeOfDay.default('08:00'),
  schedule: z.array(ReportTime).default([])
})
export type ReportSettings = z.infer<typeof ReportSettings>
