/** The part of the contract about 交接班. */
import { z } from 'zod'
import { HandedIncident } from '../core/handover.ts'
import { Instant } from '../core/instant.ts'

const part = encodeURIComponent

export const handoverPaths = {
  /** GET HandoverList · POST HandoverRequest → HandoverList, 201. */
  handovers: '/api/handovers',
  /** POST TakeHandoverRequest → HandoverList. */
  take: (id: string) => `/api/handovers/${part(id)}/take`
} as const

/** A note is needed where something is unsigned or overdue. */
export const HandoverRequest = z.strictObject({ note: z.string().max(4000, '交接说明最多 4000 字').default('') })
export type HandoverRequest = z.input<typeof HandoverRequest>

/** `incidents`: those that were signed by who leaves are taken over too, each on its own timeline. */
export const TakeHandoverRequest = z.strictObject({ incidents: z.boolean().default(true) })
export type TakeHandoverRequest = z.input<typeof TakeHandoverRequest>

export const HandoverView = z.object({
  id: z.string(),
  at: Instant,
  by: z.string(),
  /** It is mine: somebody else takes it. */
  mine: z.boolean(),
  note: z.string(),
  incidents: z.array(HandedIncident)
})
export type HandoverView = z.infer<typeof HandoverView>

export const HandoverList = z.object({
  now: Instant,
  /** Nobody took these yet, oldest first. */
  waiting: z.array(HandoverView),
  last: z.object({ handover: HandoverView, takenBy: z.string(), takenAt: Instant }).nullable(),
  /** What I would hand over now. */
  unsigned: z.number().int(),
  overdue: z.number().int(),
  open: z.number().int()
})
export type HandoverList = z.infer<typeof HandoverList>
