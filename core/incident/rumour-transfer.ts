import { z } from 'zod'
import { Instant } from '../instant.ts'
import { MentionId } from '../mention.ts'

/** 移交给谁. */
export const TransferTarget = z.enum(['public-security', 'cyberspace'])
export type TransferTarget = z.infer<typeof TransferTarget>

export const transferTargetWords = { 'public-security': '公安机关', cyberspace: '网信部门' } as const satisfies Record<TransferTarget, string>

/** One of the mentions that are handed over, as it was kept. */
export const TransferredMention = z.object({
  id: MentionId,
  source: z.string(),
  url: z.string().nullable(),
  title: z.string().nullable(),
  author: z.string().nullable(),
  publishedAt: Instant.nullable(),
  /** Hash of title and text. */
  contentHash: z.string(),
  /** Evidence key of the page as it was; null where none was kept. */
  snapshot: z.string().nullable()
})
export type TransferredMention = z.infer<typeof TransferredMention>

/** 涉谣线索移交: which mentions, to whom, why; `packageHash` is over their list, so that what is handed over can be held against it. */
export const RumourTransfer = z.object({
  id: z.string(),
  to: TransferTarget,
  unit: z.string(),
  handedAt: Instant,
  reason: z.string(),
  mentions: z.array(TransferredMention).min(1),
  packageHash: z.string()
})
export type RumourTransfer = z.infer<typeof RumourTransfer>
