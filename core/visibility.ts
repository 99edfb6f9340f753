import { z } from 'zod'
import type { Rollup } from './incident/state.ts'
import { hourMs, msBetween, type Instant } from './instant.ts'

/** When the public is held to speak of a matter still, no more, or less. */
export const VisibilityPolicy = z.strictObject({
  /** Without a new mention for so many hours it fades. */
  fadesAfterHours: z.number().positive(),
  /** For so many, it is quiet. */
  quietAfterHours: z.number().positive(),
  source: z.string().min(1)
})
export type VisibilityPolicy = z.infer<typeof VisibilityPolicy>

/** 公众可见: what the public says and sees of a matter still, whatever we did about it. `unknown`: nothing was counted, or no rule says. */
export type Visibility = 'unknown' | 'unseen' | 'spreading' | 'fading' | 'quiet'

export const visibilityWords = {
  unknown: '公众可见情况不明',
  unseen: '未见公开信息',
  spreading: '仍在传播',
  fading: '传播减弱',
  quiet: '已趋平静'
} as const satisfies Record<Visibility, string>

/** By the newest mention that bears a time. A source that was blind is no calm: whoever reads it sees the blind ones beside it. */
export function visibilityOf(rollup: Rollup | null, policy: VisibilityPolicy | undefined, now: Instant): Visibility {
  if (rollup === null) return 'unknown'
  if (rollup.mentions === 0) return 'unseen'
  if (policy === undefined || rollup.lastPublishedAt === null) return 'unknown'
  const hours = msBetween(rollup.lastPublishedAt, now) / hourMs
  if (hours < policy.fadesAfterHours) return 'spreading'
  return hours < policy.quietAfterHours ? 'fading' : 'quiet'
}
