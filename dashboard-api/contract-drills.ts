/** 演练: scenarios to choose from, the drill that runs, and what came of those before. */
import { z } from 'zod'
import { DrillMode, DrillResult, DrillSeat } from '../core/drill-run.ts'
import { Instant } from '../core/instant.ts'

const part = encodeURIComponent

export const drillPaths = {
  /** GET DrillsView · POST DrillOrder → DrillsView, 201. */
  drills: '/api/drills',
  /** GET DrillDetail. */
  drill: (id: string) => `/api/drills/${part(id)}`,
  /** POST → DrillsView. */
  stop: (id: string) => `/api/drills/${part(id)}/stop`,
  /** POST DrillEnterRequest → DrillEntryView. */
  enter: (id: string) => `/api/drills/${part(id)}/enter`
} as const

export const DrillRow = z.object({
  id: z.string(),
  scenarioWords: z.string(),
  mode: DrillMode,
  modeWords: z.string(),
  /** Null: what the play needed. */
  speed: z.number().nullable(),
  startedAt: Instant,
  startedBy: z.string(),
  state: z.enum(['running', 'ended', 'stopped', 'failed', 'lost']),
  stateWords: z.string(),
  endedAt: Instant.nullable(),
  /** Why there is no result; empty where there is one, or will be. */
  failure: z.string(),
  /** Of how many incidents somebody signed; how many expectations were held. Null: not known. */
  signed: z.object({ of: z.number(), count: z.number() }).nullable(),
  held: z.object({ of: z.number(), count: z.number() }).nullable()
})
export type DrillRow = z.infer<typeof DrillRow>

export const DrillDetail = z.object({ row: DrillRow, result: DrillResult.nullable() })
export type DrillDetail = z.infer<typeof DrillDetail>

export const RunningDrillView = z.object({
  row: DrillRow,
  /** Whether its desk is up; false while it starts. */
  up: z.boolean(),
  speed: z.number().nullable(),
  from: Instant.nullable(),
  endsAt: Instant.nullable(),
  /** Civil time of the drill when it was last told. */
  now: Instant.nullable(),
  mentions: z.number(),
  incidents: z.number(),
  unsigned: z.number(),
  /** Seats that the caller may take. */
  seats: z.array(DrillSeat)
})
export type RunningDrillView = z.infer<typeof RunningDrillView>

export const DrillsView = z.object({
  now: Instant,
  /** Why none can be started from here; null: it can. */
  unavailable: z.string().nullable(),
  mayRun: z.boolean(),
  scenarios: z.array(z.object({ name: z.string(), words: z.string(), about: z.string() })),
  fastest: z.number(),
  running: RunningDrillView.nullable(),
  past: z.array(DrillRow)
})
export type DrillsView = z.infer<typeof DrillsView>

export const DrillEnterRequest = z.strictObject({ seat: z.string().min(1).max(100) })
export type DrillEnterRequest = z.infer<typeof DrillEnterRequest>

/** The drill's desk listens on another port of the same machine. */
export const DrillEntryView = z.object({ port: z.number(), path: z.string() })
export type DrillEntryView = z.infer<typeof DrillEntryView>
