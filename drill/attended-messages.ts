import { z } from 'zod'
import { DrillResult, DrillSeat } from '../core/drill-run.ts'
import { Instant } from '../core/instant.ts'

/** What a drill that the desk started tells the desk. */
export const FromDrill = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('up'),
    port: z.number(),
    speed: z.number(),
    from: Instant,
    endsAt: Instant,
    seats: z.array(DrillSeat)
  }),
  z.object({ type: z.literal('stands'), now: Instant, mentions: z.number(), incidents: z.number(), unsigned: z.number() }),
  z.object({ type: z.literal('entry'), ask: z.number(), path: z.string().nullable() }),
  z.object({ type: z.literal('ended'), result: DrillResult }),
  z.object({ type: z.literal('failed'), reason: z.string() })
])
export type FromDrill = z.infer<typeof FromDrill>

/** What the desk asks of it. */
export const ToDrill = z.discriminatedUnion('type', [
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('enter'), ask: z.number(), seat: z.string(), person: z.object({ id: z.string(), name: z.string() }) })
])
export type ToDrill = z.infer<typeof ToDrill>
