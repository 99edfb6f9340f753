import { z } from 'zod'
import { Instant } from './instant.ts'
import { SourceKind } from './mention.ts'

export const CrawlerKind = z.enum(['portal', 'feed', 'forum', 'weibo', 'wechat', 'video', 'hotlist'])
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
  /** Longest silence that is normal, in hours; silence beyond it makes the source blind. */
  expectedWithinHours: z.number().positive().default(48),
  enabled: z.boolean().default(true),
  /** An account or a site of our own: what it publishes may be the release that is owed. */
  own: z.boolean().default(false),
  /** Loopback and private addresses are refused unless the source says so. */
  allowPrivate: z.boolean().default(false),
  paceMs: z.number().int().nonnegative().default(2000),
  settings: z.record(z.string(), z.unknown()).default({})
})
export type Source = z.infer<typeof Source>

export const HealthState = z.enum(['ok', 'quiet', 'failing', 'blind', 'never'])
export type HealthState = z.infer<typeof HealthState>

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
  mentionsTotal: z.number().int().nonnegative()
})
export type SourceHealth = z.infer<typeof SourceHealth>
