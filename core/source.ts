import { z } from 'zod'
import { TimeOfDay } from './china-day.ts'
import { FetchFaultClass } from './fetch-fault-class.ts'
import { Instant } from './instant.ts'
import { SourceKind } from './mention.ts'
import { Rhythm } from './rhythm.ts'

export const CrawlerKind = z.enum(['portal', 'feed', 'forum', 'tieba', 'blog', 'weibo', 'wechat', 'video', 'hotlist', 'ingest'])
export type CrawlerKind = z.infer<typeof CrawlerKind>

/** 采集源: one place that is watched. `settings` belong to its crawler, which has their schema. */
export const Source = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  kind: SourceKind,
  crawler: CrawlerKind,
  url: z.url(),
  /** central, provincial, city, commercial, self: weighs media involvement. */
  mediaTier: z.enum(['central', 'provincial', 'city', 'commercial', 'self', 'official']).default('commercial'),
  /** Division code of the place it reports on, for 本市 and 我区. */
  region: z.string().nullable().default(null),
  intervalMinutes: z.number().positive(),
  /** Bounds of the adaptive pace: a source that brings news is visited more often, one that brings none less. Half the interval and the interval where not set. */
  fastestMinutes: z.number().positive().optional(),
  slowestMinutes: z.number().positive().optional(),
  /** Not visited between these times of the day in China; one may cross midnight. Silence in them counts for nothing. */
  quietHours: z.array(z.strictObject({ from: TimeOfDay, to: TimeOfDay })).default([]),
  /** Longest silence that is normal, in hours; silence beyond it makes the source blind. Without it the rhythm is learnt, and 48 until it is. */
  expectedWithinHours: z.number().positive().nullable().default(null),
  enabled: z.boolean().default(true),
  /** An account or a site of our own: what it publishes may be the release that is owed. */
  own: z.boolean().default(false),
  /** Loopback and private addresses are refused, unless the source says so: then those of its own configured addresses are open, and no others. */
  allowPrivate: z.boolean().default(false),
  /** With `allowPrivate`: further `host` or `host:port` where its pages may stand, as a list on one private host whose articles are on another. */
  privateHosts: z.array(z.string().regex(/^[^\s/@]+$/, '只写主机或“主机:端口”')).optional(),
  paceMs: z.number().int().nonnegative().default(2000),
  settings: z.record(z.string(), z.unknown()).default({})
})
export type Source = z.infer<typeof Source>

/** off: switched off in the file; paused: a person paused it on the screen; never: not visited yet; degraded: it could not be read, or brings much less than it used to. */
export const HealthState = z.enum(['ok', 'quiet', 'degraded', 'blind', 'never', 'paused', 'off'])
export type HealthState = z.infer<typeof HealthState>

/** How much of what was there was taken: of one visit. */
export const Coverage = z.object({
  /** New items that the lists showed, or that waited. */
  asked: z.number().int().nonnegative(),
  got: z.number().int().nonnegative(),
  /** Why not everything was taken although it could have been; null: nothing was left out. */
  capped: z.string().nullable()
})
export type Coverage = z.infer<typeof Coverage>

/** What is known of a source's life. Silence is never read as calm: `quiet` is within its rhythm, `blind` is not. */
export const SourceHealth = z.object({
  sourceId: z.string(),
  state: HealthState,
  lastTriedAt: Instant.nullable(),
  lastOkAt: Instant.nullable(),
  lastNewAt: Instant.nullable(),
  consecutiveFailures: z.number().int().nonnegative(),
  /** Newest error: what, where, why. */
  lastError: z.string().nullable(),
  lastErrorCode: z.string().nullable(),
  /** Of the newest run. */
  fetched: z.number().int().nonnegative(),
  parsed: z.number().int().nonnegative(),
  /** Since the store began. */
  mentionsTotal: z.number().int().nonnegative(),
  /* What follows is absent from rows that were written before 2026-11-29. */
  /** Of the newest error; null where it has no class. */
  faultClass: FetchFaultClass.nullable().optional(),
  /** First failure of those in a row. */
  failedSince: Instant.nullable().optional(),
  /** Real milliseconds of the newest try. */
  triedElapsedMs: z.number().optional(),
  /** The source asked to be left alone until then, in real milliseconds. */
  leftAloneUntilElapsedMs: z.number().nullable().optional(),
  /** The adaptive pace. */
  paceMinutes: z.number().positive().optional(),
  /** Items usually read in a visit that read anything, and the share of visits that read none. */
  usualYield: z.object({ visits: z.number().int(), parsed: z.number(), emptyShare: z.number() }).optional(),
  coverage: Coverage.optional(),
  rhythm: Rhythm.optional(),
  /** Under which lease the row was written: a holder that lost it must not write any more. */
  lease: z.object({ name: z.string(), fence: z.number().int() }).optional()
})
export type SourceHealth = z.infer<typeof SourceHealth>
