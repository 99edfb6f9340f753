import { z } from 'zod'
import { addMs, hourMs, Instant, minuteMs, msBetween } from '../../core/instant.ts'
import { interactions, type Engagement } from '../../core/mention.ts'
import type { RevisitSettings } from '../../core/revisit-settings.ts'

/** What is remembered of one mention between looks. */
export const RevisitState = z.object({
  /** Civil moment of the last look, ours or that of the crawler that watches its source. */
  at: Instant,
  /** Pause that followed from it. */
  intervalMs: z.number().positive(),
  /** Interactions then; null: unknown, which is not 0. */
  count: z.number().nullable(),
  /** Looks in a row that found nothing at its address, and that failed. */
  missing: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative()
})
export type RevisitState = z.infer<typeof RevisitState>

/** What a look brought. */
export type Looked =
  | { readonly kind: 'seen'; readonly engagement: Engagement; readonly newText: boolean }
  | { readonly kind: 'missing' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed' }

type Rhythm = Pick<RevisitSettings, 'fastMinutes' | 'slowHours'>

/** Growth between two looks that is worth the second: a tenth, or ten interactions of a small post. */
const worthwhile = { share: 0.1, least: 10 } as const

/** Of a mention that was never looked at again: soon, since most growth comes first. */
export function firstLook(observedAt: Instant, engagement: Engagement, { fastMinutes }: Rhythm): RevisitState {
  return { at: observedAt, intervalMs: fastMinutes * minuteMs, count: interactions(engagement), missing: 0, failures: 0 }
}

/**
 * The pause until the next look. It is such that a post which goes on growing as it did gains a tenth meanwhile; what did not change, or whose
 * counts are unknown, is looked at after twice the pause. Between the fastest and the slowest.
 */
export function afterLook(before: RevisitState, looked: Looked, at: Instant, rhythm: Rhythm): RevisitState {
  const fastest = rhythm.fastMinutes * minuteMs
  const slowest = Math.max(fastest, rhythm.slowHours * hourMs)
  const within = (ms: number): number => Math.max(fastest, Math.min(slowest, ms))
  const doubled = within(before.intervalMs * 2)
  switch (looked.kind) {
    case 'failed':
      return { ...before, at, intervalMs: doubled, failures: before.failures + 1 }
    case 'missing':
      // Once may be a fault of the server: the second look decides, and soon.
      return { ...before, at, intervalMs: before.missing === 0 ? fastest : doubled, missing: before.missing + 1, failures: 0 }
    case 'gone':
      // It may come back, as what was hidden for a review does.
      return { ...before, at, intervalMs: slowest, missing: 0, failures: 0 }
    case 'seen': {
      const count = interactions(looked.engagement)
      const seen = { at, count: count ?? before.count, missing: 0, failures: 0 }
      if (looked.newText) return { ...seen, intervalMs: fastest }
      const gained = count === null || before.count === null ? 0 : count - before.count
      if (gained <= 0) return { ...seen, intervalMs: doubled }
      const elapsedMs = Math.max(fastest, msBetween(before.at, at))
      const worth = Math.max(worthwhile.least, worthwhile.share * (before.count ?? 0))
      return { ...seen, intervalMs: Math.min(doubled, within((elapsedMs * worth) / gained)) }
    }
  }
}

export function dueAt({ at, intervalMs }: RevisitState): Instant {
  return addMs(at, intervalMs)
}
