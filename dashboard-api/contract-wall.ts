/** The part of the contract about 大屏: figures of the whole desk, and nothing that names a person. */
import { z } from 'zod'
import { CountdownKind } from '../core/countdown.ts'
import { DistrictTile } from '../core/district-tile.ts'
import { Grade } from '../core/grade.ts'
import { Instant } from '../core/instant.ts'
import { HealthState } from '../core/source.ts'
import { StagedKind } from '../core/staged-countdown.ts'

export const wallPaths = {
  /** GET WallView. */
  wall: '/api/wall'
} as const

/** How many open incidents of each grade. */
const ByGrade = z.object({ I: z.number(), II: z.number(), III: z.number(), IV: z.number(), none: z.number() })

export const WallClock = z.object({
  incidentId: z.string(),
  title: z.string(),
  grade: Grade.nullable(),
  kind: z.union([CountdownKind, StagedKind]),
  words: z.string(),
  /** What is left is a share of the time from here on. */
  countsFrom: Instant,
  dueAt: Instant
})
export type WallClock = z.infer<typeof WallClock>

export const WallView = z.object({
  now: Instant,
  /** When the figures were counted: they are kept for a few seconds. */
  countedAt: Instant,
  jurisdiction: z.string(),
  drill: z.boolean(),
  open: z.number().int(),
  byGrade: ByGrade,
  unsigned: z.number().int(),
  overdue: z.number().int(),
  /** Nearest deadlines first, overdue ones among them. */
  clocks: z.array(WallClock),
  /** Empty: nobody sketched the city, and no place names are known. */
  districts: z.array(DistrictTile.extend({ incidents: z.number().int(), gravest: Grade.nullable() })),
  /** Open incidents of no district that is shown. */
  elsewhere: z.number().int(),
  /** Words of rules that relevant mentions of 24 hours were found by, and in how many of them. */
  words: z.array(z.object({ text: z.string(), mentions: z.number().int() })),
  /** 24 hours, the last one still runs. */
  trend: z.array(z.object({ at: Instant, mentions: z.number().int() })),
  day: z.object({ total: z.number().int(), relevant: z.number().int(), negative: z.number().int() }),
  sources: z.record(HealthState, z.number()),
  /** Those that cannot be seen now. */
  blind: z.array(z.string()),
  ticker: z.array(z.object({ at: Instant, words: z.string(), title: z.string(), grade: Grade.nullable() }))
})
export type WallView = z.infer<typeof WallView>
