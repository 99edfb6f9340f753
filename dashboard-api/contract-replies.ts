/** The part of the contract about what a department replies. */
import { z } from 'zod'
import { ReplyKind } from '../core/reply-template.ts'

export const replyPaths = {
  /** GET FilledReplies: 答复模板 with what the incident says; nothing is kept of it. */
  templates: (id: string) => `/api/incidents/${encodeURIComponent(id)}/reply-templates`
} as const

export const FilledReplies = z.object({
  templates: z.array(z.object({ id: z.string(), kind: ReplyKind, name: z.string(), text: z.string(), gaps: z.array(z.string()) }))
})
export type FilledReplies = z.infer<typeof FilledReplies>
