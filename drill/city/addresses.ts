import { z } from 'zod'

/** Where the running city answers: one origin a site, the mail sink's port, and the control address. */
export const CityAddresses = z.object({
  pid: z.number().int().positive(),
  /** Tells this city from another one that got the same port later. */
  token: z.string().min(1),
  news: z.url(),
  metro: z.url(),
  forum: z.url(),
  weibo: z.url(),
  board: z.url(),
  tieba: z.url(),
  wechat: z.url(),
  hotList: z.url(),
  outlet: z.url(),
  webhook: z.url(),
  smtpPort: z.number().int(),
  control: z.url()
})
export type CityAddresses = z.infer<typeof CityAddresses>

/** What its sinks have taken in so far. `invalidSignatures` are webhook calls whose HMAC did not fit. */
export const Recorded = z.object({ mails: z.number().int(), hooks: z.number().int(), invalidSignatures: z.number().int() })
export type Recorded = z.infer<typeof Recorded>

/** One thing that arrived at a sink, as its JSONL line. */
export const Arrival = z.object({
  kind: z.enum(['mail', 'hook']),
  arrivedMs: z.number(),
  noticeId: z.string().nullable(),
  possibleDuplicate: z.boolean(),
  to: z.string().nullable(),
  subject: z.string(),
  body: z.string(),
  signatureValid: z.boolean().nullable()
})
export type Arrival = z.infer<typeof Arrival>

export const addressesFile = 'city.json'
export const arrivalsFile = 'arrivals.jsonl'
export const releasesFile = 'outlet.jsonl'
