import { z } from 'zod'

/** 一键签收链接. Absent: notices carry no such link. */
export const SignLinkSettings = z.strictObject({
  keyFile: z.string().min(1).optional(),
  keyEnv: z.string().min(1).optional(),
  /** How long a link works after its notice was asked for. */
  validHours: z.number().positive().max(168).default(24)
})
export type SignLinkSettings = z.infer<typeof SignLinkSettings>
