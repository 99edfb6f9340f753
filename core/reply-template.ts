import { z } from 'zod'
import { statedCauses } from './stated-cause.ts'
import { askedFor, placeholderPattern } from './wording-template.ts'

/** The two replies that a department owes: that it has the matter, and what it found and did. */
export const ReplyKind = z.enum(['take-notice', 'answer'])
export type ReplyKind = z.infer<typeof ReplyKind>

/** 占位: what the incident fills in. `待核：…` asks whoever replies. */
export const replyPlaceholders = ['事件标题', '事发时间', '地点', '伤亡', '部门', '现在'] as const
export type ReplyPlaceholder = (typeof replyPlaceholders)[number]

const longest = 2000

/** 答复模板. */
export const ReplyTemplate = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    kind: ReplyKind,
    name: z.string().min(1).max(60),
    text: z.string().trim().min(1).max(longest)
  })
  .superRefine(({ text }, context) => {
    const say = (message: string): void => context.addIssue({ code: 'custom', path: ['text'], message })
    for (const [, name = ''] of text.matchAll(placeholderPattern))
      if (!isReplyPlaceholder(name)) say(`没有这个占位：{${name}}；可用：${[...replyPlaceholders, '待核：…'].join('、')}`)
    const [cause] = statedCauses(text.replace(placeholderPattern, ''))
    if (cause !== undefined) say(`模板不能预先写明原因：「${cause}」`)
  })
export type ReplyTemplate = z.infer<typeof ReplyTemplate>

/** `reply-templates.yaml`. */
export const ReplyTemplates = z
  .strictObject({ version: z.string().min(1), source: z.string().min(1), templates: z.array(ReplyTemplate).min(1).max(100) })
  .superRefine(({ templates }, context) => {
    for (const [index, { id }] of templates.entries())
      if (templates.findIndex((one) => one.id === id) !== index)
        context.addIssue({ code: 'custom', path: ['templates', index, 'id'], message: `已有编号为 ${id} 的模板` })
  })
export type ReplyTemplates = z.infer<typeof ReplyTemplates>

function isReplyPlaceholder(name: string): boolean {
  return replyPlaceholders.some((one) => one === name) || askedFor(name) !== null
}
