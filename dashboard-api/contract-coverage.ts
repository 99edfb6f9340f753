/** The part of the contract about which kinds of platform are watched. */
import { z } from 'zod'
import { Instant } from '../core/instant.ts'
import { SourceKind } from '../core/mention.ts'
import { HealthState } from '../core/source.ts'

export const coveragePaths = {
  /** GET PlatformCoverage. */
  coverage: '/api/coverage'
} as const

const CoveredSource = z.object({
  id: z.string(),
  name: z.string(),
  state: HealthState,
  stateWords: z.string(),
  lastNewAt: Instant.nullable(),
  /** The class of what is wrong, such as 被对方拦下; null where nothing is, or it has none. */
  faultWords: z.string().nullable(),
  /** What is wrong; null where nothing is. */
  reason: z.string().nullable()
})

export const CoveredKind = z.object({
  kind: SourceKind,
  words: z.string(),
  /** Which part of the notice asks for it; null: none does. */
  asked: z.string().nullable(),
  state: z.enum(['none', 'blind', 'unproven', 'partly', 'seen']),
  stateWords: z.string(),
  /** Sources that are on, and those of them that are seen through. */
  on: z.number().int(),
  seen: z.number().int(),
  lastNewAt: Instant.nullable(),
  /** The worst first. */
  sources: z.array(CoveredSource)
})
export type CoveredKind = z.infer<typeof CoveredKind>

/** The notice's own list of platforms, in its order, with what is seen of each. */
export const PlatformCoverage = z.object({
  now: Instant,
  /** Kinds that the notice asks for and nobody sees. */
  holes: z.array(z.string()),
  kinds: z.array(CoveredKind)
})
export type PlatformCoverage = z.infer<typeof PlatformCoverage>
