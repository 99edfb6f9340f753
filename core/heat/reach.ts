import { z } from 'zod'
import type { MediaTier } from '../incident/digest.ts'
import type { Mention } from '../mention.ts'

/** Of the mentions that outlets of one tier carried. */
export const TierReach = z.object({
  /** `unknown`: sources that nobody placed. */
  tier: z.enum(['official', 'central', 'provincial', 'city', 'commercial', 'self', 'unknown']),
  mentions: z.number().int(),
  sources: z.number().int(),
  /** Sum of the views that are known; null where none is. */
  views: z.number().nullable(),
  /** Mentions whose views nobody knows: they are not 0. */
  viewsUnknown: z.number().int()
})
export type TierReach = z.infer<typeof TierReach>

/** 各级媒体触达, the weightiest tier first; a tier without a mention is left out. */
export function reachByTier(
  mentions: readonly { readonly mention: Pick<Mention, 'source' | 'engagement'>; readonly tier: MediaTier | null }[]
): TierReach[] {
  return TierReach.shape.tier.options.flatMap((tier): TierReach[] => {
    const carried = mentions.filter((one) => (one.tier ?? 'unknown') === tier).map(({ mention }) => mention)
    const views = carried.flatMap(({ engagement }) => engagement.views ?? [])
    if (carried.length === 0) return []
    return [
      {
        tier,
        mentions: carried.length,
        sources: new Set(carried.map(({ source }) => source)).size,
        views: views.length === 0 ? null : views.reduce((sum, count) => sum + count, 0),
        viewsUnknown: carried.length - views.length
      }
    ]
  })
}
