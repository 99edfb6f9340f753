/** The part of the contract about how an incident went from source to source. */
import { z } from 'zod'
import { SpreadPath } from '../core/heat/spread-path.ts'
import { Instant } from '../core/instant.ts'

export const spreadPaths = {
  /** GET IncidentSpread. */
  spread: (id: string) => `/api/incidents/${encodeURIComponent(id)}/spread`
} as const

export const IncidentSpread = z.object({
  now: Instant,
  path: SpreadPath,
  /** More mentions than were read. */
  cut: z.boolean()
})
export type IncidentSpread = z.infer<typeof IncidentSpread>
