import { z } from 'zod'

/** 复访: how often posts of open incidents are looked at again, and how much of that a host and this machine bear. */
export const RevisitSettings = z.strictObject({
  /** While a post grows. */
  fastMinutes: z.number().positive().max(1440).default(5),
  /** The longest pause, of what has long been still. */
  slowHours: z.number().positive().max(720).default(24),
  /** Real hours: a drill asks no more of a host. */
  mostPerHostAnHour: z.number().int().positive().default(120),
  mostAnHour: z.number().int().positive().default(1200),
  /** Of each incident those with the most interactions, and the newest. */
  mentionsAnIncident: z.number().int().positive().max(1000).default(100),
  /** The most urgent of the open ones. */
  incidents: z.number().int().positive().max(1000).default(200)
})
export type RevisitSettings = z.infer<typeof RevisitSettings>
